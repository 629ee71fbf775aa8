"""Jobs that only tests know."""

import os
import signal
import time
from pathlib import Path

from celery.signals import worker_ready
from django.db import connection

from bzpeer.db.outbox.jobs import job
from works.models import SiteFigure


@worker_ready.connect
def say_ready(**_: object) -> None:
    """The settings keep a worker quiet; the tests wait for this line."""
    print("worker ready", flush=True)  # noqa: T201


class PoisonError(Exception):
    """What a job raises that can never work."""


@job("tests.count")
def count(name: str) -> None:
    """Leave one more effect of that name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO works_sitefigure (name, value) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET value = works_sitefigure.value + 1",
            [name],
        )


@job("tests.count_slowly")
def count_slowly(name: str, seconds: float) -> None:
    """Leave the effect, then take that long before the transaction is committed."""
    count.effect(name)
    time.sleep(seconds)


@job("tests.count_after_a_stop")
def count_after_a_stop(name: str, stop: str) -> None:
    """Leave the effect; the first time, make the file `stop` and stay until somebody ends the process."""
    count.effect(name)
    if not Path(stop).exists():
        Path(stop).touch()
        time.sleep(600)


@job("tests.fail")
def fail(name: str) -> None:
    """Leave an effect that must not stay, and raise."""
    count.effect(name)
    raise PoisonError("this can never work")


@job("tests.die")
def die() -> None:
    """End the worker's process without a word, as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def effects(name: str) -> int:
    """How many effects of that name there are."""
    return SiteFigure.objects.filter(name=name).values_list("value", flat=True).first() or 0
