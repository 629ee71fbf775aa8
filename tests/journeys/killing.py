"""A database server of one's own, and processes on it that are ended (−9) in the middle."""

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic, sleep

import psycopg
from psycopg import sql

from bzpeer.embedded.home import Home
from bzpeer.embedded.locks import exclusive
from bzpeer.embedded.migrations import migrate_if_new
from bzpeer.embedded.postgres import Postgres
from tests.journeys.everything import BEGUN, DONE, SOURCES, lay_out
from tests.servers import NeverHappened, Process, wait_until

PATIENCE = 180.0
VICTIMS = ("process", "database")
Dump = dict[str, list[str]]


@dataclass
class OwnServer:
    """A PostgreSQL under a folder; its first database is migrated and empty, the others are copies of it."""

    folder: Path
    processes: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home = Home(self.folder)
        self.home.make()
        self.postgres = Postgres(self.home, lambda _line: None)

    def start(self) -> None:
        """Have it running; after a crash it recovers first."""
        with exclusive(self.home.starting):
            self.postgres.ensure()

    def stop(self) -> None:
        """End it and all that was started on it."""
        for process in self.processes:
            process.kill()
        with exclusive(self.home.starting):
            self.postgres.stop()

    def kill(self) -> None:
        """End it without a word."""
        pid = self.postgres.pid()
        assert pid is not None, "not running"
        os.kill(pid, signal.SIGKILL)
        # It may answer until it is gone, and would be taken for running.
        wait_until(lambda: not self.postgres.answers())

    def migrate(self) -> None:
        """Make the tables of the first database."""
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = self.postgres.address()
        try:
            migrate_if_new(self.home, say=lambda _line: None)
        finally:
            os.environ.pop("DATABASE_URL") if before is None else os.environ.update(DATABASE_URL=before)

    def fresh(self, name: str) -> str:
        """A new empty database; its address."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE bzpeer").format(sql.Identifier(name)))
        return self._address(name)

    def is_left_alone(self, name: str) -> bool:
        """Whether nobody is connected to a database."""
        with psycopg.connect(self._address("postgres")) as connection:
            return not connection.execute(
                "SELECT FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'", [name]
            ).fetchall()

    def run(self, address: str, *words: str) -> Process:
        """One of our processes on a database of this server."""
        log = self.folder / f"process-{len(self.processes)}.log"
        started = Process(list(words), log=log, **_environment(address, self.folder))
        self.processes.append(started)
        return started

    def dump(self, address: str) -> Dump:
        """What stands in a database."""
        process = self.run(address, "-m", "tests.journeys.dump")
        wait_until(lambda: not process.is_running(), seconds=PATIENCE)
        found: Dump = json.loads(process.log.read_text())
        return found

    def _address(self, name: str) -> str:
        return self.postgres.address().replace("/bzpeer?", f"/{name}?")


def _environment(address: str, folder: Path) -> Mapping[str, str]:
    return {
        "DATABASE_URL": address, "BROKER_URL": "redis://127.0.0.1:1", "BZPEER_HOME": str(folder),
        "BZPEER_POOL_SIZE": "0", "BZPEER_STATEMENT_SECONDS": "120",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """What stands in the database and the reject files at the end, how long it took, and how often it was ended."""

    dump: Dump
    rejects: dict[str, bytes]
    seconds: float
    kills: int = 0


def undisturbed(server: OwnServer, name: str, *, works: int) -> Ended:
    """Everything imported and computed without a break."""
    folder, address = lay_out(server.folder / name, works=works), server.fresh(name)
    began = begin(server, address, folder)
    end(began)
    return Ended(server.dump(address), _rejects(folder), began.seconds)


def disturbed(
    server: OwnServer, name: str, victims: tuple[str, ...], *, works: int, seconds: float, chance: Random
) -> Ended:
    """The same with one kill after the other, at moments of a run that takes `seconds`; each time it goes on."""
    folder, address = lay_out(server.folder / name, works=works), server.fresh(name)
    left, kills = seconds, 0
    for victim in victims:
        began = begin(server, address, folder)
        moment = chance.uniform(0, left)
        sleep(moment)
        kills += began.process.is_running()
        server.kill() if victim == "database" else began.process.kill()
        wait_until(lambda process=began.process: not process.is_running(), seconds=PATIENCE)  # type: ignore[misc]
        server.start()
        # A killed process' session holds its locks until its last statement has ended.
        wait_until(lambda: server.is_left_alone(name), seconds=PATIENCE)
        left = max(left - moment, seconds / 10)
    end(begin(server, address, folder))
    return Ended(server.dump(address), _rejects(folder), 0, kills)


@dataclass
class Begun:
    """A process that is about to touch the database, and how long it was at it in the end."""

    process: Process
    at: float
    seconds: float = 0


def begin(server: OwnServer, address: str, folder: Path, *sources: str) -> Begun:
    """Start to import these sources, or all."""
    process = server.run(address, "-m", "tests.journeys.everything", str(folder), *sources)
    process.wait_for_line(BEGUN, seconds=PATIENCE)
    return Begun(process, monotonic())


def end(began: Begun) -> None:
    """Wait until it has done everything. Raises NeverHappened."""
    wait_until(lambda: not began.process.is_running(), seconds=PATIENCE)
    began.seconds = monotonic() - began.at
    said = began.process.log.read_text()
    if f"\n{DONE}\n" not in said:
        raise NeverHappened(f"it did not end well:\n{said[-3000:]}")


def _rejects(folder: Path) -> dict[str, bytes]:
    # Under its own name: each round has a folder of its own.
    return {
        source: (folder / f"{source}.rejects").read_bytes().replace(str(folder).encode(), b"") for source in SOURCES
    }
