"""`@retried`: a service function is one transaction, and is done again as a whole where the database broke it off."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, SerializationFailure

# Three tries in all; a usual act takes some milliseconds.
PAUSES_SECONDS = (0.05, 0.1)

P = ParamSpec("P")
Given = TypeVar("Given")


class TryAgain(Exception):
    """Somebody was in the way each time, and nothing was changed: 409."""


def retried(service: Callable[P, Given]) -> Callable[P, Given]:
    """Decorator: one transaction, begun anew up to three times after a deadlock or a serialisation failure.

    Raises TryAgain after the third. Inside a transaction it is a savepoint and tries once: what the database broke
    off is the whole transaction, so whoever began that one begins again.
    """
    whole = transaction.atomic(service)

    @wraps(service)
    def tried(*args: P.args, **kwargs: P.kwargs) -> Given:
        if connection.in_atomic_block:
            return whole(*args, **kwargs)
        for pause in PAUSES_SECONDS:
            try:
                return whole(*args, **kwargs)
            except OperationalError as error:
                if not _is_collision(error):
                    raise
            # Both sides of a deadlock must not come back at the same moment.
            time.sleep(random.uniform(0, pause))  # noqa: S311 - nothing is secret about it
        try:
            return whole(*args, **kwargs)
        except OperationalError as error:
            if _is_collision(error):
                raise TryAgain from error
            raise

    return tried


def _is_collision(error: OperationalError) -> bool:
    return isinstance(error.__cause__, DeadlockDetected | SerializationFailure)
