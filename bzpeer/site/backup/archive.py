"""The file of a backup: a zip with the dump of the database, the media, and last a manifest.

A zip, because it is written in one go without a second copy on the disk, keeps a checksum of everything in it, and
without its end, where the list of its contents stands, it is none: what was cut short is never taken for whole.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

import msgspec

FORMAT = 1
MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media/"


class BackupFailed(Exception):
    """Why there is no backup, or nothing was restored, in words for the person at the terminal."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the backup, as of the moment of its dump."""

    format: int
    made_at: datetime
    # `app.name` of every migration that its tables went through.
    migrations: list[str]
    # Database roles beside the owner that have rights on its tables (deploy/web_role.sql).
    roles: list[str]
    # The newest hash of the journal's chain; empty before the first.
    journal: str
    # Tells one ERASURE_KEY from another, and gives none away.
    erasure_key: str
    # How many of each: of erasures the hashes.
    works: int
    accounts: int
    erasures: int


def new_archive(file: IO[bytes]) -> ZipFile:
    """An empty archive to be filled. Stored as it is: the dump and the pictures are packed by themselves."""
    return ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=False)


@contextmanager
def checked_archive(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """A backup that was read to its end and is whole. Raises BackupFailed."""
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(path, archive)
            damaged = archive.testzip()
            if damaged is not None:
                raise BackupFailed(f"{path} is damaged in {damaged}; nothing was changed.")
            yield archive, manifest
    except OSError as error:
        raise BackupFailed(f"{error.strerror}: {error.filename or path}") from error
    except (BadZipFile, EOFError) as error:
        raise BackupFailed(f"{path} is no backup, or only a part of one; nothing was changed.") from error


def _manifest(path: Path, archive: ZipFile) -> Manifest:
    try:
        told = archive.read(MANIFEST)
        archive.getinfo(DUMP)
        if msgspec.json.decode(told)["format"] != FORMAT:
            raise BackupFailed(f"{path} was made by a newer bzpeer; nothing was changed.")
        return msgspec.json.decode(told, type=Manifest)
    except (KeyError, TypeError, msgspec.MsgspecError) as error:
        raise BackupFailed(f"{path} is no backup of bzpeer; nothing was changed.") from error
