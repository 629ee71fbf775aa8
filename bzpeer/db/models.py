"""The tables of this app, from its rooms."""

from bzpeer.db.journal.models import JournalDetail, JournalEntry, JournalSeal
from bzpeer.db.outbox.models import OutboxRow

__all__ = ["JournalDetail", "JournalEntry", "JournalSeal", "OutboxRow"]
