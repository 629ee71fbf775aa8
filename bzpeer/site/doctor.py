"""Is this set-up sound? One finding for each thing the site needs, with what to do about it."""

import importlib.metadata
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from bzpeer.db.outbox.broker import BROKER_ERRORS
from bzpeer.db.safeguards import broker_faults, database_faults
from bzpeer.embedded import Attachment, CannotServe
from bzpeer.embedded.binaries import postgres_program, valkey_program
from bzpeer.embedded.postgres import VERSION
from bzpeer.site.backup import LAST
from bzpeer.site.collected import is_collected, sources_state

# Imports stop at 10 % free, `/readyz` turns red at 5 %.
LEAST_FREE_DISK = 0.1
OLDEST_BACKUP_DAYS, DAY = 8, 86_400
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was seen, and (if it is not right) what to do; a hint does not make the set-up wrong."""

    name: str
    seen: str
    remedy: str = ""
    is_hint: bool = False


def findings() -> Iterator[Finding]:
    """Every check in turn; one that cannot be made is a finding itself."""
    for check in CHECKS:
        yield from check()


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    is_old = sys.version_info < (3, 11)
    yield Finding("Python", version, "Python 3.11 or newer is needed: make setup PYTHON=…" if is_old else "")


def _packages() -> Iterator[Finding]:
    lock = (settings.BASE_DIR / "requirements.lock").read_text()
    locked = re.findall(r"^([\w.-]+)==([^\s\\;]+)", lock, re.MULTILINE)
    other = [f"{name} {found or 'missing'}" for name, version in locked if (found := _installed(name)) != version]
    remedy = "make setup installs what requirements.lock names" if other else ""
    yield Finding("Packages", ", ".join(other) or f"{len(locked)} as locked", remedy)


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _programs() -> Iterator[Finding]:
    programs: dict[str, Callable[[], object]] = {
        "PostgreSQL program": lambda: postgres_program("postgres"),
        "Valkey program": valkey_program,
    }
    if not (Attachment.current and Attachment.current.servers):
        return
    for name, find in programs.items():
        try:
            yield Finding(name, str(find()))
        except CannotServe as reason:
            yield Finding(name, "missing", str(reason))


def _home() -> Iterator[Finding]:
    home = settings.HOME if settings.HOME.exists() else settings.BASE_DIR
    is_writable = os.access(home, os.W_OK)
    yield Finding("Home", str(settings.HOME), "" if is_writable else "It is not writable; set BZPEER_HOME")
    disk = shutil.disk_usage(home)
    share = disk.free / disk.total
    remedy = f"Imports stop below {LEAST_FREE_DISK:.0%}; make room" if share < LEAST_FREE_DISK else ""
    yield Finding("Disk", f"{share:.0%} free", remedy)


def _database() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
        faults = database_faults()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding("Database", str(error).strip().splitlines()[0], "Start it, or mend DATABASE_URL")
        return
    yield Finding("Database", f"PostgreSQL {version}", f"{VERSION} is needed" if version < VERSION else "")
    yield Finding("Durability", "; ".join(faults) or "on", "Acknowledged changes could be lost" if faults else "")
    seen = f"{len(waiting)} to apply" if waiting else "applied"
    yield Finding("Migrations", seen, "manage.py migrate" if waiting else "")


def _broker() -> Iterator[Finding]:
    try:
        faults = broker_faults()
    except BROKER_ERRORS as error:
        yield Finding("Broker", f"{type(error).__name__}: {error}", "Start it, or mend BROKER_URL")
        return
    yield Finding("Broker", "; ".join(faults) or "answers", "Queued tasks would wait for the outbox" if faults else "")


def _backup() -> Iterator[Finding]:
    note = settings.HOME / LAST
    age = time.time() - note.stat().st_mtime if note.exists() else None
    seen = "none made here" if age is None else f"{age / DAY:.0f} days ago: {note.read_text().strip()}"
    is_old = age is None or age > OLDEST_BACKUP_DAYS * DAY
    yield Finding("Backup", seen, "manage.py backup FILE, best every night" if is_old else "", is_hint=True)


def _static_files() -> Iterator[Finding]:
    is_fresh = is_collected(sources_state())
    remedy = "" if is_fresh else "manage.py collectstatic (serve and demo do it by themselves)"
    yield Finding("Static files", "collected" if is_fresh else "not collected", remedy, is_hint=True)


def _browser() -> Iterator[Finding]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    remedy = "" if found else "Needed for `make test` only: make setup-browser"
    yield Finding("Chromium", found or "missing", remedy, is_hint=True)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python, _packages, _programs, _home, _database, _broker, _backup, _static_files, _browser,
)  # fmt: skip
