"""Where each work came from: its records, and what a person has to decide about them."""

from collections.abc import Iterable

from django.db import connection

from works.importers import samples
from works.importers.bodies import pack
from works.importers.models import ImportRun
from works.importers.plan import Decision, Plan
from works.record.bulk import copy_rows

COLUMNS = "source key digest number updated_on is_shown run_id work_id matched_by body"
TYPES = "varchar varchar bytea int2 date bool int8 int8 varchar bytea"


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
                run.source, t.record.key, t.digest, t.record.number, t.record.updated_on, t is d.shown, run.pk, d.work,
                d.matched_by[t.digest], pack(t.record),
            )
            for d in listed
            for t in d.taken
        ),
    )  # fmt: skip


def write_conflicts(plan: Plan, run: ImportRun) -> None:
    """Identifiers that two works lay claim to; asked about once."""
    if not plan.conflicts:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO works_matchcase (scheme, value, holder_id, other_id, source, found_at, verdict)
            VALUES (%s, %s, %s, %s, %s, now(), '') ON CONFLICT DO NOTHING
            """,
            [
                (*conflict.identifier, plan.work_of(conflict.holder), plan.work_of(conflict.other), run.source)
                for conflict in plan.conflicts
            ],
        )
    for conflict in plan.conflicts:
        samples.note(run, "conflicts", ":".join(conflict.identifier), str(plan.work_of(conflict.holder)))
