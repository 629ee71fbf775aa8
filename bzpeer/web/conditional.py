"""Whole answers kept for people without a cookie, told apart by the version of the row they show.

The version is read first, so a stored answer is never older than the record. What may be stored, and under
which key, stands in `safety.md` (Caching): nothing of a request with a cookie, nothing that sets one.
"""

import gzip
import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from bzpeer.web import store
from bzpeer.web.htmx import HTMX_HEADERS, target_of
from bzpeer.web.release import release

VARY = ("Accept-Encoding", "Cookie", *HTMX_HEADERS)
VARY_HEADER = ", ".join(VARY)
# Erasure counts on shared caches forgetting within a minute (safety.md, Privacy).
CACHE_CONTROL = "public, max-age=30"
# Asked for again each time: who follows "load this page again" must not get what the browser has kept.
PASSING = "public, no-cache"
KEPT_SECONDS = 3600
# One compression serves many: level 6 here, 1 for what is sent once.
STORED_LEVEL = 6
ONCE_LEVEL = 1
SMALLEST = 300


def stored_page(
    request: HttpRequest, *, version: str, render: Callable[[], HttpResponse], is_passing: bool = False
) -> HttpResponse:
    """The answer of `render`, or the stored one of this `version`, or 304.

    `version` names everything the page shows; it is read before this is called. With any cookie the page is
    rendered for that person and stored nowhere. Fragments get an ETag, and are not stored: their target is
    free text. Only a 200 without cookies is stored. `is_passing` is a page that waits for something, and will
    be another one in seconds: browsers and shared caches then ask each time.
    """
    if request.COOKIES or request.method not in {"GET", "HEAD"}:
        return _private(render())
    key = _key(request, version)
    etag = f'W/"{key}"'
    kept = PASSING if is_passing else CACHE_CONTROL
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and _matches(etag, asked):
        return _public(HttpResponseNotModified(), etag, kept)
    if target_of(request) is not None:
        return _public(packed(request, render()), etag, kept)
    stored = store.get(f"page:{key}")
    if stored is None:
        response = render()
        if response.status_code != 200 or response.cookies:
            return response
        stored = (response["Content-Type"], gzip.compress(response.content, STORED_LEVEL, mtime=0))
        store.put(f"page:{key}", stored, seconds=KEPT_SECONDS)
    return _public(_answer(request, *stored), etag, kept)


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer gzipped, if that is wanted and worth it. For public answers only: it would tell of what is secret."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if not takes_gzip(request) or len(response.content) < SMALLEST or response.has_header("Content-Encoding"):
        return response
    response.content = gzip.compress(response.content, ONCE_LEVEL, mtime=0)
    response["Content-Encoding"] = "gzip"
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """Whether `Accept-Encoding` names gzip and does not refuse it with `q=0`."""
    for coding in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _key(request: HttpRequest, version: str) -> str:
    shape, meta = target_of(request), request.META
    # As they came: Django has checked the host by now, and quoting the path again would cost as much as the rest.
    parts = (
        release(),
        request.scheme or "",
        meta.get("HTTP_HOST", ""),
        request.path,
        meta.get("QUERY_STRING", ""),
        "page" if shape is None else f"fragment {shape}",
        get_language() or "",
        version,
    )
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _matches(etag: str, asked: str) -> bool:
    return any(given == "*" or given.removeprefix("W/") == etag[2:] for given in parse_etags(asked))


def _answer(request: HttpRequest, content_type: str, body: bytes) -> HttpResponse:
    if takes_gzip(request):
        return HttpResponse(body, content_type=content_type, headers={"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(body), content_type=content_type)


def _public(response: HttpResponse, etag: str, kept: str) -> HttpResponse:
    if response.status_code in {200, 304}:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = kept
        response.headers["Vary"] = VARY_HEADER
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Cookie", *HTMX_HEADERS))
    return response
