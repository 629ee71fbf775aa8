"""Suggestions under a search box, while somebody types."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from bzpeer.site.searching import address
from bzpeer.web.conditional import packed
from bzpeer.web.htmx import HTMX_HEADERS, target_of
from bzpeer.web.limits import limited
from works.search.suggestions import Suggestion, suggestions
from works.search.words import asked_for

# Ids of the search boxes of a page: in the bar, and where searching is the main thing.
BOXES = ("bar-search", "search")
KIND_WORDS: dict[str, str] = {
    "author": gettext_noop("Researcher"),
    "work": gettext_noop("Work"),
    "topic": gettext_noop("Topic"),
    "institution": gettext_noop("Institution"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion with its kind as a word."""

    one: Suggestion
    label: str


@require_safe
@limited("suggestions")
def suggest(request: HttpRequest) -> HttpResponse:
    """What somebody who types `q` may mean, as the list of one of the search boxes; for a browser, the search itself.

    Queries: none below two letters, else at most five and a savepoint.
    """
    typed = asked_for(request.GET.get("q", ""), "").shown
    target = target_of(request)
    box = next((box for box in BOXES if target == f"{box}-suggestions"), "")
    response = _list(request, box, typed) if box else HttpResponseRedirect(address(typed, ""))
    patch_vary_headers(response, ("Cookie", *HTMX_HEADERS))
    return response


def _list(request: HttpRequest, box: str, typed: str) -> HttpResponse:
    lines = [Line(one, gettext(KIND_WORDS[one.kind])) for one in suggestions(typed)]
    response = render(request, "search/_suggestions.html", {"box_id": box, "suggestions": lines})
    if not request.COOKIES:
        response = packed(request, response)
        response["Cache-Control"] = "public, max-age=30"
    return response
