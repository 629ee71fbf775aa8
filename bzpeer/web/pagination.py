"""Numbered pages of a list whose length is a stored or counted figure; `keyset.py` has those that go on from a row."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from bzpeer.web.numbers import is_number

WINDOW = 2


@dataclass(frozen=True)
class PageLink:
    """One number in the row of pages; a `number` of None is a gap."""

    number: int | None
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Page:
    """Where in the list a request stands; `offset` counts from 0, `number` and `pages` from 1."""

    number: int
    pages: int
    offset: int
    per_page: int
    total: int
    previous_url: str
    next_url: str
    links: list[PageLink]


def page_of(request: HttpRequest, *, total: int, per_page: int, most: int | None = None) -> Page:
    """The page that `?page=` asks for; an empty list has page 1.

    `most` is how many pages there are at most, however long the list. Raises Http404 for a page that does not exist.
    """
    pages = max(1, -(-total // per_page))
    pages = min(pages, most) if most else pages
    number = _number(request.GET.get("page", "1"))
    if number > pages:
        raise Http404("no such page")
    return Page(
        number=number,
        pages=pages,
        offset=(number - 1) * per_page,
        per_page=per_page,
        total=total,
        previous_url=_url(request, number - 1) if number > 1 else "",
        next_url=_url(request, number + 1) if number < pages else "",
        links=_links(request, number, pages),
    )


def _number(asked: str) -> int:
    if not is_number(asked, longest=7) or int(asked) < 1:
        raise Http404("no such page")
    return int(asked)


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    if number == 1:
        query.pop("page", None)
    else:
        query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _links(request: HttpRequest, number: int, pages: int) -> list[PageLink]:
    near = {1, pages, *range(max(1, number - WINDOW), min(pages, number + WINDOW) + 1)}
    links: list[PageLink] = []
    for shown in sorted(near):
        if links and links[-1].number != shown - 1:
            links.append(PageLink(None))
        links.append(PageLink(shown, _url(request, shown), shown == number))
    return links
