"""The cache, as something that may be away: every call answers at once, at worst with nothing."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

T = TypeVar("T")
log = logging.getLogger(__name__)
# After a failure nobody asks the cache for this long, so that a frozen one costs one wait and not one a request.
BREAK_SECONDS = 5.0
_away_until = 0.0


def get(key: str) -> Any:
    """What stands under `key`, or None."""
    return _asked(lambda: cache.get(key), None)


def put(key: str, value: Any, *, seconds: int) -> None:
    """Keeps `value` for at most so many seconds, if the cache is there."""
    _asked(lambda: cache.set(key, value, seconds), None)


def count(key: str, *, seconds: int) -> int:
    """How often this was called with `key` since it was new; 0 when the cache is away. It ends after `seconds`."""
    return _asked(lambda: _counted(key, seconds), 0)


def _counted(key: str, seconds: int) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        # Not there yet, or not any more. If another request adds it first, one of the two goes uncounted.
        cache.add(key, 1, seconds)
        return 1


def _asked(call: Callable[[], T], otherwise: T) -> T:
    global _away_until  # noqa: PLW0603 - one breaker a process
    if time.monotonic() < _away_until:
        return otherwise
    try:
        return call()
    except (OSError, RedisError) as error:
        _away_until = time.monotonic() + BREAK_SECONDS
        log.warning("The cache is away: %s", type(error).__name__)
        return otherwise
