"""PostgreSQL advisory locks by name: who holds one is alone in the whole installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# PostgreSQL shows the 64 bits of an advisory lock as two halves.
HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (classid::bigint << 32) | objid::bigint = hashtextextended(%s, 0)
    )
"""


@contextmanager
def advisory_lock(name: str) -> Iterator[bool]:
    """Hold the session-level lock `name` if nobody else does; gives whether we hold it, and never waits.

    The lock belongs to the database session: it survives commits and rollbacks, and falls with the
    connection when the process is killed. Names are hashed to 64 bits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            _release(name)


def is_held(name: str) -> bool:
    """Whether some session of this database holds the lock `name` now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [name])
        (held,) = cursor.fetchone()
    return bool(held)


def _release(name: str) -> None:
    # A session that was lost took its lock along; a new one has nothing to release.
    if connection.connection is None or connection.connection.closed:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def transaction_lock(name: str) -> None:
    """Wait for the lock `name` and hold it until the current transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
