"""What this site keeps in the cache, which may be away (`bzpeer.web.cache`) and then holds nothing."""

from typing import Any

from django.core.cache import cache


def get(key: str) -> Any:
    """What stands under `key`, or None."""
    return cache.get(key)


def put(key: str, value: Any, *, seconds: int) -> None:
    """Keeps `value` for at most so many seconds, if the cache is there."""
    cache.set(key, value, seconds)


def count(key: str, *, seconds: int) -> int:
    """How often this was called with `key` since it was new; 0 when the cache is away. It ends after `seconds`."""
    try:
        return cache.incr(key)
    except ValueError:
        # Not there yet, or not any more. If another request adds it first, one of the two goes uncounted.
        cache.add(key, 1, seconds)
        return 1
