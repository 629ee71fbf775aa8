"""Keeps a job in the outbox for stale marks, and one for names that the model has not seen, as long as any wait."""

from bzpeer.db.outbox import services as outbox
from profiles.recompute import services

TASK = "profiles.recompute"
WEIGHING = "profiles.weigh"


def wake() -> None:
    """Put the job in, once however often this is called, in the current transaction."""
    outbox.put(TASK, queue="bulk", key="recompute")


def wake_if_waiting() -> None:
    """The sweep's question: a mark whose job was lost or set aside waits no longer than until here."""
    if services.is_waiting():
        wake()


def recompute_chunk_and_go_on() -> None:
    """One chunk; puts the job in again while marks remain.

    When another process is at it, that one goes on, or the sweep does: nothing is put in here, for it would spin.
    """
    chunk = services.recompute_chunk()
    if not chunk.was_busy:
        wake_if_waiting()


def weigh_if_waiting() -> None:
    """The sweep's question about the model."""
    if services.is_weighing():
        outbox.put(WEIGHING, queue="bulk", key="weigh")


def weigh_chunk_and_go_on() -> None:
    """One chunk for the model; puts the job in again while more wait, and leaves it to the sweep when it is busy."""
    if not services.weigh_chunk().was_busy:
        weigh_if_waiting()
