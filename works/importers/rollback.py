"""A run is taken back as a whole: what it brought goes, what came before it or later stays.

Batch by batch, each one transaction: killed in between it goes on where it was, and ends the same.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.db.locks import transaction_lock
from works.importers import author_records, institution_records, topic_records
from works.importers.applying import Dimensions, provenance
from works.importers.applying.again import put_together
from works.importers.applying.bylines import MARK_BYLINES
from works.importers.models import ImportRun
from works.record.bulk import one_column
from works.record.models import Author, SourceRecord, Work
from works.record.signals import authors_emptied, works_recorded

BATCH = 1_000

# Records that a later run gave again, unchanged, are that run's from now on.
HAND_ON = """
    UPDATE works_sourcerecord r SET run_id = later.run FROM (
        SELECT seen.record, min(s.run_id) AS run
        FROM works_seenagain s JOIN works_importrun i ON i.id = s.run_id CROSS JOIN unnest(s.records) AS seen(record)
        WHERE s.run_id > %(run)s AND i.rolled_back_at IS NULL GROUP BY seen.record
    ) later
    WHERE later.record = r.id AND r.run_id = %(run)s
"""

SHOW_NEXT_KEYED = """
    UPDATE works_sourcerecord r SET is_shown = true FROM (
        SELECT DISTINCT ON (source, key) id, source, key FROM works_sourcerecord
        WHERE source = %(source)s AND key = ANY(%(keys)s) AND work_id IS NULL
        ORDER BY source, key, coalesce(updated_on, '-infinity') DESC, digest DESC
    ) best
    WHERE best.id = r.id AND NOT r.is_shown AND NOT EXISTS (
        SELECT FROM works_sourcerecord x
        WHERE x.source = best.source AND x.key = best.key AND x.work_id IS NULL AND x.is_shown
    )
"""


class NotToRollBack(Exception):
    """The run is not finished, or was rolled back before."""


@dataclass(slots=True)
class _Taken:
    """What the records of one batch were about."""

    works: set[int]
    authors: set[int]
    institutions: set[int]
    topics: set[int]
    keys: list[str]


def roll_back(run: ImportRun, *, seconds: float | None = None) -> bool:
    """Take back everything that this run brought; False if there is more to do after so many seconds.

    Works that no other record tells of go, with what people attached to them; others become what the records
    that are left say. Raises NotToRollBack.
    """
    if run.state not in (ImportRun.State.FINISHED, ImportRun.State.STOPPED, ImportRun.State.ROLLING_BACK):
        raise NotToRollBack
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.ROLLING_BACK)
    with transaction.atomic(), connection.cursor() as cursor:
        transaction_lock("import batch")
        cursor.execute(HAND_ON, {"run": run.pk})
    began = time.monotonic()
    while _roll_back_batch(run):
        if seconds is not None and time.monotonic() - began >= seconds:
            return False
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.ROLLED_BACK, rolled_back_at=Now())
        run.refresh_from_db(fields=["state", "rolled_back_at"])
        works_recorded.send(sender=ImportRun, run=run)
    return True


@transaction.atomic
def _roll_back_batch(run: ImportRun) -> bool:
    transaction_lock("import batch")
    taken = _take(run)
    if taken is None:
        return False
    provenance.show_best(taken.works)
    with connection.cursor() as cursor:
        cursor.execute(SHOW_NEXT_KEYED, {"source": run.source, "keys": taken.keys})
    _delete_works(taken.works - put_together(taken.works, Dimensions.unknown()))
    topic_records.forget(sorted(taken.topics))
    institution_records.forget(sorted(taken.institutions))
    author_records.forget(sorted(taken.authors))
    _delete_emptied(taken.authors)
    return True


def _take(run: ImportRun) -> _Taken | None:
    rows = list(
        SourceRecord.objects.filter(run=run)
        .order_by("pk")[:BATCH]
        .values_list("pk", "key", "work_id", "author_id", "institution_id", "topic_id")
    )
    if not rows:
        return None
    SourceRecord.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return _Taken(
        works={row[2] for row in rows if row[2]},
        authors={row[3] for row in rows if row[3]},
        institutions={row[4] for row in rows if row[4]},
        topics={row[5] for row in rows if row[5]},
        keys=[row[1] for row in rows if not row[2]],
    )


def _delete_works(works: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MARK_BYLINES, {"works": sorted(works), "reason": "rollback"})
        cursor.execute(
            "SELECT DISTINCT author_id FROM works_authorship WHERE work_id = ANY(%s) AND author_id IS NOT NULL",
            [sorted(works)],
        )
        authors = one_column(cursor)
    Work.objects.filter(pk__in=works).delete()
    _delete_emptied(authors)


def _delete_emptied(authors: Iterable[int]) -> None:
    """Authors of no byline whom nobody holds, follows or disputes; their co-authors' marks take the edges along."""
    empty = Author.objects.filter(pk__in=list(authors), authorships=None, records=None)
    ids = list(empty.values_list("pk", flat=True))
    answers = authors_emptied.send(sender=Author, ids=ids)
    kept = {pk for _, staying in answers for pk in cast(set[int], staying)}
    Author.objects.filter(pk__in=set(ids) - kept).delete()
