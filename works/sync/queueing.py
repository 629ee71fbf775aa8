"""Keeps a job for each source in the outbox as long as something is due there."""

import time
from datetime import datetime, timedelta

from django.conf import settings

from bzpeer.db.outbox import services as outbox
from works.sync import planning, rules, services
from works.sync.models import SyncSource

ASK, PLAN = "works.sync_ask", "works.sync_plan"
# A job waits for a source's pace; for longer rests the sweep comes back.
PACE_AT_MOST = timedelta(seconds=5)


def wake(source: str) -> None:
    """Put the job of a source in, once however often this is called, in the current transaction."""
    outbox.put(ASK, queue="bulk", key=f"sync {source}", source=source)


def wake_due() -> None:
    """The sweep's question: sources with something due, and those whose questions were not looked through today."""
    if not settings.IMPORT_MAILTO:
        return
    now = services.database_time()
    for source in planning.plan_due(now):
        outbox.put(PLAN, queue="bulk", key=f"sync plan {source}", source=source)
    for source in due_sources(now):
        wake(source)


def ask_and_go_on(source: str) -> None:
    """One question; puts the job in again unless nothing can be asked now."""
    asking = services.Asking()
    step = services.ask_next(source, asking=asking)
    if step.state == "rests" and step.until and step.until - asking.now() <= PACE_AT_MOST:
        time.sleep(max(0.0, (step.until - asking.now()).total_seconds()))
        step = services.ask_next(source, asking=asking)
    if step.state == "asked":
        wake(source)


def plan(source: str) -> None:
    """The questions of a source are looked through, and asked from now on."""
    planning.plan(source, services.database_time())


def due_sources(now: datetime) -> list[str]:
    """Sources that have a question due or a run to end, and may be asked now. Two queries a source, and one."""
    states = {state.source: state for state in SyncSource.objects.all()}
    return [source for source in rules.SOURCES if _has_work(source, states.get(source), now)]


def _has_work(source: str, state: SyncSource | None, now: datetime) -> bool:
    if state is not None:
        if state.rests_until is not None and state.rests_until > now:
            return False
        if state.run_id is not None:
            return True
        if state.day == now.date() and state.asked >= settings.SYNC_BUDGETS[source]:
            return False
    return services.next_target(source, now) is not None
