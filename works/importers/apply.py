"""A decided batch is written: new works by COPY, changed ones in place, and marks for what follows from them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg.types.json import Jsonb

from works.importers import matching
from works.importers.models import ImportRun
from works.importers.plan import Decision, Plan, Taken
from works.importers.records import WorkRecord
from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows, next_ids
from works.record.figures import BYLINE_LENGTH
from works.record.models import MarkKind, Work
from works.record.names import block_of
from works.record.teams import team_of

WORK_COLUMNS = (
    "id kind source title slug title_key abstract is_abstract_cut year updated_on first_on is_open comment"
    " published_in authors_count topics_count byline team version"
)
WORK_TYPES = (
    "int8 varchar varchar text varchar varchar text bool int2 date date bool text text int4 int2 jsonb int8[] int4"
)


def apply(plan: Plan, *, run: ImportRun, topics: matching.Topics) -> Counter[str]:
    """Write a plan in the current transaction; gives warnings (code → how often) met while writing.

    Leaves stale blocks for identity and stale marks for topics and for the authors of changed works.
    """
    topics.make(topic for d in plan.decisions.values() if d.shown for topic in d.shown.record.topics)
    new = [d for d in plan.decisions.values() if d.work is None and d.shown]
    changed = [d for d in plan.decisions.values() if d.work is not None and d.shown]
    for decision, pk in zip(new, next_ids(Work, len(new)), strict=True):
        decision.work = pk
    warnings: Counter[str] = Counter()
    _copy_works(new)
    _rewrite_works(changed)
    warnings.update(_write_identifiers([*new, *changed]))
    _write_topics([*new, *changed], topics)
    _write_versions(plan.decisions.values())
    _write_authorships(new)
    _rewrite_authorships(changed)
    _write_provenance(plan.decisions.values(), run)
    return warnings


def _work_row(pk: int, record: WorkRecord) -> tuple:
    names = [author.name for author in record.names]
    byline = [[None, name, None] for name in names[:BYLINE_LENGTH]]
    return (
        pk, record.kind, record.source, record.title, slug_of(record.title), fold(record.title)[:300], record.abstract,
        record.is_abstract_cut, record.year, record.updated_on, record.first_on, record.is_open, record.comment,
        record.published_in, len(names), len(record.topics), Jsonb(byline), team_of(names), 1,
    )  # fmt: skip


def _shown(decisions: Iterable[Decision]) -> list[tuple[int, WorkRecord]]:
    return [(d.work, d.shown.record) for d in decisions if d.work is not None and d.shown is not None]


def _copy_works(new: Sequence[Decision]) -> None:
    copy_rows("works_work", WORK_COLUMNS, WORK_TYPES, (_work_row(pk, record) for pk, record in _shown(new)))


def _rewrite_works(changed: Sequence[Decision]) -> None:
    """Through a staging table, in one UPDATE; the byline is left to figures, which know the authors."""
    if not changed:
        return
    columns = [c for c in WORK_COLUMNS.split() if c not in ("id", "byline", "version")]
    assignments = ", ".join(f"{column} = s.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staged (LIKE works_work) ON COMMIT DROP")
        copy_rows("staged", WORK_COLUMNS, WORK_TYPES, (_work_row(pk, record) for pk, record in _shown(changed)))
        cursor.execute(
            f"UPDATE works_work w SET {assignments}, version = w.version + 1 FROM staged s WHERE s.id = w.id"  # noqa: S608
        )
        cursor.execute("DROP TABLE staged")


def _write_identifiers(decisions: Sequence[Decision]) -> Counter[str]:
    """An identifier that another work carries already stays there: which of the two is right, a person decides."""
    wanted = [(pair, pk) for pk, record in _shown(decisions) for pair in record.identifiers]
    taken = matching.taken_identifiers(pair for pair, _ in wanted)
    warnings: Counter[str] = Counter()
    rows = []
    for pair, pk in wanted:
        owner = taken.setdefault(pair, -pk)
        if owner == -pk:
            rows.append((*pair, pk))
            taken[pair] = pk
        elif owner != pk:
            warnings["identifier_taken"] += 1
    copy_rows("works_workidentifier", "scheme value work_id", "varchar varchar int8", rows)
    return warnings


def _write_topics(decisions: Sequence[Decision], topics: matching.Topics) -> None:
    rows = [
        (pk, topics.id_of(topic), position)
        for pk, record in _shown(decisions)
        for position, topic in enumerate(dict.fromkeys(record.topics), start=1)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM works_worktopic WHERE work_id = ANY(%s) RETURNING topic_id),"
            " touched AS (SELECT topic_id FROM gone UNION SELECT unnest(%s::bigint[]))"
            " INSERT INTO works_stalemark (kind, object_id, reason, made_at)"
            " SELECT %s, topic_id, 'import', now() FROM touched",
            [[d.work for d in decisions], sorted({row[1] for row in rows}), MarkKind.TOPIC],
        )
    copy_rows("works_worktopic", "work_id topic_id position", "int8 int8 int2", rows)


def _write_versions(decisions: Iterable[Decision]) -> None:
    """Versions that are not there yet; a record of an older version adds its own and changes no other."""
    rows = {
        (d.work, taken.record.source, version.number): version
        for d in decisions
        for taken in [*d.kept, *([d.shown] if d.shown else [])]
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


def _write_authorships(decisions: Sequence[Decision], held: dict[tuple[int, str], int] | None = None) -> None:
    """Bylines by COPY. `held` carries over, for a rewritten byline, the author that each name had."""
    rows = []
    for pk, record in _shown(decisions):
        for position, author in enumerate(record.names, start=1):
            owner = held.pop((pk, author.name), None) if held else None
            block = block_of(author.name)
            rows.append(
                (pk, position, owner, author.name, list(author.affiliations), list(author.identifiers), block)
            )  # fmt: skip
    copy_rows(
        "works_authorship",
        "work_id position author_id name affiliations identifiers block",
        "int8 int2 int8 varchar text[] varchar[] varchar",
        rows,
    )
    _mark_blocks({row[6] for row in rows})


def _rewrite_authorships(changed: Sequence[Decision]) -> None:
    works = [pk for pk, _ in _shown(changed)]
    if not works:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work_id, name, affiliations, identifiers, author_id, block FROM works_authorship"
            " WHERE work_id = ANY(%s) ORDER BY work_id, position",
            [works],
        )
        before: dict[int, list[tuple]] = {}
        for work, *row in cursor.fetchall():
            before.setdefault(work, []).append(tuple(row))
        other = [
            d for d in changed if d.shown and d.work and _byline(d.shown) != _stored_byline(before.get(d.work, []))
        ]
        cursor.execute("DELETE FROM works_authorship WHERE work_id = ANY(%s)", [[d.work for d in other]])
        cursor.execute(
            """
            INSERT INTO works_stalemark (kind, object_id, reason, made_at)
            SELECT kind, id, 'import', now() FROM (
                SELECT 'author' AS kind, id FROM unnest(%s::bigint[]) AS a(id)
                UNION ALL SELECT 'work', id FROM unnest(%s::bigint[]) AS w(id)
            ) marks
            """,
            [sorted({row[3] for rows in before.values() for row in rows if row[3]}), sorted(works)],
        )
    gone = [(d.work, row) for d in other if d.work for row in before.get(d.work, [])]
    _mark_blocks({row[4] for _, row in gone})
    _write_authorships(other, {(work, row[0]): row[3] for work, row in gone if row[3]})


def _byline(taken: Taken) -> list[tuple]:
    return [(a.name, list(a.affiliations), list(a.identifiers)) for a in taken.record.names]


def _stored_byline(rows: Sequence[tuple]) -> list[tuple]:
    return [row[:3] for row in rows]


def _mark_blocks(blocks: set[str]) -> None:
    copy_rows("works_staleblock", "block", "varchar", [(block,) for block in sorted(blocks) if block])


def _write_provenance(decisions: Iterable[Decision], run: ImportRun) -> None:
    listed = list(decisions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_sourcerecord SET is_shown = false WHERE is_shown AND source = %s AND work_id = ANY(%s)",
            [run.source, [d.work for d in listed if d.shown]],
        )
    copy_rows(
        "works_sourcerecord",
        "source key digest number updated_on is_shown run_id work_id",
        "varchar varchar bytea int2 date bool int8 int8",
        (
            (run.source, t.record.key, t.digest, t.record.number, t.record.updated_on, t is d.shown, run.pk, d.work)
            for d in listed
            for t in [*d.kept, *([d.shown] if d.shown else [])]
        ),
    )
