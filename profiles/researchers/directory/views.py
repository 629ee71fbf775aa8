"""The directory."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.keyset import Place, place_of
from bzpeer.web.limits import limited
from profiles.researchers.directory import queries
from profiles.researchers.directory.forms import LETTERS, NAME, FilterForm, Filters, letter_of

TEMPLATE = "profiles/researchers/researchers.html"


@require_safe
@limited("pages")
def researchers(request: HttpRequest) -> HttpResponse:
    """The directory, fifty a page. Two queries: how many there are, and the page; one more for a topic, and one for an
    institution. 422 for filters that cannot be, with what was typed."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return show(request, TEMPLATE, {"form": form, "filters": Filters(), "address": _address({})}, status=422)
    filters = form.filters()
    place = _place(request, filters)
    page = queries.directory_page(filters, place)
    context = {
        "page": page,
        "form": form,
        "filters": filters,
        "letters": _letters(filters, request.path) if filters.by == NAME else [],
        "address": _address(filters.query),
        "is_indexed": page.window.is_first and not filters.query,
    }
    return stored_page(request, version=page.version, render=lambda: show(request, TEMPLATE, context))


def _place(request: HttpRequest, filters: Filters) -> Place:
    name = f"directory {sorted(filters.query.items())}"
    place = place_of(request, name=name, query=filters.query)
    letter = letter_of(request.GET) if filters.by == NAME else ""
    if letter and place.side == "start":
        # Before the first of this letter, wherever that is.
        return Place(name, request.path, filters.query, "after", (letter, 0))
    return place


def _letters(filters: Filters, path: str) -> list[tuple[str, str]]:
    return [(letter.upper(), f"{path}?{urlencode({**filters.query, 'letter': letter})}") for letter in LETTERS]


def _address(query: dict[str, str]) -> str:
    path = f"{settings.PUBLIC_URL}/researchers/"
    return f"{path}?{urlencode(query)}" if query else path
