"""Everybody of one name, and what tells them apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connection

from bzpeer.web.pagination import Page
from works.models import Author
from works.record.addresses import PREFIXES
from works.record.names import address_name, sort_key

PER_PAGE = 50
TOPICS, PEOPLE = 3, 2

# The first topics by number of works, and the strongest co-authors, of each author.
TOPICS_OF = """
    SELECT author_id, name FROM (
        SELECT a.author_id, t.name,
            row_number() OVER (PARTITION BY a.author_id ORDER BY count(*) DESC, t.name) AS place
        FROM works_authorship a JOIN works_worktopic wt ON wt.work_id = a.work_id
        JOIN works_topic t ON t.id = wt.topic_id
        WHERE a.author_id = ANY(%s) GROUP BY a.author_id, t.id
    ) ranked WHERE place <= %s ORDER BY author_id, place
"""
PEOPLE_OF = """
    SELECT e.author_id, o.name FROM unnest(%s::bigint[]) AS x(id) CROSS JOIN LATERAL (
        SELECT author_id, other_id, weight FROM graph_collaborationedge WHERE author_id = x.id
        ORDER BY weight DESC, other_id LIMIT %s
    ) e JOIN works_author o ON o.id = e.other_id AND o.removed_at IS NULL
    ORDER BY e.author_id, e.weight DESC, e.other_id
"""


@dataclass(frozen=True, slots=True)
class Namesake:
    """One person of the name: where, when, on what and with whom."""

    author: Author
    institution: str
    topics: Sequence[str]
    co_authors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """One page of everybody of a name; `version` names everything it shows."""

    people: Sequence[Namesake]
    version: str


def namesakes_path(name: str) -> str:
    """The address of the page for this name."""
    return f"/{PREFIXES['author']}/namesakes/{quote(address_name(name))}/"


def namesakes_total(name: str) -> int:
    """How many people have this name, however it is written. One query."""
    key = sort_key(name)
    return Author.objects.public().filter(sort_key=key).count() if key else 0


def namesakes(name: str, place: Page) -> Namesakes:
    """One page of them, in the order of their first works. Three queries."""
    shown = Author.objects.public().filter(sort_key=sort_key(name)).select_related("institution").order_by("id")
    lines = told_apart(list(shown[place.offset : place.offset + place.per_page]))
    versions = [
        (line.author.pk, line.author.version, line.institution, *line.topics, *line.co_authors) for line in lines
    ]
    return Namesakes(lines, version=f"{place.total} {versions}")


def told_apart(authors: Sequence[Author]) -> list[Namesake]:
    """What tells these people from one another, in their order; give them with their institutions. Two queries."""
    ids = [author.pk for author in authors]
    topics, people = _told(TOPICS_OF, ids, TOPICS), _told(PEOPLE_OF, ids, PEOPLE)
    return [_line(author, topics[author.pk], people[author.pk]) for author in authors]


def _line(author: Author, topics: Sequence[str], people: Sequence[str]) -> Namesake:
    return Namesake(author, author.institution.name if author.institution else "", topics, people)


def _told(statement: str, ids: Sequence[int], most: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids), most])
        for author, name in cursor.fetchall():
            found[author].append(name)
    return found
