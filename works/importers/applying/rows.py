"""Rows of works and of what hangs on them but the byline."""

from collections.abc import Iterable, Mapping

from django.db import connection
from psycopg.types.json import Jsonb

from works.importers.compose import Composed
from works.importers.matching import Topics
from works.importers.plan import Decision, Plan
from works.record.addresses import slug_of
from works.record.bulk import copy_rows, staged
from works.record.figures import BYLINE_LENGTH
from works.record.links import with_named
from works.record.models import MarkKind
from works.record.teams import team_of
from works.record.titles import title_key

WORK_COLUMNS = (
    "id kind source title slug title_key abstract is_abstract_cut year updated_on first_on is_open comment"
    " published_in citations_count is_retracted links origins authors_count topics_count byline team version"
)
WORK_TYPES = (
    "int8 varchar varchar text varchar varchar text bool int2 date date bool text text int4 bool jsonb jsonb int4 int2"
    " jsonb int8[] int4"
)


def _work_row(pk: int, work: Composed) -> tuple:
    record = work.record
    names = [author.name for author in record.names]
    byline = [[None, name, None] for name in names[:BYLINE_LENGTH]]
    links = with_named(record.links, record.comment, record.abstract)
    return (
        pk, record.kind, record.source, record.title, slug_of(record.title), title_key(record.title), record.abstract,
        record.is_abstract_cut, record.year, record.updated_on, record.first_on, record.is_open, record.comment,
        record.published_in, record.citations, record.is_retracted, Jsonb(links), Jsonb(work.origins),
        len(names), len(record.topics), Jsonb(byline), team_of(names), 1,
    )  # fmt: skip


def copy_works(works: Mapping[int, Composed]) -> None:
    """Rows of new works, and marks: the search has their words to learn."""
    if not works:
        return
    copy_rows("works_work", WORK_COLUMNS, WORK_TYPES, (_work_row(pk, work) for pk, work in works.items()))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO works_stalemark (kind, object_id, reason, made_at)"
            " SELECT %s, id, 'import', now() FROM unnest(%s::bigint[]) AS w(id)",
            [MarkKind.WORK, list(works)],
        )


def rewrite_works(works: Mapping[int, Composed]) -> None:
    """Through a staging table, in one UPDATE; the byline is left to figures, which know the authors."""
    columns = [c for c in WORK_COLUMNS.split() if c not in ("id", "byline", "version")]
    assignments = ", ".join(f"{column} = s.{column}" for column in columns)
    with staged("works_work") as stage, connection.cursor() as cursor:
        copy_rows(stage, WORK_COLUMNS, WORK_TYPES, (_work_row(pk, work) for pk, work in works.items()))
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


def write_topics(works: Mapping[int, Composed], topics: Topics) -> None:
    """The topics of these works, and marks for those that gain or lose one."""
    rows = [
        (pk, topics.id_of(topic), position)
        for pk, work in works.items()
        for position, topic in enumerate(dict.fromkeys(work.record.topics), start=1)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM works_worktopic WHERE work_id = ANY(%s) RETURNING topic_id),"
            " touched AS (SELECT topic_id FROM gone UNION SELECT unnest(%s::bigint[]))"
            " INSERT INTO works_stalemark (kind, object_id, reason, made_at)"
            " SELECT %s, topic_id, 'import', now() FROM touched",
            [list(works), sorted({row[1] for row in rows}), MarkKind.TOPIC],
        )
    copy_rows("works_worktopic", "work_id topic_id position", "int8 int8 int2", rows)


def write_versions(decisions: Iterable[Decision]) -> None:
    """Versions that are not there yet; a record of an older version adds its own and changes no other."""
    rows = {
        (decision.work, taken.record.source, version.number): version
        for decision in decisions
        for taken in decision.taken
        for version in taken.record.versions
    }
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
