"""Short lists of people, topics and institutions beside a record, by the figures that are stored for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from works.record.models import Author, Institution, Topic

# As the figures are stored: the id of a record, and how many works it is about; for people of an institution the
# first and the last year as well.
Stored = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of such a list; `works` counts what the list is about, `years` is empty where it tells none."""

    name: str
    path: str
    works: int
    years: str = ""


def people(*lists: Stored) -> list[list[Beside]]:
    """People with a page, list by list. One query."""
    authors = Author.objects.public().only("name", "slug").in_bulk(_ids(lists))
    return [_lines(stored, authors) for stored in lists]


def institutions(stored: Stored) -> list[Beside]:
    """Institutions. One query."""
    return _lines(stored, Institution.objects.only("name", "slug").in_bulk(_ids([stored])))


def topics(stored: Stored) -> list[Beside]:
    """Topics. One query."""
    return _lines(stored, Topic.objects.only("name", "slug").in_bulk(_ids([stored])))


def _ids(lists: Sequence[Stored]) -> list[int]:
    return [row[0] for stored in lists for row in stored]


def _lines(stored: Stored, records: "dict[int, Author] | dict[int, Institution] | dict[int, Topic]") -> list[Beside]:
    # A record that went since is left out.
    return [
        Beside(found.name, found.get_absolute_url(), row[1], _years(row[2:]))
        for row in stored
        if (found := records.get(row[0]))
    ]


def _years(span: Sequence[int | None]) -> str:
    if not span or span[0] is None:
        return ""
    first, last = span
    return str(first) if first == last else f"{first}–{last}"
