"""The chain over the journal: what was committed gets a number and a hash that holds everything before it."""

import logging
import time

from django.db import connection, transaction

from bzpeer.db.journal.digests import BEGINNING, chained
from bzpeer.db.journal.models import JournalEntry, JournalSeal
from bzpeer.db.locks import advisory_lock

log = logging.getLogger(__name__)

LOCK = "journal seal"
BATCH = 1_000
# Longer than a transaction of the web; what a long job still holds open is sealed by a later sweep.
PATIENCE_SECONDS = 2.0
# An INSERT takes this lock before its number from the sequence, and keeps it to the end of its transaction.
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = 'db_journalentry'::regclass AND mode = 'RowExclusiveLock' AND pid IS DISTINCT FROM pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def seal() -> int:
    """Number the committed entries in the order of their ids and chain their hashes; gives how many.

    One process seals at a time. An entry waits until nobody can still commit one with a lower id, so the order of
    the chain is the order of the ids, and what follows the last seal is what is left to do.
    """
    with advisory_lock(LOCK) as is_ours:
        newest = JournalEntry.objects.order_by("-id").values_list("id", flat=True).first() if is_ours else None
        if newest is None or not _have_ended(_writers()):
            return 0
        sealed = 0
        while batch := _seal_some(up_to=newest):
            sealed += batch
        return sealed


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {name for (name,) in cursor.fetchall()}


def _have_ended(writers: set[str]) -> bool:
    """Whether these transactions end within our patience; later ones write higher ids and do not matter."""
    end = time.monotonic() + PATIENCE_SECONDS
    while writers and time.monotonic() < end:
        time.sleep(0.05)
        writers &= _writers()
    return not writers


@transaction.atomic
def _seal_some(*, up_to: int) -> int:
    last = JournalSeal.objects.order_by("-number").first()
    after, number, previous = (last.entry_id, last.number, bytes(last.hash)) if last else (0, 0, BEGINNING)
    seals = []
    for entry in JournalEntry.objects.filter(id__gt=after, id__lte=up_to).order_by("id")[:BATCH]:
        number, previous = number + 1, chained(previous, entry)
        seals.append(JournalSeal(entry=entry, number=number, hash=previous))
    JournalSeal.objects.bulk_create(seals)
    if seals:
        log.info("journal sealed up to number %d: %s", number, previous.hex())
    return len(seals)
