"""Where the benchmarks run: databases of their own on the server that is there, dropped at the end."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from psycopg import sql

from benchmarks import corpus

PROJECT = Path(__file__).resolve().parents[1]
LAST_LINE = re.compile(r"read (\d+), created (\d+), updated (\d+), unchanged (\d+), rejected (\d+)")


@dataclass(frozen=True)
class Ran:
    """A command that ended well: how long it took from start to end, and the most memory it held (bytes)."""

    seconds: float
    peak: int
    output: str


@dataclass
class Ground:
    """Scratch databases and files of one run of the benchmarks.

    `server` is the address of a database on the server, only used to make and drop others; `scale` is the size of
    the corpus in works; `folder` is for files.
    """

    server: str
    scale: int
    folder: Path
    made: list[str] = field(default_factory=list)

    @cached_property
    def file(self) -> Path:
        """The corpus of this scale."""
        return corpus.write(self.scale, self.folder / f"corpus-{self.scale}.jsonl")

    @cached_property
    def empty(self) -> str:
        """A migrated database without rows, to copy from."""
        address = self.database("empty")
        manage(address, "migrate", "--verbosity", "0")
        return address

    @cached_property
    def imported(self) -> str:
        """A database with the corpus as the importer leaves it."""
        address = self.database("imported", template=self.empty)
        manage(address, "import", "arxiv", str(self.file))
        _settle(address)
        return address

    @cached_property
    def site(self) -> str:
        """A database with figures, edges and trust computed; pages and slices are measured on it.

        Slices are drawn by those who need them: everybody's would take longer than all measurements.
        """
        address = self.database("site", template=self.imported)
        run(["-m", "benchmarks.recompute_once"], address)
        _settle(address)
        return address

    def connect(self) -> None:
        """Point this process' Django at the computed site; may be called again."""
        os.environ |= environment(self.site) | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        django.setup()

    def database(self, name: str, *, template: str = "") -> str:
        """A new database, empty or a copy of that at `template`; its address."""
        name = f"bench_{os.getpid()}_{name}"
        source = urlsplit(template).path.lstrip("/") if template else "template1"
        self.drop(name)
        with psycopg.connect(self.server, autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))
        self.made.append(name)
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def drop(self, name: str) -> None:
        """Drops a database of ours, by name or address, if it is there."""
        name = urlsplit(name).path.lstrip("/")
        if not name.startswith("bench_"):
            raise ValueError(f"{name} was not made here")
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def clear(self) -> None:
        """Drops every database that was made."""
        for name in self.made:
            self.drop(name)


def _settle(address: str) -> None:
    # What a running server does by itself within minutes: statistics, and no dead rows.
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def environment(address: str) -> dict[str, str]:
    """The environment of a process that works on the database at `address`; no broker is needed, none is asked."""
    return os.environ | {
        "DATABASE_URL": address,
        "BROKER_URL": "redis://127.0.0.1:1",
        "BZPEER_STATEMENT_SECONDS": "3600",
        "BZPEER_POOL_SIZE": "0",
        "PYTHONPATH": str(PROJECT),
    }


def manage(address: str, *arguments: str) -> Ran:
    """`manage.py` with these arguments on the database at `address`. Raises RuntimeError when it fails."""
    return run([str(PROJECT / "manage.py"), *arguments], address)


def run(arguments: list[str], address: str) -> Ran:
    """A Python program as a whole process. Raises RuntimeError with its last words when it fails."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(address),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=PROJECT,
        text=True,
    ) as process:
        try:
            output = process.stdout.read() if process.stdout else ""
        except BaseException:
            # Interrupted: what it was at must not go on in a database that is about to be dropped.
            process.kill()
            raise
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}:\n{output[-2000:]}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Ran(seconds, usage.ru_maxrss * unit, output)


def import_file(address: str, file: Path, *, source: str = "arxiv") -> tuple[Ran, dict[str, int]]:
    """One import of a corpus and the counts of its last line. Raises RuntimeError when nothing says them."""
    ran = manage(address, "import", source, str(file))
    found = LAST_LINE.findall(ran.output)
    if not found:
        raise RuntimeError(f"the import said nothing of what it did:\n{ran.output[-2000:]}")
    return ran, dict(zip(("read", "created", "updated", "unchanged", "rejected"), map(int, found[-1]), strict=True))
