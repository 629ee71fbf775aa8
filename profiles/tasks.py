"""The Celery tasks of this app."""

from bzpeer.db.outbox.jobs import job
from profiles.recompute import queueing


@job("profiles.recompute")
def recompute() -> None:
    """Queue wrapper: one chunk of stale marks."""
    queueing.recompute_chunk_and_go_on()
