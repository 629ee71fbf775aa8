"""Real servers and processes for tests: Valkey, a worker, the relay. Each is stopped by its own process id."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom
from urllib.parse import quote, urlencode

from django.db import connection
from redis import Redis
from redis.exceptions import RedisError

from bzpeer.embedded.binaries import valkey_program

ROOT = Path(__file__).resolve().parents[1]


class NeverHappened(AssertionError):
    """What a test waited for did not come."""


def wait_until(is_true: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait for something that another process does. Raises NeverHappened."""
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise NeverHappened(f"not within {seconds} s")
        time.sleep(0.05)


class Valkey:
    """A Valkey on loopback that may be killed, frozen, and started anew with or without what it knew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, appendonly: str = "yes", policy: str = "noeviction") -> None:
        """Start it and wait for its answer."""
        self.folder.mkdir(exist_ok=True)
        options = {
            "port": self.port, "bind": "127.0.0.1", "dir": self.folder, "appendonly": appendonly,
            "maxmemory-policy": policy, "save": "",
        }  # fmt: skip
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen([str(valkey_program()), *words], stdout=subprocess.DEVNULL)
        wait_until(self._answers)

    def freeze(self) -> None:
        """Take its processor away; connections stay open and nothing answers."""
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._running().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def forget(self) -> None:
        """Delete what it has written; only while it is not running."""
        shutil.rmtree(self.folder)

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "not running"
        return self._process

    def _answers(self) -> bool:
        with contextlib.suppress(RedisError):
            return bool(Redis.from_url(self.url, socket_timeout=1).ping())
        return False


class Process:
    """One of our own processes, in a process group of its own, with its output in a file."""

    def __init__(self, words: list[str], *, log: Path, **environment: str) -> None:
        self.log = log
        self._popen = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "bzpeer.settings", **environment},
            stdout=log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_for_line(self, text: str, *, seconds: float = 120) -> None:
        """Wait until it has written a line with this text. Raises NeverHappened, also when it ends before."""
        end = time.monotonic() + seconds
        while text not in (written := self.log.read_text()):
            if time.monotonic() > end or not self.is_running():
                raise NeverHappened(f"{text!r} is not in:\n{written[-3000:]}")
            time.sleep(0.05)

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    def freeze(self) -> None:
        """Take its processor away; what it holds it goes on holding."""
        self._popen.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._popen.send_signal(signal.SIGCONT)

    def wait(self, *, seconds: float = 120) -> int:
        """Its exit status, once it has ended by itself. Raises TimeoutExpired."""
        return self._popen.wait(seconds)

    def end(self, *, seconds: float = 30) -> int:
        """Ask it to end (SIGTERM); gives its exit status. Raises TimeoutExpired."""
        self._popen.terminate()
        return self._popen.wait(seconds)

    def kill(self) -> None:
        """End it and its children at once (SIGKILL)."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()


def database_url() -> str:
    """The address of the database that this test uses."""
    named = connection.settings_dict
    query = {name: named[name.upper()] for name in ("host", "port") if named[name.upper()]}
    login = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}@"
    return f"postgresql://{login}/{named['NAME']}?{urlencode(query)}"


def free_port() -> int:
    """A port of loopback on which nobody listens.

    None of those that the kernel hands out itself: while a server is down, or not up yet, a connection of
    somebody else would sit on it.
    """
    while True:
        port = SystemRandom().randrange(10_000, 32_000)
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
