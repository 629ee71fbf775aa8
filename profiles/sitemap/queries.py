"""Which pages there are, by kind and by range of ids: a page never moves to another file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from works.record.addresses import Kind, path_of

# Ids a file; the protocol allows 50,000 addresses. At a million works this is 100 files of a megabyte each.
IDS = 10_000
# Fits a bigint whatever is asked for.
LAST_FILE = 10**12


@dataclass(frozen=True, slots=True)
class Source:
    """Where the pages of a kind come from: table `t`, which of its rows have a page, when that last changed."""

    table: str
    shown: str
    joins: str
    changed: str


SOURCES: dict[Kind, Source] = {
    # Neither those who asked to be left out, nor records removed or without works.
    "author": Source(
        "works_author",
        "t.removed_at IS NULL AND t.works_count > 0"
        " AND NOT EXISTS (SELECT FROM profiles_researcher r WHERE r.author_id = t.id AND r.hides_from_engines)",
        "LEFT JOIN profiles_trustsnapshot s ON s.author_id = t.id AND s.is_current",
        "s.computed_at::date",
    ),
    "work": Source("works_work", "true", "", "t.updated_on"),
    "topic": Source(
        "works_topic", "t.works_count > 0", "LEFT JOIN works_topicfigures f ON f.topic_id = t.id", "f.changed_at::date"
    ),
    "institution": Source(
        "works_institution",
        "t.works_count > 0",
        "LEFT JOIN works_institutionfigures f ON f.institution_id = t.id",
        "f.changed_at::date",
    ),
}
# Ids have gaps: a file without a page is not listed.
FILES = """
    SELECT n FROM generate_series(0, (SELECT coalesce(max(id), 0) / %(ids)s FROM {table})) AS n
    WHERE EXISTS (
        SELECT FROM {table} t WHERE t.id >= n * %(ids)s AND t.id < (n + 1) * %(ids)s AND {shown}
    )
    ORDER BY n
"""
PAGES = """
    SELECT t.slug, t.id, {changed} FROM {table} t {joins}
    WHERE t.id >= %(first)s AND t.id < %(first)s + %(ids)s AND {shown} ORDER BY t.id
"""


def files() -> list[tuple[Kind, int]]:
    """Kind and number of every file that has a page. Four queries."""
    found: list[tuple[Kind, int]] = []
    with connection.cursor() as cursor:
        for kind, source in SOURCES.items():
            cursor.execute(FILES.format(table=source.table, shown=source.shown), {"ids": IDS})
            found += [(kind, number) for (number,) in cursor.fetchall()]
    return found


def pages(kind: Kind, number: int) -> Iterator[tuple[str, date | None]]:
    """Path of every page in a file, and the day it last changed where that is known. One query."""
    source = SOURCES[kind]
    statement = PAGES.format(table=source.table, shown=source.shown, joins=source.joins, changed=source.changed)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first": number * IDS, "ids": IDS})
        yield from ((path_of(kind, slug, pk), changed) for slug, pk, changed in cursor.fetchall())
