"""What the page of works shows: what narrows them, what they can be narrowed by, the ways to the next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

from bzpeer.site.searching import address, frame_of
from bzpeer.web.keyset import Place, place_of
from works.record.words import kind_word
from works.search.language import Filter, FilterName, Word, years_of
from works.search.texts.conditions import Chosen
from works.search.texts.facets import Count
from works.search.words import Asked
from works.search.works_page import Sort, WorksPage

FACETS: dict[FilterName, str] = {
    "kind": gettext_noop("Kind"),
    "year": gettext_noop("Year"),
    "open": gettext_noop("Access"),
    "has": gettext_noop("With it"),
    "topic": gettext_noop("Topic"),
    "institution": gettext_noop("Institution"),
}
WORDS = {
    ("open", "yes"): gettext_noop("Open access"),
    ("open", "no"): gettext_noop("Not open access"),
    ("has", "code"): gettext_noop("Code"),
    ("has", "data"): gettext_noop("Data"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a neighbouring search: its text, its address, how many works are there where that is known."""

    text: str
    url: str
    works: int = 0
    name: str = ""
    is_out: bool = False
    finds_nobody: bool = False


def works_place(request: HttpRequest, asked: Asked, sort: Sort) -> Place:
    """Where in the works the request stands. Raises DamagedLink, and Http404 for a page by number."""
    query = {"q": asked.shown, "kind": "works"}
    if sort == "newest" and asked.query.wanted:
        query["sort"] = "newest"
    return place_of(request, name=f"works {sort} {asked.query.written()}", query=query)


def works_context(asked: Asked, page: WorksPage, place: Place) -> dict[str, object]:
    """What `search/works.html` shows."""
    sort = page.sort if asked.query.wanted and page.sort == "newest" else ""
    return frame_of(asked) | {
        "page": page,
        "chips": [_chip(asked, one, sort) for one in page.chosen],
        "facets": _facets(asked, page, sort),
        "spare": [_without(asked, gone) for gone in page.spare],
        "best_url": address(asked.shown, "works"),
        "newest_url": address(asked.shown, "works", sort="newest"),
        "first_url": "" if place.side == "start" else place.first_url,
        "next_url": place.url("after", page.next_key) if page.next_key else "",
    }


def _chip(asked: Asked, chosen: Chosen, sort: str) -> Way:
    given = chosen.filter
    label = _words_of(given.name, given.value, chosen.label)
    finds_nobody = given.name in {"author", "topic", "institution"} and not chosen.ids
    url = address(asked.query.without(given).written(), "works", sort=sort)
    return Way(label, url, name=given.name, is_out=given.is_out, finds_nobody=finds_nobody)


def _facets(asked: Asked, page: WorksPage, sort: str) -> list[tuple[str, list[Way]]]:
    """What tells the works apart: a value that all of them have does not."""
    telling = [count for count in page.facets if count.works < page.total]
    order = list(FACETS)
    telling.sort(key=lambda count: order.index(count.name))
    by_name = groupby(telling, key=lambda count: count.name)
    return [(gettext(FACETS[name]), [_way(asked, one, sort) for one in group]) for name, group in by_name]


def _way(asked: Asked, count: Count, sort: str) -> Way:
    narrowed = asked.query.narrowed(Filter(count.name, count.value))
    return Way(
        _words_of(count.name, count.value, count.label), address(narrowed.written(), "works", sort=sort), count.works
    )


def _without(asked: Asked, gone: Sequence[Word | Filter]) -> Way:
    text = ", ".join(part.written() for part in gone)
    return Way(text, address(asked.query.without(*gone).written(), asked.kind))


def _words_of(name: FilterName, value: str, label: str) -> str:
    if name == "kind":
        return kind_word(value)
    if name == "year":
        return _years(*years_of(value))
    return label or (gettext(WORDS[name, value]) if (name, value) in WORDS else value)


def _years(first: int | None, last: int | None) -> str:
    if first == last:
        return str(first)
    if first and last:
        return f"{first}–{last}"
    years = {"first": first, "last": last}
    return gettext("%(first)s and later") % years if first else gettext("until %(last)s") % years
