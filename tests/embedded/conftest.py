"""Homes of their own, and processes that use them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bzpeer.embedded.home import CHECKOUT, Home
from bzpeer.embedded.postgres import Postgres
from bzpeer.embedded.valkey import Valkey

VARIABLES = ("DATABASE_URL", "BROKER_URL", "BZPEER_ENV", "BZPEER_PG_BIN", "BZPEER_VALKEY_BIN", "BZPEER_HOME")

# Attaches, says so, and stays until its input ends.
USER = """
import os, sys
from bzpeer.embedded import CannotServe, attach
try:
    attachment = attach(broker=True, migrated=False)
except CannotServe as reason:
    sys.exit(f"refused: {reason}")
print(os.environ["DATABASE_URL"], os.environ["BROKER_URL"], flush=True)
sys.stdin.read()
"""


class User:
    """Another process that is attached to a home."""

    def __init__(self, home: Home) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            env={**os.environ, "BZPEER_HOME": str(home.path)},
            cwd=CHECKOUT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def addresses(self) -> list[str]:
        """Where its servers are, once it has them."""
        assert self.process.stdout
        return self.process.stdout.readline().split()

    def leave(self) -> None:
        """End as a command ends."""
        self.process.communicate("", timeout=180)

    def die(self) -> None:
        """End as nobody should."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=60)


def say_nothing(_line: str) -> None:
    """For servers whose progress no test looks at."""


def postgres_of(home: Home) -> Postgres:
    """The database server of a home, as another process sees it."""
    return Postgres(home, say_nothing)


def valkey_of(home: Home) -> Valkey:
    """The broker of a home, as another process sees it."""
    return Valkey(home, say_nothing)


def is_running(pid: int | None) -> bool:
    """Whether there is such a process and it is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ask(address: str, sql: str) -> list[tuple]:
    """The rows of one statement, committed."""
    with psycopg.connect(address, autocommit=True, connect_timeout=60) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def make_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Home]]:
    """Call it with a name for a fresh home; the last one made is this process's own."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    homes: list[Home] = []

    def make(name: str) -> Home:
        homes.append(Home(tmp_path / name))
        monkeypatch.setenv("BZPEER_HOME", str(homes[-1].path))
        return homes[-1]

    yield make
    for home in homes:
        if home.run.exists():
            valkey_of(home).stop()
            postgres_of(home).stop()


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    """A fresh home, this process's own."""
    return make_home("home")


@pytest.fixture
def user() -> Iterator[Callable[[Home], User]]:
    """Call it for another process attached to a home; all are ended after the test."""
    users: list[User] = []

    def start(home: Home) -> User:
        users.append(User(home))
        return users[-1]

    yield start
    for one in users:
        if one.process.poll() is None:
            one.die()
