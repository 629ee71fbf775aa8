"""Bylines as printed, with affiliations numbered as journals do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from works.identity.private_names import shown_name
from works.record.addresses import path_of
from works.record.models import Authorship
from works.record.names import WITHHELD
from works.record.teams import BYLINE_LENGTH

# An address as it stands in an affiliation; what is before it and after it may be anything.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
WITH_BRACKETS = re.compile(rf"\s*[(\[<]?{ADDRESS.pattern}[)\]>]?")
AROUND = " ,;:()<>[]"


@dataclass(frozen=True, slots=True)
class PrintedAuthor:
    """One place of a work's byline: the name as printed, its author's page (empty: linked to nobody), and the
    numbers of its affiliations, counted from 1."""

    name: str
    path: str
    marks: tuple[int, ...]
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Byline:
    """The places shown, in order; `affiliations` as printed, each once, in the order of their numbers."""

    authors: tuple[PrintedAuthor, ...]
    affiliations: tuple[str, ...]
    more: int


def read_byline(work_id: int, *, total: int, is_whole: bool) -> Byline:
    """The byline of a work: its first twenty places, or all. One query; `total` is the stored count."""
    places = (
        Authorship.objects.filter(work_id=work_id)
        .annotate(shown=shown_name())
        .select_related("author")
        .only("name", "affiliations", "work_id", "author__slug", "author__removed_at")
        .order_by("position")
    )
    return numbered(places if is_whole else places[:BYLINE_LENGTH], total=total)


def numbered(places: Iterable[Authorship], *, total: int) -> Byline:
    """Places, each with the name `shown`, with their affiliations numbered in the order in which they first appear."""
    numbers: dict[str, int] = {}
    authors = []
    for place in places:
        marks = tuple(numbers.setdefault(printed, len(numbers) + 1) for printed in shown(place.affiliations))
        authors.append(_printed(place, marks))
    return Byline(tuple(authors), tuple(numbers), max(0, total - len(authors)))


def addresses_in(affiliation: str) -> list[str]:
    """The mail addresses printed in an affiliation."""
    return [found.rstrip(".") for found in ADDRESS.findall(affiliation)]


def shown(affiliations: Iterable[str]) -> list[str]:
    """Affiliations as they may be shown: an address printed for one paper is not for everybody to collect."""
    return [text for text in map(_without_addresses, affiliations) if text]


def _without_addresses(affiliation: str) -> str:
    if "@" not in affiliation:
        return affiliation
    left = WITH_BRACKETS.sub("", affiliation).strip(AROUND)
    return left if any(map(str.isalnum, left)) else ""


def _printed(place: Authorship, marks: tuple[int, ...]) -> PrintedAuthor:
    author = place.author
    path = path_of("author", author.slug, author.pk) if author and author.removed_at is None else ""
    shown: str = place.shown  # type: ignore[attr-defined]
    return PrintedAuthor(name_words(shown), path, tuple(dict.fromkeys(marks)), not shown)


def name_words(name: str) -> str:
    """A name as printed; in the reader's language where there is none to show."""
    if name == WITHHELD:
        return gettext("name withheld")
    return name or gettext("unnamed")
