"""What happens when a worker is handed an outbox row: one effect, however often it is delivered."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.db.locks import advisory_lock
from bzpeer.db.outbox.models import OutboxRow

log = logging.getLogger(__name__)

# safety.md, Faults: the fourth delivery of a row that is still not done sets it aside.
LAST_DELIVERY = 4
LONGEST_ERROR = 500
NO_ERROR_LEFT = "the worker was lost each time, without an error"

BEGIN = """
    UPDATE db_outboxrow SET deliveries = deliveries + 1, begun_at = coalesce(begun_at, now())
    WHERE id = %s AND done_at IS NULL AND set_aside_at IS NULL
"""


def deliver(outbox_id: int, effect: Callable[..., Any], *, is_whole: bool = True) -> None:
    """Do the work of one row with `effect`, unless it is done, set aside, or being done by somebody else.

    The effect and the mark that it is done are one transaction, unless the effect is not whole and commits as it
    goes. An exception is stored in the row and raised; the relay publishes the row again.
    """
    with advisory_lock(f"outbox {outbox_id}") as is_ours:
        row = _begin(outbox_id) if is_ours else None
        if row is None:
            return
        if row.deliveries >= LAST_DELIVERY:
            _set_aside(row)
            return
        try:
            with transaction.atomic() if is_whole else nullcontext():
                effect(**row.args)
                OutboxRow.objects.filter(pk=row.pk).update(done_at=Now(), error="")
        except Exception as error:
            _store_error(row, error)
            raise


def _begin(outbox_id: int) -> OutboxRow | None:
    # Counted and committed before the work begins: a task that kills its worker is counted too.
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BEGIN, [outbox_id])
            if not cursor.rowcount:
                return None
        return OutboxRow.objects.get(pk=outbox_id)


def _set_aside(row: OutboxRow) -> None:
    error = row.error or NO_ERROR_LEFT
    OutboxRow.objects.filter(pk=row.pk).update(set_aside_at=Now(), error=error)
    log.error("outbox row %s (%s) set aside after %s deliveries: %s", row.pk, row.task, row.deliveries - 1, error)


def _store_error(row: OutboxRow, error: Exception) -> None:
    # When the database itself went away there is nothing to write to; the count is committed already.
    if connection.connection is None or connection.connection.closed:
        return
    OutboxRow.objects.filter(pk=row.pk).update(error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
