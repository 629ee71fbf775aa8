"""The database as a whole: dumped, loaded into a new one, put in the place of the old."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from django.db import DatabaseError, connection
from psycopg import sql

from bzpeer.embedded import CannotServe
from bzpeer.embedded.clients import Pipe, spawn_client
from bzpeer.settings.database import connection_options
from bzpeer.site.backup.archive import BackupFailed

# Every cluster has it; a database can be renamed from another one only.
MAINTENANCE = "postgres"
PATIENCE_SECONDS = 3_600
SWAP_TRIALS = 5
# One message, so one transaction. What connects between the first statement and the lock of the second makes it
# fail after five seconds; from that lock on nobody gets in.
SWAP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ({0}, {1}) AND pid != pg_backend_pid();
ALTER DATABASE {old} RENAME TO {aside};
ALTER DATABASE {new} RENAME TO {old}
"""


def name() -> str:
    """The database of the settings."""
    return str(connection.settings_dict["NAME"])


@contextmanager
def in_database(other: str) -> Iterator[None]:
    """Inside the block this process' connection leads to another database of the server, with a command's patience."""
    settings = connection.settings_dict
    before = {"NAME": settings["NAME"], "OPTIONS": settings["OPTIONS"]}
    options = {**before["OPTIONS"], "options": connection_options(PATIENCE_SECONDS)}
    _disconnect()
    settings.update(NAME=other, OPTIONS=options)
    try:
        yield
    finally:
        _disconnect()
        settings.update(before)


def dump(file: IO[bytes], *, snapshot: str) -> None:
    """Everything as of the snapshot, in PostgreSQL's custom format. Raises BackupFailed."""
    with _client("pg_dump", "--format=custom", f"--snapshot={snapshot}", name(), stdout=subprocess.PIPE) as program:
        assert program.stdout
        shutil.copyfileobj(program.stdout, file, 1 << 20)


def load(file: IO[bytes], *, into: str, with_rights: bool) -> None:
    """A dump into an empty database; `with_rights` also what other roles may. Raises BackupFailed."""
    words = ["--exit-on-error", "--no-owner", *([] if with_rights else ["--no-acl"]), f"--dbname={into}"]
    with _client("pg_restore", *words, stdin=subprocess.PIPE) as program:
        assert program.stdin
        # It ends before its input does when something is wrong, and says what.
        with suppress(BrokenPipeError), program.stdin as pipe:
            shutil.copyfileobj(file, pipe, 1 << 20)


@contextmanager
def new_database(new: str) -> Iterator[None]:
    """An empty database of that name, which is gone after the block unless it got another. Raises BackupFailed."""
    drop(new)
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(new)))
    try:
        yield
    finally:
        drop(new)


def drop(gone: str) -> None:
    """The database goes, if there is one."""
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(gone)))


def swap(new: str) -> None:
    """`new` takes the place of the settings' database, which goes. Who is connected is sent away and finds the new
    one; whatever fails, the old one stands. Raises BackupFailed.
    """
    old, aside = name(), f"{name()}_before"
    names = {"old": sql.Identifier(old), "aside": sql.Identifier(aside), "new": sql.Identifier(new)}
    drop(aside)
    for trial in range(1, SWAP_TRIALS + 1):
        try:
            _run(sql.SQL(SWAP).format(sql.Literal(old), sql.Literal(new), **names))
            break
        except BackupFailed:
            if trial == SWAP_TRIALS:
                raise
    # It has taken its place: what is left over goes with the next one.
    with suppress(BackupFailed):
        drop(aside)


def _run(statement: sql.Composed) -> None:
    with in_database(MAINTENANCE):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as error:
            raise BackupFailed(f"PostgreSQL refused: {str(error).strip().splitlines()[0]}") from error


def _disconnect() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one


@contextmanager
def _client(program: str, *words: str, stdin: Pipe = None, stdout: Pipe = None) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as told:
        try:
            process = spawn_client(program, *words, login=_login(), stdin=stdin, stdout=stdout, stderr=told)
        except CannotServe as error:
            raise BackupFailed(str(error)) from error
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
        if code:
            told.seek(0)
            raise BackupFailed(f"{program} failed: {told.read().decode(errors='replace').strip()}")


def _login() -> dict[str, str]:
    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    login = {variable: str(settings[own]) for variable, own in names.items()}
    login["PGSSLMODE"] = settings["OPTIONS"].get("sslmode", "")
    return {variable: value for variable, value in login.items() if value}
