"""Waking who waits for something to be written, whichever process it is written in: PostgreSQL's LISTEN and NOTIFY."""

import logging
import threading
from dataclasses import dataclass

import psycopg
from django.db import connection

log = logging.getLogger(__name__)

CHANNEL = "bzpeer_wakes"
# safety.md, Faults: connecting waits 2 s; a little more for a machine that has much else to do.
PATIENCE = 4.0
# How long nothing comes until the listening thread sees to its connection, and whether anybody still waits.
ROUND = 5.0


def wake(topic: str) -> None:
    """Who waits for the topic wakes when this transaction commits, and not if it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


@dataclass(eq=False, slots=True)
class Waiter:
    """One who waits for a topic; it is over when the database went away or the process is to end."""

    topic: str
    is_woken: bool = False
    is_over: bool = False


class Listener:
    """Hears for all who wait in this process, in one thread with a connection of its own, while somebody waits."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiters: set[Waiter] = set()
        self._is_hearing = False
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def join(self, topic: str) -> Waiter:
        """Somebody who misses no wake of the topic from here on, or for whom it is over at once."""
        waiter = Waiter(topic)
        with self._change:
            if self._is_closed:
                waiter.is_over = True
                return waiter
            self._waiters.add(waiter)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name=CHANNEL, daemon=True)
                self._thread.start()
            if not self._change.wait_for(lambda: self._is_hearing or waiter.is_over, PATIENCE):
                waiter.is_over = True
        return waiter

    def wait(self, waiter: Waiter, seconds: float) -> bool:
        """Whether it was woken since it last waited, which it does for so long at most and while it is not over."""
        with self._change:
            self._change.wait_for(lambda: waiter.is_woken or waiter.is_over, seconds)
            is_woken, waiter.is_woken = waiter.is_woken, False
        return is_woken

    def leave(self, waiter: Waiter) -> None:
        """It waits no more."""
        with self._change:
            self._waiters.discard(waiter)

    def close(self) -> None:
        """It is over for everybody, and for who comes from now on: the process is to end."""
        with self._change:
            self._is_closed = True
            self._end()

    def _listen(self) -> None:
        """The thread. When the connection breaks it ends, and with it all waiting: who comes next begins anew."""
        try:
            with psycopg.connect(**connection.get_connection_params(), autocommit=True) as heard:
                heard.execute(f"LISTEN {CHANNEL}")
                self._begin()
                while self._is_wanted():
                    is_quiet = True
                    for notice in heard.notifies(timeout=ROUND, stop_after=1):
                        self._wake(notice.payload)
                        is_quiet = False
                    if is_quiet:
                        # A server that is gone without a word would else never be missed.
                        heard.execute("SELECT 1")
        except psycopg.Error as error:
            log.warning("Live pages fall back to polling, the database cannot be listened to: %s", error)
            self._end()

    def _begin(self) -> None:
        with self._change:
            self._is_hearing = True
            self._change.notify_all()

    def _is_wanted(self) -> bool:
        """Whether anybody waits; if not, the next who does starts another thread."""
        with self._change:
            is_wanted = bool(self._waiters) and not self._is_closed
            if not is_wanted:
                self._is_hearing, self._thread = False, None
        return is_wanted

    def _wake(self, topic: str) -> None:
        with self._change:
            for waiter in self._waiters:
                waiter.is_woken |= waiter.topic == topic
            self._change.notify_all()

    def _end(self) -> None:
        with self._change:
            self._is_hearing, self._thread = False, None
            for waiter in self._waiters:
                waiter.is_over = True
            self._change.notify_all()


listener = Listener()
