"""Takes stale marks and computes again what hangs on them: figures, edges, trust, slices, words of the search.

Marks are taken in the transaction of their effects, and by one process at a time: a worker killed in the
middle loses none, and two never lock one another out.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from graph.edges import services as edges
from graph.slices import services as slices
from profiles.news import fan_out
from profiles.trust import services as trust
from works.identity import services as identity
from works.identity.weighing import links, services as weighing
from works.models import MarkKind, StaleBlock, StaleMark
from works.record import figures
from works.record.subjects import services as subjects
from works.record.subjects.marks import PEOPLE
from works.search.names import services as names
from works.search.texts import services as texts

CHUNK = 5_000
# From here on everybody at once is cheaper than the touched ones chunk by chunk (speed.md, Import).
EVERYBODY_FROM = 20_000
BUSY_SECONDS = 0.2
# Subjects come last, once nobody else waits: each is counted once after all that came in with it.
FIRST: tuple[MarkKind, ...] = (MarkKind.AUTHOR, MarkKind.WORK)
LAST: tuple[MarkKind, ...] = (MarkKind.TOPIC, MarkKind.INSTITUTION)

TAKE = """
CREATE TEMP TABLE stale_taken ON COMMIT DROP AS
SELECT id, kind, object_id, reason FROM works_stalemark WHERE kind = ANY(%(kinds)s) ORDER BY id LIMIT %(most)s
"""
GIVE_UP = "DELETE FROM works_stalemark m USING stale_taken t WHERE m.id = t.id"
REASON = "SELECT reason FROM stale_taken GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 1"
TAKEN_IDS = """
SELECT kind, array_agg(DISTINCT object_id ORDER BY object_id) FROM stale_taken
WHERE reason <> ALL(%(but)s) GROUP BY kind
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one chunk did: how many marks it took; `was_busy` when another process is at it and nothing was done."""

    marks: int = 0
    was_busy: bool = False


def drain() -> int:
    """Take marks until none is left, one transaction per chunk; gives how many were taken.

    While another process takes marks this one waits for it, so nothing is waiting when it returns.
    """
    taken = 0
    while is_waiting():
        chunk = recompute_chunk()
        taken += chunk.marks
        if chunk.was_busy:
            time.sleep(BUSY_SECONDS)
    return taken


def is_waiting() -> bool:
    """Whether a mark or a block of names waits."""
    return StaleMark.objects.exists() or StaleBlock.objects.exists()


@transaction.atomic
def recompute_chunk() -> Chunk:
    """Settle names that wait, then take one chunk of marks (all of them where very many authors wait)."""
    if not _is_alone():
        return Chunk(was_busy=True)
    identity.settle()
    is_everybody = _authors_waiting() > EVERYBODY_FROM
    return Chunk(marks=_take(None if is_everybody else CHUNK, is_everybody=is_everybody))


def is_weighing() -> bool:
    """Whether the model has something to look at, and nobody waits who comes first."""
    return links.is_waiting() and not StaleBlock.objects.exists()


@transaction.atomic
def weigh_chunk() -> Chunk:
    """The model looks at one chunk of names (`works/identity/weighing`); whoever imports or recomputes comes first."""
    if not (is_weighing() and _is_alone()):
        return Chunk(was_busy=True)
    return Chunk(marks=weighing.weigh_chunk())


def recompute_everybody() -> None:
    """Figures, edges and trust of everybody and the words of every work, whatever the marks say; existing slices
    become stale.
    """
    while True:
        with transaction.atomic():
            if _is_alone():
                identity.settle()
                _take(None, is_everybody=True, is_every_work=True)
                return
        time.sleep(BUSY_SECONDS)


def _is_alone() -> bool:
    # Held until the end of the transaction, so that the next one sees what this one wrote.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('profiles.recompute', 0))")
        return bool(cursor.fetchone()[0])


def _authors_waiting() -> int:
    authors = StaleMark.objects.filter(kind=MarkKind.AUTHOR).values("object_id").distinct()
    return authors[: EVERYBODY_FROM + 1].count()


def _take(most: int | None, *, is_everybody: bool, is_every_work: bool = False) -> int:
    with connection.cursor() as cursor:
        taken = _note(cursor, most, FIRST + LAST if is_everybody else FIRST) or _note(cursor, most, LAST)
        cursor.execute(REASON)
        row = cursor.fetchone()
        marked, told = _ids(cursor), _ids(cursor, but=(PEOPLE,))
        # The words of a work hang on that work alone: everybody is no reason to read all works again.
        texts.refresh(None if is_every_work else marked.get(MarkKind.WORK, []))
        if is_everybody:
            _apply(None, reason=row[0] if row else "recompute")
        elif taken:
            _apply(marked.get(MarkKind.AUTHOR, []), reason=row[0])
            subjects.refresh(
                topic_ids=marked.get(MarkKind.TOPIC, []), institution_ids=marked.get(MarkKind.INSTITUTION, [])
            )
        for kind in FIRST + LAST:
            if is_everybody or kind in told:
                slices.mark_stale(kind.value, None if is_everybody else told[kind])
        cursor.execute(GIVE_UP)
        if taken and not is_everybody and not is_waiting():
            figures.count_site(cursor)
        return taken


def _note(cursor: CursorWrapper, most: int | None, kinds: Sequence[MarkKind]) -> int:
    cursor.execute("DROP TABLE IF EXISTS stale_taken")
    cursor.execute(TAKE, {"most": most, "kinds": list(kinds)})
    return cursor.rowcount


def _ids(cursor: CursorWrapper, *, but: Sequence[str] = ()) -> dict[str, list[int]]:
    cursor.execute(TAKEN_IDS, {"but": list(but)})
    return dict(cursor.fetchall())


def _apply(authors: list[int] | None, *, reason: str) -> None:
    """None stands for everybody, and then for every topic and institution too."""
    if authors == []:
        return
    figures.refresh(authors)
    names.refresh(authors)
    edges.refresh(authors)
    trust.refresh(authors, reason=reason)
    fan_out.tell_of_moved(authors)
