"""File locks: the kernel forgets them with their holder, so no crash leaves one behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """One open lock file (`flock`).

    A lock taken here can be handed to a child process by its descriptor: it is held until the last
    process that has the descriptor is gone.
    """

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_exclusive(self) -> bool:
        """Take (or upgrade to) the whole lock; False when anybody else holds a part of it."""
        return self._try(fcntl.LOCK_EX)

    def wait_exclusive(self) -> None:
        """Take the whole lock, however long the others keep it."""
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def share(self) -> None:
        """Hold the lock together with others."""
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go, unless a child has the descriptor."""
        os.close(self.fd)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One process at a time inside the block; the others wait."""
    lock = FileLock(path)
    try:
        lock.wait_exclusive()
        yield
    finally:
        lock.close()


def take(path: Path) -> FileLock | None:
    """The whole lock if nobody holds it now, else None."""
    lock = FileLock(path)
    if lock.try_exclusive():
        return lock
    lock.close()
    return None


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock now."""
    lock = take(path)
    if lock:
        lock.close()
    return lock is not None
