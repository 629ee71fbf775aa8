"""One question after the other: the next that is due is asked, and its answer goes into the record as an import does.

The answer, the place after it and the source's budget move in one transaction: killed in between, the same page is
asked for again, and what it holds is known by its digests.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import connection, transaction

from bzpeer.db.locks import advisory_lock
from works.importers.models import ImportRun
from works.importers.pipeline import lock_of
from works.sync import rules
from works.sync.fetching import SECONDS
from works.sync.models import SyncSource, SyncTarget
from works.sync.taking import Taking, hear, import_of

State = Literal["asked", "rests", "spent", "idle", "busy"]


class NoContact(Exception):
    """IMPORT_MAILTO is not set: nobody is asked anything without an address to answer to."""


def database_time() -> datetime:
    """The time by the database, which decides when anything is due; it goes on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment


@dataclass(frozen=True, slots=True)
class Asking:
    """What asking takes from outside: the time, chance, and how many seconds an answer may take."""

    now: Callable[[], datetime] = database_time
    chance: Callable[[], float] = random.random
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a step: `asked` a question, into `run`; else nothing, `until` then where that is known."""

    state: State
    until: datetime | None = None
    run: ImportRun | None = None


def ask_next(source: str, *, asking: Asking, only: Sequence[int] | None = None) -> Step:
    """Ask the source its next question, one page, and take the answer in. `only`: of these targets.

    Never two at once, nor beside an import of the source: `busy`. Raises NoContact, and what the database raises.
    """
    if not settings.IMPORT_MAILTO:
        raise NoContact
    with advisory_lock(lock_of(source)) as is_ours:
        return _ask_next(source, asking, only) if is_ours else Step("busy")


def finish(source: str) -> None:
    """The pass is over: its run ends, and can be rolled back as one."""
    with transaction.atomic():
        state = SyncSource.objects.select_for_update(of=("self",)).filter(pk=source).select_related("run").first()
        if state is None or state.run is None:
            return
        import_of(source, state.run).finish()
        state.run = None
        state.save(update_fields=["run"])


def next_target(source: str, now: datetime, only: Sequence[int] | None = None) -> SyncTarget | None:
    """What is asked next: first what somebody waits for, then what is due longest. Two queries, each by the index."""
    due = SyncTarget.objects.filter(source=source, due_at__lte=now)
    if only is not None:
        due = due.filter(pk__in=only)
    waited_for = due.filter(requested_at__isnull=False).order_by("requested_at", "due_at", "pk").first()
    return waited_for or due.filter(requested_at=None).order_by("due_at", "pk").first()


def _ask_next(source: str, asking: Asking, only: Sequence[int] | None) -> Step:
    state = SyncSource.objects.select_related("run").get_or_create(source=source)[0]
    now = asking.now()
    if state.rests_until and state.rests_until > now:
        return Step("rests", state.rests_until)
    if state.day == now.date() and state.asked >= settings.SYNC_BUDGETS[source]:
        finish(source)
        return Step("spent", rules.midnight_after(now))
    target = next_target(source, now, only)
    if target is None:
        finish(source)
        return Step("idle")
    heard = hear(target, seconds=asking.seconds)
    with transaction.atomic():
        _count(state, now)
        # Gone when its subject went while we asked.
        if fresh := SyncTarget.objects.select_for_update().filter(pk=target.pk).first():
            Taking(state, fresh, now, asking.chance).take(heard)
        state.save()
    return Step("asked", run=state.run)


def _count(state: SyncSource, now: datetime) -> None:
    state.asked = state.asked + 1 if state.day == now.date() else 1
    state.day = now.date()
    state.rests_until = now + rules.PACE[state.source]
