"""Short lists of people, topics and institutions beside a record, by the figures that are stored for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from works.record.models import Author, Institution, Topic

# As the figures are stored: the id of a record, and how many works it is about; for people of an institution the
# first and the last year as well.
Stored = Sequence[Sequence[int]]
# Two subjects of arXiv are called Machine Learning.
TOLD_BY_CODE = {"arxiv"}


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of such a list; `works` counts what the list is about, `note` is what tells it from others, or empty."""

    name: str
    path: str
    works: int
    note: str = ""


def people(*lists: Stored) -> list[list[Beside]]:
    """People with a page, list by list. One query."""
    authors = Author.objects.public().only("name", "slug").in_bulk(_ids(lists))
    return [_lines(stored, authors) for stored in lists]


def institutions(stored: Stored) -> list[Beside]:
    """Institutions. One query."""
    return _lines(stored, Institution.objects.only("name", "slug").in_bulk(_ids([stored])))


def topics(stored: Stored) -> list[Beside]:
    """Topics. One query."""
    return _lines(stored, Topic.objects.only("name", "slug", "scheme", "code").in_bulk(_ids([stored])))


def topic_line(topic: Topic, works: int) -> Beside:
    """A topic; with its code where people know it by that."""
    return Beside(topic.name, topic.get_absolute_url(), works, topic.code if topic.scheme in TOLD_BY_CODE else "")


def _ids(lists: Sequence[Stored]) -> list[int]:
    return [row[0] for stored in lists for row in stored]


def _lines(stored: Stored, records: "dict[int, Author] | dict[int, Institution] | dict[int, Topic]") -> list[Beside]:
    # A record that went since is left out.
    return [
        topic_line(found, row[1])
        if isinstance(found, Topic)
        else Beside(found.name, found.get_absolute_url(), row[1], _years(row[2:]))
        for row in stored
        if (found := records.get(row[0]))
    ]


def _years(span: Sequence[int | None]) -> str:
    if not span or span[0] is None:
        return ""
    first, last = span
    return str(first) if first == last else f"{first}–{last}"
