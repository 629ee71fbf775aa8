"""The tables of this app, from its rooms."""

from bzpeer.db.outbox.models import OutboxRow

__all__ = ["OutboxRow"]
