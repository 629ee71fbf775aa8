"""A whole pass over a source in this process, as `manage.py sync` does it: question after question, at its pace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from works.importers.models import ImportRun
from works.record.models import Author
from works.sync import planning, services
from works.sync.models import SyncTarget
from works.sync.queries import asked_about
from works.sync.requests import hurried

# A command waits for a source's pace and a short pause; for longer ones there is the next call.
LONGEST_WAIT = timedelta(minutes=2)


@dataclass(slots=True)
class Passed:
    """What a pass came to: questions asked, the run of their answers, and why it ended before all was asked."""

    asked: int = 0
    run: ImportRun | None = None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a pass waits, and how many questions it may ask at most; None for the day's budget."""

    wait: Callable[[timedelta], None]
    most: int | None = None
    asking: services.Asking = field(default_factory=services.Asking)


def run_pass(source: str, pace: Pace, *, only: Sequence[int] | None = None) -> Passed:
    """Ask a source all that is due, and end the run. Raises NoContact."""
    passed = Passed()
    while pace.most is None or passed.asked < pace.most:
        step = services.ask_next(source, asking=pace.asking, only=only)
        if step.state == "asked":
            passed.asked += 1
            passed.run = step.run
        elif step.state == "rests" and step.until and step.until - pace.asking.now() <= LONGEST_WAIT:
            pace.wait(step.until - pace.asking.now())
        else:
            passed.ended = {"busy": "it is being imported", "rests": "it rests", "spent": "budget spent"}.get(
                step.state, ""
            )
            break
    services.finish(source)
    if passed.run:
        passed.run.refresh_from_db()
    return passed


@transaction.atomic
def choose(source: str, asking: services.Asking, *, author: Author | None, since: date | None) -> list[int] | None:
    """What a pass asks: with an author, only about them, now; else what is due (None). `since` is set for these."""
    now = asking.now()
    if author is None:
        planning.plan(source, now)
        chosen = SyncTarget.objects.filter(source=source, due_at__lte=now)
    else:
        asked = [one for one in asked_about(author.pk, author.name) if one[0] == source]
        chosen = SyncTarget.objects.filter(pk__in=[hurried(one, now).pk for one in asked])
    if since:
        chosen.update(since=since, cursor="", began_at=None)
    return None if author is None else list(chosen.values_list("pk", flat=True))
