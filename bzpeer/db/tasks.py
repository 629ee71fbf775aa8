"""The Celery tasks of this app."""

from celery import shared_task

from bzpeer.db.journal import chain
from bzpeer.db.outbox import services
from bzpeer.db.signals import swept


@shared_task(name="bzpeer.db.sweep")
def sweep() -> None:
    """Queue wrapper, woken by beat: old outbox rows go, the journal is sealed, the apps above look for what is due."""
    services.delete_done()
    chain.seal()
    swept.send(sender=None)
