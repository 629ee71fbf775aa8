"""A clock that goes only when it is told to, and a source that answers by a script."""

import socket
from datetime import UTC, datetime, timedelta

from tests.net.servers import Answer
from works.sync.passes import Pace
from works.sync.services import Asking


class Clock:
    """The time, which waiting moves; `waits` keeps how long each was."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 3, 2, tzinfo=UTC)
        self.waits: list[timedelta] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, wait: timedelta) -> None:
        self.waits.append(wait)
        self.time += wait

    def pace(self, most: int | None = None, *, seconds: float = 5.0) -> Pace:
        """How a pass of a test goes: by this clock, without chance."""
        return Pace(wait=self.wait, most=most, asking=Asking(now=self.now, chance=lambda: 1.0, seconds=seconds))


class Script:
    """A source that gives its answers one after the other; an answer too many is a mistake of the test's."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def __call__(self, sock: socket.socket) -> None:
        self.answers.pop(0)(sock)
