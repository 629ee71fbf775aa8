"""Whether somebody is at a run, and how far it is."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from bzpeer.db.locks import is_held
from bzpeer.db.models import OutboxRow
from works.importers.models import DONE
from works.importers.pipeline import lock_of
from works.models import ImportRun

State = ImportRun.State
ACTIVE = (State.WAITING, State.RUNNING, State.ROLLING_BACK)


@dataclass(frozen=True, slots=True)
class Attention:
    """`is_given`: a job waits for a worker, or one is at it, or a command is. `is_failing`: it failed, and waits."""

    is_given: bool
    is_failing: bool


def key_of(run: ImportRun) -> str:
    """The key of the run's jobs in the outbox."""
    return f"import {run.pk}"


def attention_to(run: ImportRun) -> Attention:
    """Who is at this run. Two queries for an active one, none for others."""
    if run.state not in ACTIVE:
        return Attention(is_given=False, is_failing=False)
    row = OutboxRow.objects.filter(key=key_of(run), done_at=None, set_aside_at=None).order_by("-pk").first()
    # A command leaves no job, but holds the lock of its source.
    is_given = row is not None or (run.state == State.RUNNING and is_held(lock_of(run.source)))
    return Attention(is_given=is_given, is_failing=row is not None and bool(row.error))


def under_way(source: str, *, but: ImportRun | None = None) -> ImportRun | None:
    """The import of this source that somebody is at, previews aside. A query, and those of `attention_to` per run."""
    active: QuerySet[ImportRun] = ImportRun.objects.filter(source=source, state__in=ACTIVE, is_preview=False)
    others = (active.exclude(pk=but.pk) if but else active).order_by("-pk")
    return next((run for run in others if attention_to(run).is_given), None)


def share_done(run: ImportRun) -> float | None:
    """How much of the files is done, 0 to 1; None where that cannot be known, in one packed file."""
    if len(run.paths) > 1:
        return sum(run.places.get(path) == DONE for path in run.paths) / len(run.paths)
    path = Path(run.paths[0])
    place = run.places.get(str(path), 0)
    if place == DONE:
        return 1.0
    if path.suffix == ".gz" or not path.is_file():
        return None
    return min(place / max(path.stat().st_size, 1), 1.0)


def seconds_left(run: ImportRun, share: float | None) -> int | None:
    """At the pace of the latest batch; None where the share or the pace is not known."""
    if not share or not run.pace:
        return None
    return round(run.read * (1 - share) / share / run.pace)
