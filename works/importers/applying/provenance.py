"""Where each work came from: its records, and what a person has to decide about them."""

from collections.abc import Iterable

from django.db import connection

from works.importers import samples
from works.importers.models import ImportRun
from works.importers.plan import Decision, Plan
from works.record.bulk import copy_rows

COLUMNS = "source key digest number updated_on is_shown run_id work_id matched_by is_asserted body"
TYPES = "varchar varchar bytea int2 date bool int8 int8 varchar bool bytea"


def write(decisions: Iterable[Decision], run: ImportRun) -> None:
    """The records of a batch; of each work and source the one of highest rank is shown."""
    listed = list(decisions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_sourcerecord SET is_shown = false WHERE is_shown AND source = %s AND work_id = ANY(%s)",
            [run.source, [d.work for d in listed if d.shown]],
        )
    copy_rows(
        "works_sourcerecord",
        COLUMNS,
        TYPES,
        (
            (
                run.source, t.key, t.digest, t.number, t.updated_on, t is d.shown, run.pk, d.work,
                d.matched_by[t.digest], t.is_asserted, t.body,
            )
            for d in listed
            for t in d.taken
        ),
    )  # fmt: skip


# Of each work and source the record of highest rank is the one to show; first the others give way.
SHOW_BEST = """
    WITH best AS (
        SELECT DISTINCT ON (work_id, source) id FROM works_sourcerecord WHERE work_id = ANY(%(works)s)
        ORDER BY work_id, source, number DESC, coalesce(updated_on, '-infinity') DESC, digest DESC
    )
    UPDATE works_sourcerecord r SET is_shown = {is_shown}
    WHERE r.work_id = ANY(%(works)s) AND r.is_shown <> {is_shown} AND {which} (SELECT FROM best b WHERE b.id = r.id)
"""


def show_best(works: Iterable[int]) -> None:
    """After records came to these works or left them."""
    with connection.cursor() as cursor:
        for is_shown, which in (("false", "NOT EXISTS"), ("true", "EXISTS")):
            cursor.execute(SHOW_BEST.format(is_shown=is_shown, which=which), {"works": sorted(works)})


def write_conflicts(plan: Plan, run: ImportRun) -> None:
    """Identifiers that two works lay claim to; asked about once."""
    if not plan.conflicts:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO works_matchcase (scheme, value, holder, other, source, found_at, verdict, moved)
            VALUES (%s, %s, %s, %s, %s, now(), '', '{}') ON CONFLICT DO NOTHING
            """,
            [
                (*conflict.identifier, plan.work_of(conflict.holder), plan.work_of(conflict.other), run.source)
                for conflict in plan.conflicts
            ],
        )
    for conflict in plan.conflicts:
        samples.note(run, "conflicts", ":".join(conflict.identifier), str(plan.work_of(conflict.holder)))
