"""The Celery tasks of this app."""

from bzpeer.db.outbox.jobs import job
from works.sync import queueing


@job("works.sync_ask")
def sync_ask(source: str) -> None:
    """Queue wrapper: one question to a source."""
    queueing.ask_and_go_on(source)


@job("works.sync_plan")
def sync_plan(source: str) -> None:
    """Queue wrapper: the questions of a source are looked through."""
    queueing.plan(source)
