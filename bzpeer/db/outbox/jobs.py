"""`@job`: makes a plain function the work of outbox rows."""

from collections.abc import Callable
from typing import Any

from celery import Task, shared_task

from bzpeer.db.outbox.delivery import deliver


def job(name: str, *, is_whole: bool = True) -> Callable[[Callable[..., Any]], Task]:
    """Register the decorated function as the Celery task `name`, the `task` of `outbox.services.put`.

    The task takes an outbox row's id; the function gets the row's arguments and runs in one transaction
    with the mark that the row is done. It must be safe to run again after a rollback, and should let
    exceptions out; it stays callable as `.effect`. One that is not whole commits as it goes, and goes on where it was
    when it is run again. Names and arguments live one release longer than their last use.
    """

    def register(effect: Callable[..., Any]) -> Task:
        def task(outbox_id: int) -> None:
            deliver(outbox_id, effect, is_whole=is_whole)

        task.__doc__, task.__name__, task.__module__ = effect.__doc__, effect.__name__, effect.__module__
        made = shared_task(name=name, acks_late=True, reject_on_worker_lost=True, ignore_result=True)(task)
        made.effect = effect
        return made

    return register
