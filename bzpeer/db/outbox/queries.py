"""Reading the outbox: what was set aside, and which queues are late."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from bzpeer.db.outbox.models import OutboxRow

# safety.md, Faults: work that nobody has taken for this long means that the relay or the workers are away.
LATE = """
    SELECT DISTINCT queue FROM db_outboxrow
    WHERE done_at IS NULL AND set_aside_at IS NULL AND begun_at IS NULL AND made_at < now() - interval '10 minutes'
"""
# Somebody looks at a page until this is done: it takes seconds.
LATE_FOR_SOMEBODY = timedelta(minutes=1)
# To join `job`: the work of this key that is not done, what waits before what was set aside.
OPEN_JOB = """LEFT JOIN LATERAL (
        SELECT made_at, set_aside_at FROM db_outboxrow
        WHERE key = %(key)s AND done_at IS NULL AND NOT key = ''
        ORDER BY set_aside_at IS NULL DESC, id DESC LIMIT 1
    ) job ON true"""


def is_late(keys: Iterable[str]) -> bool:
    """Whether work of one of these keys, which somebody waits for, takes longer than it should; one query."""
    waiting = OutboxRow.objects.filter(key__in=[*keys], done_at__isnull=True, set_aside_at__isnull=True)
    return waiting.filter(made_at__lt=Now() - LATE_FOR_SOMEBODY).exists()


def set_aside() -> Sequence[OutboxRow]:
    """The rows that failed too often, oldest first; one query."""
    return list(OutboxRow.objects.filter(set_aside_at__isnull=False, done_at__isnull=True).order_by("id"))


def late_queues() -> set[str]:
    """Queues whose work has waited for more than ten minutes; one query."""
    with connection.cursor() as cursor:
        cursor.execute(LATE)
        return {queue for (queue,) in cursor.fetchall()}
