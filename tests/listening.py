"""The thread that hears for who waits, as tests need it: woken from another connection, and gone at their end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from bzpeer.db.wakes import CHANNEL


def woken(topic: str) -> None:
    """Wake who waits for it, as another process would: committed, whatever the test holds open."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


@contextmanager
def hushed() -> Iterator[None]:
    """What is heard inside is heard no more afterwards: a database that somebody listens to cannot be dropped.

    Whoever waits has to have left.
    """
    yield
    for thread in threading.enumerate():
        if thread.name == CHANNEL:
            woken("the end")
            thread.join(60)
            assert not thread.is_alive()
