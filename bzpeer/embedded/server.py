"""What both servers have in common: at most one per folder, found when it runs, started when it does not."""

import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bzpeer.embedded.errors import CannotServe
from bzpeer.embedded.home import Home
from bzpeer.embedded.locks import FileLock, take
from bzpeer.embedded.processes import LINGER_SECONDS, command_of

# A crash is recovered from, or a stop finished, within this.
PATIENCE_SECONDS = 300.0
# A path of a unix socket is at most 107 bytes on Linux, 103 on macOS.
SOCKET_PATH_BYTES = 103


@dataclass
class Server(ABC):
    """The server of one kind of one home.

    The running server holds its lock file (the descriptor is handed to it), so whether it runs is never
    guessed from a pid file. `ensure` and `stop` are called by the holder of the home's `starting` lock.
    """

    home: Home
    say: Callable[[str], None]

    @property
    @abstractmethod
    def lock(self) -> Path:
        """Held by the server, and by nobody else for longer than it takes to start one."""

    @property
    @abstractmethod
    def folder(self) -> Path:
        """What it serves; also the mark by which its process is known."""

    @abstractmethod
    def address(self) -> str:
        """The URL of the running server, or where it would be."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be talked to now."""

    @abstractmethod
    def pid(self) -> int | None:
        """Its process as it wrote it down; nothing is to be concluded from it alone."""

    @abstractmethod
    def start(self, lock: FileLock) -> None:
        """Start it with the lock in its hands and wait until it answers. Raises CannotServe."""

    @abstractmethod
    def stop(self) -> None:
        """End it if it runs."""

    def ensure(self) -> bool:
        """Have it running; True when it had to be started. Raises CannotServe."""
        began = time.monotonic()
        while True:
            lock = take(self.lock)
            if lock:
                self._start_and_hand_over(lock)
                return True
            if self.answers():
                return False
            if time.monotonic() - began > (PATIENCE_SECONDS if self._is_ours() else LINGER_SECONDS):
                raise CannotServe(
                    f"{self.folder} is in use by a server that does not answer here. One folder is served once only: "
                    "stop the other (perhaps in another container, perhaps still ending), or set another BZPEER_HOME."
                )
            time.sleep(0.05)

    def revive(self) -> bool:
        """Start it again if it is dead; True when it was. One that only does not answer is left alone."""
        lock = take(self.lock)
        if lock:
            self._start_and_hand_over(lock)
        return lock is not None

    def _start_and_hand_over(self, lock: FileLock) -> None:
        try:
            self.start(lock)
        finally:
            lock.close()

    def _is_ours(self) -> bool:
        pid = self.pid()
        return pid is not None and str(self.folder) in command_of(pid)


def fits_socket(folder: Path, name: str) -> bool:
    """Whether a socket of this name may lie there: short enough, and nothing that a URL or a list of paths bends."""
    is_plain = re.fullmatch(r"[\w./+@-]+", str(folder), re.ASCII) is not None
    return is_plain and len(os.fsencode(folder / name)) <= SOCKET_PATH_BYTES
