"""Pages of a list by a place in its order instead of a number: the last page costs what the first one does.

`?after=` and `?before=` hold the keys of a row, signed: a place that we did not write, or that belongs to another list,
is a damaged link (safety.md, Bad input 26). A row that has gone since is still a place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest

from bzpeer.web.errors import DamagedLink

R = TypeVar("R")
Keys = Sequence[Any]
SALT = "bzpeer.web.keyset"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request stands in the list `name`: `after` the row of `keys`, `before` it, or at the `start`.

    `query` is what the address says beside the place.
    """

    name: str
    path: str
    query: Mapping[str, str]
    side: Literal["start", "after", "before"] = "start"
    keys: Keys = ()

    @property
    def last_id(self) -> int | None:
        """In a list by id, newest first and without a way back: the id that the page goes on after.

        Raises DamagedLink for a place before a row.
        """
        if self.side == "before":
            raise DamagedLink(self.first_url)
        return self.keys[0] if self.keys else None

    def earlier_url(self, last_id: int | None) -> str:
        """In such a list: the address of the page after this id; empty for None."""
        return "" if last_id is None else self.url("after", [last_id])

    @property
    def first_url(self) -> str:
        """The address of the first page."""
        return self._url({})

    def _url(self, place: Mapping[str, str]) -> str:
        query = urlencode({**self.query, **place})
        return f"{self.path}?{query}" if query else self.path

    def url(self, side: Literal["after", "before"], keys: Keys) -> str:
        """The address of the page after, or before, the row of these keys."""
        return self._url({side: _signer(self.name).sign_object(list(keys))})


@dataclass(frozen=True, slots=True)
class Window(Generic[R]):
    """One page of rows, in the order of the list; empty addresses where there is no such page."""

    rows: Sequence[R]
    place: Place
    previous_url: str
    next_url: str

    @property
    def is_first(self) -> bool:
        """Whether the address names no place."""
        return self.place.side == "start"


def place_of(request: HttpRequest, *, name: str, query: Mapping[str, str] | None = None) -> Place:
    """The place that the address names in the list of this `name`, which tells lists with other filters apart.

    Raises DamagedLink for one that is not ours, and Http404 for a page by number: there is none but the first.
    """
    if request.GET.get("page", "1") != "1":
        raise Http404("no such page")
    start = Place(name, request.path, query or {})
    side: Literal["after", "before"] = "before" if "before" in request.GET else "after"
    given = request.GET.get(side)
    if given is None:
        return start
    try:
        keys = _signer(name).unsign_object(given)
    except (signing.BadSignature, ValueError) as error:
        raise DamagedLink(start.first_url) from error
    return Place(name, request.path, start.query, side, keys)


def window(place: Place, rows: Sequence[R], *, per_page: int, keys: Callable[[R], Keys]) -> Window[R]:
    """The page of `rows`, which are one more than it shows if there are so many, and backwards if it is a `before`."""
    more = len(rows) > per_page
    shown = rows[:per_page][::-1] if place.side == "before" else rows[:per_page]
    has_previous = more if place.side == "before" else place.side == "after"
    has_next = more if place.side != "before" else True
    first, last = (keys(shown[0]), keys(shown[-1])) if shown else (place.keys, place.keys)
    return Window(
        rows=shown,
        place=place,
        previous_url=place.url("before", first) if has_previous else "",
        next_url=place.url("after", last) if has_next else "",
    )


def _signer(name: str) -> signing.Signer:
    return signing.Signer(salt=f"{SALT} {name}")
