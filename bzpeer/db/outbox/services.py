"""Writing the outbox: one row is one task, published by the relay once the transaction is committed."""

import json
from typing import Any

from django.db import connection

from bzpeer.db.outbox.models import OutboxRow

# The relay serves them in this order.
QUEUES = ("interactive", "mail", "bulk")
CHANNEL = "bzpeer_outbox"

# Each row tells the relay; PostgreSQL makes one notice of many in a transaction.
INSERT = """
    WITH made AS (
        INSERT INTO db_outboxrow (task, args, queue, key, deliveries, error)
        VALUES (%(task)s, %(args)s, %(queue)s, %(key)s, 0, '')
        ON CONFLICT (key) WHERE begun_at IS NULL AND done_at IS NULL AND set_aside_at IS NULL AND NOT key = ''
        DO NOTHING RETURNING id
    )
    SELECT id, pg_notify(%(channel)s, '') FROM made
"""
HOLD = """
    SELECT id FROM db_outboxrow
    WHERE key = %(key)s AND begun_at IS NULL AND done_at IS NULL AND set_aside_at IS NULL AND NOT key = ''
    FOR SHARE
"""
# Done rows stay for a week, to be looked at.
DELETE_DONE = "DELETE FROM db_outboxrow WHERE done_at < now() - interval '7 days'"


class UnknownQueue(ValueError):
    """No worker listens there."""


class NotSetAside(LookupError):
    """There is no such row among those set aside."""


def put(task: str, *, queue: str = "bulk", key: str = "", **args: Any) -> None:
    """Leave work for a worker, in the current transaction; `task` is the name given to `@job`.

    Rows with the same `key` that nobody has begun are one row; whoever puts several keys in one transaction
    does so in a fixed order, else two of them may wait for each other. `args` must be JSON. One query, two
    when the row is there.
    Raises UnknownQueue, and TypeError for arguments that JSON cannot hold.
    """
    if queue not in QUEUES:
        raise UnknownQueue(queue)
    row = {"task": task, "args": json.dumps(args), "queue": queue, "key": key, "channel": CHANNEL}
    with connection.cursor() as cursor:
        while not (_insert(cursor, row) or _hold(cursor, key)):
            continue  # The waiting row was begun between the two statements; the next insert finds the key free.


def _insert(cursor: Any, row: dict[str, Any]) -> bool:
    cursor.execute(INSERT, row)
    return cursor.fetchone() is not None


def _hold(cursor: Any, key: str) -> bool:
    # The share lock keeps a worker from beginning the waiting row before our transaction is committed:
    # it would not see what we wrote, and nobody would come back for it.
    cursor.execute(HOLD, {"key": key})
    return cursor.fetchone() is not None


def retry(*, row_id: int) -> OutboxRow:
    """Take a row back from those set aside; the relay publishes it anew. Raises NotSetAside."""
    # `begun_at` stays: freed, the row could meet a younger one of the same key in the unique index.
    taken = OutboxRow.objects.filter(pk=row_id, set_aside_at__isnull=False, done_at__isnull=True).update(
        set_aside_at=None, published_at=None, deliveries=0
    )
    if not taken:
        raise NotSetAside(row_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return OutboxRow.objects.get(pk=row_id)


def delete_done() -> int:
    """Delete the rows that were done more than seven days ago; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE_DONE)
        return cursor.rowcount
