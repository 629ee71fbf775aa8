"""Leaving: an account asked to be deleted, and the fourteen days in which it may think again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bzpeer.accounts import mails, sessions
from bzpeer.accounts.models import Leaving, User
from bzpeer.db.journal import services as journal

DAYS = 14


def is_leaving(*, account: User) -> bool:
    """Whether the account asked to be deleted; one query."""
    return Leaving.objects.filter(account=account).exists()


def due_date(*, account: User) -> datetime | None:
    """When it will be deleted, or None; one query."""
    return Leaving.objects.filter(account=account).values_list("due_at", flat=True).first()


def ask(*, account: User) -> Leaving:
    """The account goes in fourteen days; its sessions end now. Asked twice, the first day stays."""
    with transaction.atomic():
        due_at = timezone.now() + timedelta(days=DAYS)
        leaving, is_new = Leaving.objects.get_or_create(account=account, defaults={"due_at": due_at})
        sessions.end_all(account=account)
        if is_new:
            journal.write(act="asked for deletion", actor=account, object_kind="account", object_id=account.pk)
            mail = {"due_at": leaving.due_at}
            mails.send("account/email/leaving", to=account.email, context=mail)
    return leaving


def stay(*, account: User) -> None:
    """The account stays; nothing happens if it did not leave."""
    with transaction.atomic():
        gone, _ = Leaving.objects.filter(account=account).delete()
        if gone:
            journal.write(act="kept the account", actor=account, object_kind="account", object_id=account.pk)
            mails.send("account/email/staying", to=account.email, context={})
