"""Django's cache on Valkey, as something that may be away: every call answers at once, at worst with nothing."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

T = TypeVar("T")
log = logging.getLogger(__name__)
# After a failure nobody asks the cache for this long, so that a frozen one costs one wait and not one a request.
BREAK_SECONDS = 5.0


class CacheThatMayBeAway(RedisCache):
    """The calls that this site and allauth make; while the server is away they find and keep nothing."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._away_until = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What stands there, or `default`."""
        return self._asked(lambda: super(CacheThatMayBeAway, self).get(key, default, version), otherwise=default)

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keeps it, if the server is there."""
        self._asked(lambda: super(CacheThatMayBeAway, self).set(key, value, timeout, version), otherwise=None)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether nothing stood there: so it seems while the server is away, and who waits for a lock goes on."""
        return self._asked(lambda: super(CacheThatMayBeAway, self).add(key, value, timeout, version), otherwise=True)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The new number; 0 while the server is away. Raises ValueError when there is none."""
        return self._asked(lambda: super(CacheThatMayBeAway, self).incr(key, delta, version), otherwise=0)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Whether something stood there."""
        return self._asked(lambda: super(CacheThatMayBeAway, self).delete(key, version), otherwise=False)

    def _asked(self, call: Callable[[], T], *, otherwise: T) -> T:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return call()
        except (OSError, RedisError) as error:
            self._away_until = time.monotonic() + BREAK_SECONDS
            log.warning("The cache is away: %s", type(error).__name__)
            return otherwise
