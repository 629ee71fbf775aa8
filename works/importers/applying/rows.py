"""Rows of works and of what hangs on them but the byline."""

from collections.abc import Iterable, Mapping
from struct import Struct

from django.db import connection

from works.importers.flat import WORK_COLUMNS, Flat
from works.importers.matching import Topics
from works.importers.plan import Decision, Plan
from works.record.bulk import copy_made, copy_rows, staged
from works.record.models import MarkKind

# What stands before the rest of the row: how many values it has, and the id.
_work_head = Struct("!hiq").pack
_topic_row = Struct("!hiqiqihih").pack
VERSION_COLUMNS = "work_id source number label url dated_on"


def _copy_works(table: str, works: Mapping[int, Flat]) -> None:
    width = 1 + len(WORK_COLUMNS.split())
    copy_made(table, f"id {WORK_COLUMNS}", (_work_head(width, 8, pk) + work.row for pk, work in works.items()))


def copy_works(works: Mapping[int, Flat]) -> None:
    """Rows of new works, and marks: the search has their words to learn."""
    if not works:
        return
    _copy_works("works_work", works)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO works_stalemark (kind, object_id, reason, made_at)"
            " SELECT %s, id, 'import', now() FROM unnest(%s::bigint[]) AS w(id)",
            [MarkKind.WORK, list(works)],
        )


def rewrite_works(works: Mapping[int, Flat]) -> None:
    """Through a staging table, in one UPDATE; the byline is left to figures, which know the authors."""
    columns = [c for c in WORK_COLUMNS.split() if c not in ("byline", "version")]
    assignments = ", ".join(f"{column} = s.{column}" for column in columns)
    with staged("works_work") as stage, connection.cursor() as cursor:
        _copy_works(stage, works)
        cursor.execute(
            f"UPDATE works_work w SET {assignments}, version = w.version + 1 FROM staged s WHERE s.id = w.id"  # noqa: S608
        )


def write_identifiers(plan: Plan, source: str) -> None:
    """Those that no work carries yet; one that another work has stays there (`MatchCase`)."""
    copy_rows(
        "works_workidentifier",
        "scheme value work_id source",
        "varchar varchar int8 varchar",
        [(*pair, plan.work_of(handle), source) for pair, handle in plan.identifiers],
    )


def write_topics(works: Mapping[int, Flat], topics: Topics) -> None:
    """The topics of these works, and marks for those that gain or lose one."""
    rows = [
        (pk, topics.id_of(topic), position, work.year)
        for pk, work in works.items()
        for position, topic in enumerate(work.topics, start=1)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM works_worktopic WHERE work_id = ANY(%s) RETURNING topic_id),"
            " touched AS (SELECT topic_id FROM gone UNION SELECT unnest(%s::bigint[]))"
            " INSERT INTO works_stalemark (kind, object_id, reason, made_at)"
            " SELECT %s, topic_id, 'import', now() FROM touched",
            [list(works), sorted({row[1] for row in rows}), MarkKind.TOPIC],
        )
    made = (_topic_row(4, 8, pk, 8, topic, 2, position, 2, year) for pk, topic, position, year in rows)
    copy_made("works_worktopic", "work_id topic_id position year", made)


def write_versions(decisions: Iterable[Decision], source: str, *, are_new: bool) -> None:
    """Versions that are not there yet; a record of an older version adds its own and changes no other.

    Of works that are new nothing can be there: their versions are copied.
    """
    rows = {
        (decision.work, source, version.number): version
        for decision in decisions
        for taken in decision.taken
        for version in taken.versions
    }
    if are_new:
        copied = ((*key, version.label, version.url, version.dated_on) for key, version in rows.items())
        copy_rows("works_version", VERSION_COLUMNS, "int8 varchar int2 varchar varchar date", copied)
        return
    keys = sorted(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO works_version (work_id, source, number, label, url, dated_on)
            SELECT * FROM unnest(%s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::date[])
            ON CONFLICT (work_id, source, number) DO UPDATE SET dated_on = excluded.dated_on, url = excluded.url
            WHERE works_version.dated_on IS NULL AND excluded.dated_on IS NOT NULL
            """,
            [
                [key[0] for key in keys],
                [key[1] for key in keys],
                [key[2] for key in keys],
                [rows[key].label for key in keys],
                [rows[key].url for key in keys],
                [rows[key].dated_on for key in keys],
            ],
        )
