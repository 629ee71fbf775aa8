"""The last part of a record's address, `<slug>-<id>`, and the redirect to the one true form of it."""

import re
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import register_converter
from django.utils.cache import patch_vary_headers

from bzpeer.web.htmx import HTMX_HEADERS, elsewhere, target_of

# A slug never ends in `-`, so `ada--1` is no id 1; 18 digits always fit a bigint.
FORM = re.compile(r"(?:(?P<slug>.*[^-])-)?0*(?P<pk>[1-9][0-9]{0,17})", re.ASCII | re.DOTALL)
WORDS_LENGTH = 80


@dataclass(frozen=True)
class Ref:
    """What an address names: the id decides, the slug is for people; `text` is as the address gave it."""

    slug: str
    pk: int
    text: str = ""


class HasAddress(Protocol):
    """A record with one true address."""

    def get_absolute_url(self) -> str:
        """The address."""


class RefConverter:
    """Path converter `ref`; what holds no id does not match, which is a 404."""

    regex = "[^/]+"

    def to_python(self, value: str) -> Ref:
        """`guillaume-lajoie-7` as slug and id. Raises ValueError."""
        found = FORM.fullmatch(value)
        if not found:
            raise ValueError(value[:80])
        return Ref(slug=found["slug"] or "", pk=int(found["pk"]), text=value)

    def to_url(self, value: "Ref | str") -> str:
        """The part as it stands in the address."""
        return f"{value.slug}-{value.pk}" if isinstance(value, Ref) else value


register_converter(RefConverter, "ref")


def true_address(request: HttpRequest, ref: Ref, obj: HasAddress) -> HttpResponse | None:
    """301 to the true address (204 with `HX-Redirect` for htmx), or None when the request came by it.

    What follows the record's part (`graph/`) and the query string are kept.
    """
    _, _, rest = request.path.partition(f"/{ref.text}/")
    true = obj.get_absolute_url() + rest
    if true == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    address = f"{true}?{query}" if query else true
    response = HttpResponsePermanentRedirect(address) if target_of(request) is None else elsewhere(address)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def words_of(path: str) -> str:
    """What somebody who came by a wrong address may have looked for: the slug in it as words."""
    parts = [part for part in path.split("/") if part]
    slug = re.sub(r"-*\d*$", "", parts[1] if len(parts) > 1 else "".join(parts[:1]))
    words = " ".join(re.sub(r"[\W_]+", " ", slug).split())
    return words[:WORDS_LENGTH].rstrip()
