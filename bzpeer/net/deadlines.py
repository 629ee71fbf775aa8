"""Time that runs out as a whole, and reading from a socket within it."""

import io
import queue
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from bzpeer.net.errors import CouldNotRead

Found = TypeVar("Found")


class Deadline:
    """So many seconds from now, for however many steps."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises CouldNotRead("time") when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise CouldNotRead("time")
        return left

    def first_of(self, seconds: float) -> "Deadline":
        """The earlier of this one and so many seconds from now."""
        return Deadline(min(self.left(), seconds))

    def wait_for(self, ask: Callable[[], Found]) -> Found:
        """The answer of a call that knows no time limit, or its exception. Raises CouldNotRead("time")."""
        answers: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put((ask(), None))
            except Exception as error:
                answers.put((None, error))

        # A daemon: the resolver of the system cannot be broken off, and must not keep a process from ending.
        threading.Thread(target=run, daemon=True).start()
        try:
            answer, error = answers.get(timeout=self.left())
        except queue.Empty:
            raise CouldNotRead("time") from None
        if error is not None:
            raise error
        found: Found = answer
        return found


class TimedReader(io.RawIOBase):
    """A socket's bytes, by a deadline over all reads together and up to a number of bytes.

    A timeout of the socket alone begins anew with each byte that comes.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline, most_bytes: int) -> None:
        self._socket, self._deadline, self._bytes_left = sock, deadline, most_bytes

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Bytes read, 0 at the end. Raises CouldNotRead for time and size."""
        self._socket.settimeout(self._deadline.left())
        count = self._socket.recv_into(buffer)
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise CouldNotRead("size")
        return count

    def makefile(self, *_: Any) -> io.BufferedReader:
        """What http.client asks a socket for."""
        return io.BufferedReader(self)
