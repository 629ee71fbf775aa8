"""A page of the directory and how many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection

from bzpeer.web.keyset import Place, Window, window
from profiles.researchers.directory.forms import NEWEST, Filters
from profiles.researchers.directory.statements import count_statement, page_statement
from works.models import SiteFigure
from works.record.addresses import path_of

PER_PAGE = 50
# Whoever is asked for by filters is counted up to here.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory; `newest` is the year of the newest work, 0 where none has one."""

    pk: int
    sort_key: str
    newest: int
    path: str
    name: str
    works: int
    topics: int
    institution: str
    version: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the directory; `version` names everything it shows.

    `total` is how many there are; where `is_more` it is beyond `MOST_COUNTED`, and nobody counted on.
    """

    window: Window[Entry]
    total: int
    is_more: bool
    chips: Sequence[Chip]
    version: str


def directory_page(filters: Filters, place: Place) -> DirectoryPage:
    """Two queries, whatever the page: how many there are, and the page; one where the topic says how many."""
    total = _total(filters)
    statement, values = page_statement(filters, place, most=PER_PAGE + 1)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        entries = [_entry(row) for row in cursor.fetchall()]
    is_newest = filters.by == NEWEST
    page = window(place, entries, per_page=PER_PAGE, keys=lambda e: (e.newest if is_newest else e.sort_key, e.pk))
    is_more = _stored_of(filters) is None and total > MOST_COUNTED
    chips = _chips(filters, place)
    versions = [(entry.pk, entry.version) for entry in page.rows]
    return DirectoryPage(page, total, is_more, chips, version=f"{total} {chips} {versions}")


def _total(filters: Filters) -> int:
    """As stored where it is: of everybody, and of the people of a topic. One query, none for a topic."""
    if stored := _stored_of(filters):
        return stored()
    with connection.cursor() as cursor:
        cursor.execute(*count_statement(filters, bound=MOST_COUNTED + 1))
        return int(cursor.fetchone()[0])


def _stored_of(filters: Filters) -> Callable[[], int] | None:
    topic = filters.topic
    if topic and filters.narrowing == {"topic"}:
        return lambda: topic.people_count
    return None if filters.narrowing else _everybody


def _everybody() -> int:
    return SiteFigure.objects.filter(pk="researchers").values_list("value", flat=True).first() or 0


def _chips(filters: Filters, place: Place) -> list[Chip]:
    words = filters.words()
    return [
        Chip(words[name], _without(filters, name, place.path)) for name in filters.query if name in filters.narrowing
    ]


def _without(filters: Filters, name: str, path: str) -> str:
    left = {key: value for key, value in filters.query.items() if key != name}
    return f"{path}?{urlencode(left)}" if left else path


def _entry(row: tuple) -> Entry:
    pk, sort_key, newest, slug, name, works, topics, version, institution, at = row
    path = path_of("author", slug, pk)
    return Entry(pk, sort_key, newest, path, name, works, topics, institution or "", f"{version} {at}")
