"""The copy of everything about oneself: asked for on a page, made by a worker, kept for seven days."""

import io
import secrets
import zipfile
from datetime import timedelta

import orjson
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from bzpeer.accounts import mails
from bzpeer.accounts.models import DataExport, User
from bzpeer.db.outbox import services as outbox
from profiles.privacy.contents import contents

FOLDER = "exports"
DAYS = 7
# safety.md, Rate limits.
A_DAY = 2


class TooMany(Exception):
    """Two copies a day; `wait` is in seconds until the next."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"again in {wait} s")
        self.wait = wait


def ask(*, account: User) -> DataExport:
    """A worker will make the copy and mail when it is ready. Raises TooMany."""
    with transaction.atomic():
        # Two requests at once must not both be the second of the day.
        User.objects.select_for_update().get(pk=account.pk)
        now = timezone.now()
        asked = DataExport.objects.filter(account=account, asked_at__gt=now - timedelta(days=1)).order_by("-asked_at")
        days = list(asked.values_list("asked_at", flat=True)[:A_DAY])
        if len(days) == A_DAY:
            raise TooMany(wait=int((days[-1] + timedelta(days=1) - now).total_seconds()) + 1)
        name = f"{FOLDER}/{secrets.token_urlsafe(24)}.zip"
        export = DataExport.objects.create(account=account, name=name, until=now + timedelta(days=DAYS))
        outbox.put("profiles.build_export", key=f"export:{export.pk}", export_id=export.pk)
    return export


def build(*, export_id: int) -> None:
    """Make the file of this export; nothing happens if it is there, or the account has gone."""
    export = DataExport.objects.select_related("account").filter(pk=export_id, ready_at=None).first()
    if export is None:
        return
    # A try that failed after writing left one of this name.
    default_storage.delete(export.name)
    default_storage.save(export.name, ContentFile(packed(export.account)))
    export.ready_at = timezone.now()
    export.save(update_fields=["ready_at"])
    mails.send("account/email/export_ready", to=export.account.email, context={"until": export.until})


def packed(account: User) -> bytes:
    """The ZIP: one JSON file a subject, and a text that says what is what."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "README.txt", gettext("Everything this site holds about you, as JSON, one file a subject.") + "\n"
        )
        for name, rows in contents(account).items():
            archive.writestr(f"{name}.json", orjson.dumps(rows, default=_plain, option=orjson.OPT_INDENT_2))
    return written.getvalue()


def exports_of(account: User) -> list[DataExport]:
    """The copies that can still be had or are being made, newest first; one query."""
    return list(DataExport.objects.filter(account=account, until__gt=timezone.now()).order_by("-asked_at"))


def delete_old() -> int:
    """Delete the files and rows whose time is over; gives how many."""
    return _delete(list(DataExport.objects.filter(until__lte=timezone.now())[:100]))


def delete_all(*, account: User) -> int:
    """Delete every copy of this account; gives how many."""
    return _delete(list(DataExport.objects.filter(account=account)))


def _delete(exports: list[DataExport]) -> int:
    for export in exports:
        default_storage.delete(export.name)
    DataExport.objects.filter(pk__in=[export.pk for export in exports]).delete()
    return len(exports)


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)
