"""Putting a backup in the place of what stands, or nothing at all."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from bzpeer.db.journal.verification import verify
from bzpeer.site.backup import database
from bzpeer.site.backup.archive import DUMP, MEDIA, BackupFailed, Manifest
from bzpeer.site.backup.saving import key_mark
from works.models import StaleMark
from works.withheld.files import NoList, import_list, list_lines

# What a site holds that nobody would want to lose; a fresh one has none of it.
TELLING = ("accounts_user", "works_work", "works_author")
SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
# A number given since the backup is not given again: to somebody else's page, or to a task that waits in the broker.
GO_ON = """
SELECT setval(sequencename::regclass, %(last)s) FROM pg_sequences
WHERE schemaname = 'public' AND sequencename = %(name)s AND coalesce(last_value, 0) < %(last)s
"""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What came of it: people erased again, marks that wait, and what is wrong with the journal, in words."""

    erased: int
    waiting: int
    journal_fault: str


@dataclass(frozen=True)
class _Left:
    """What the new database takes over from the one that stood."""

    erasures: list[str]
    numbers: Mapping[str, int]


def refuse_unfit(manifest: Manifest) -> None:
    """Raises BackupFailed for a backup that this code, or this site, cannot take."""
    if newer := sorted(set(manifest.migrations) - _known_migrations()):
        raise BackupFailed(
            f"The backup is of a newer bzpeer than this one ({newer[-1]} is not known here): "
            "update the code first. Nothing was changed."
        )
    if manifest.erasures and manifest.erasure_key != key_mark():
        raise BackupFailed(
            "The backup was made with another ERASURE_KEY, without which nobody can tell who was erased: set it to "
            "that of the site the backup is of (BZPEER_HOME/erasure.key where none is set). Nothing was changed."
        )


def is_empty() -> bool:
    """Whether there is nothing here that a restore could take away."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables.intersection(TELLING):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 (names of ours)
            if cursor.fetchone()[0]:
                return False
    return True


def restore(archive: ZipFile, manifest: Manifest, *, erasures: Iterable[str], say: Say) -> Restored:
    """The backup takes the place of database and media; `erasures` are further lines of erased people.

    All is made ready beside what stands: whatever fails, that stays as it was. Raises BackupFailed and OSError.
    """
    new = f"{database.name()}_restoring"
    with database.new_database(new):
        say("Loading the database")
        with archive.open(DUMP) as file:
            database.load(file, into=new, with_rights=_roles_are_here(manifest))
        with database.in_database(new):
            say("Migrating it, and checking the journal")
            call_command("migrate", interactive=False, verbosity=0)
            fault = _journal_fault(manifest)
        say("Putting the media in place")
        with _media_of(archive):
            left = _left()
            with database.in_database(new):
                say("Erasing again who was erased since")
                erased = _erase_again([*erasures, *left.erasures])
                _go_on(left.numbers)
                waiting = StaleMark.objects.count()
            database.swap(new)
    cache.clear()
    return Restored(erased, waiting, fault)


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = (old for migration in loader.disk_migrations.values() for old in migration.replaces)
    return {".".join(key) for key in (*loader.disk_migrations, *replaced)}


def _roles_are_here(manifest: Manifest) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(to_regrole(role) IS NOT NULL) FROM unnest(%s::text[]) role", [manifest.roles])
        return cursor.fetchone()[0] is not False


def _journal_fault(manifest: Manifest) -> str:
    verdict = verify()
    newest = verdict.newest.hex() if verdict.checked else ""
    if not verdict.fault and newest != manifest.journal:
        return f"The journal ends at another hash than the backup says: {newest or 'none'}, not {manifest.journal}"
    return verdict.fault


def _left() -> _Left:
    """Read last, for the site may run until it is replaced."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        numbers = dict(cursor.fetchall())
    has_list = "works_eraseddigest" in connection.introspection.table_names()
    return _Left(list(list_lines()) if has_list else [], numbers)


def _erase_again(lines: Iterable[str]) -> int:
    try:
        return import_list(lines)
    except NoList as error:
        raise BackupFailed(f"The list of erasures cannot be read ({error}); nothing was changed.") from error


def _go_on(numbers: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, last in numbers.items():
            cursor.execute(GO_ON, {"name": name, "last": last})


@contextmanager
def _media_of(archive: ZipFile) -> Iterator[None]:
    """Inside the block the media are the backup's: erasing somebody takes their picture along. Those that stood are
    back if it fails, and gone if it does not.
    """
    media = Path(settings.MEDIA_ROOT)
    new, before = media.with_name(f"{media.name}.restoring"), media.with_name(f"{media.name}.before")
    if before.exists():
        raise BackupFailed(
            f"{before} is left of a restore that was broken off, and may be all there is of the media: put it back as "
            f"{media}, or take it away, first. Nothing was changed."
        )
    shutil.rmtree(new, ignore_errors=True)
    try:
        _extract(archive, new)
        with _replaced(media, new, before):
            yield
    finally:
        for folder in (new, before):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _replaced(media: Path, new: Path, before: Path) -> Iterator[None]:
    is_new = not media.exists()
    try:
        if not is_new:
            media.rename(before)
        new.rename(media)
        yield
    except BaseException:
        if is_new or before.exists():
            shutil.rmtree(media, ignore_errors=True)
        if before.exists():
            before.rename(media)
        raise


def _extract(archive: ZipFile, folder: Path) -> None:
    """As private as they were: what only its owner could read lies in a folder that only its owner can open."""
    folder.mkdir(parents=True)
    for name in archive.namelist():
        if name.startswith(MEDIA) and ".." not in Path(name).parts:
            path = folder / name.removeprefix(MEDIA)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, open(path, "wb", opener=partial(os.open, mode=0o600)) as file:
                shutil.copyfileobj(packed, file)
            mode = archive.getinfo(name).external_attr >> 16 & 0o777
            path.chmod(mode)
            if not mode & 0o077:
                path.parent.chmod(0o700)
