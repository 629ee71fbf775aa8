"""Making a backup: of one moment, while the site runs."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.models import JournalSeal
from bzpeer.site.backup import database
from bzpeer.site.backup.archive import DUMP, FORMAT, MANIFEST, MEDIA, Manifest, new_archive
from works.models import ErasedDigest, Work
from works.withheld.queries import erasure_key
from works.withheld.rules import digest

SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    # The connection only keeps the snapshot while pg_dump reads.
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SELECT pg_export_snapshot()",
)
ROLES = """
SELECT DISTINCT given.grantee::regrole::text FROM pg_class, aclexplode(relacl) AS given
WHERE relnamespace = 'public'::regnamespace AND given.grantee NOT IN (0, relowner) ORDER BY 1
"""


def back_up(file: IO[bytes], *, say: Callable[[str], None]) -> Manifest:
    """Write database and media to the file; gives what is in it. Raises BackupFailed and OSError.

    The media come after the database, so that every picture that a row names is there.
    """
    with new_archive(file) as archive:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            snapshot = _snapshot(cursor)
            manifest = _manifest(cursor)
            say("Dumping the database")
            with archive.open(DUMP, "w", force_zip64=True) as member:
                database.dump(member, snapshot=snapshot)
        media = list(_media())
        say(f"Adding {len(media)} files of {settings.MEDIA_ROOT}")
        for path in media:
            # One that went meanwhile is missed by no row that stands.
            with suppress(FileNotFoundError):
                archive.write(path, MEDIA + path.relative_to(settings.MEDIA_ROOT).as_posix())
        archive.writestr(MANIFEST, msgspec.json.encode(manifest))
    return manifest


def key_mark() -> str:
    """By which one ERASURE_KEY is told from another."""
    return digest(erasure_key(), "backup").hex()


def _snapshot(cursor: CursorWrapper) -> str:
    for statement in SNAPSHOT:
        cursor.execute(statement)
    return str(cursor.fetchone()[0])


def _manifest(cursor: CursorWrapper) -> Manifest:
    cursor.execute(ROLES)
    roles = [role for (role,) in cursor.fetchall()]
    newest = JournalSeal.objects.order_by("-number").values_list("hash", flat=True).first()
    return Manifest(
        format=FORMAT,
        made_at=timezone.now(),
        migrations=sorted(".".join(applied) for applied in MigrationRecorder(connection).applied_migrations()),
        roles=roles,
        journal=bytes(newest or b"").hex(),
        erasure_key=key_mark(),
        works=Work.objects.count(),
        accounts=User.objects.count(),
        erasures=ErasedDigest.objects.count(),
    )


def _media() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
