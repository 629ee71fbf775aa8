"""What somebody finds in their mail."""

import re

from django.conf import settings
from django.core import mail

from bzpeer.celery import app
from bzpeer.db.models import OutboxRow


def link_mailed_to(address: str) -> str:
    """The first link in the newest mail to this address, as a path; mails that wait are sent first."""
    send_what_waits()
    newest = [message for message in mail.outbox if address in message.to][-1]
    found = re.search(re.escape(settings.PUBLIC_URL) + r"(/\S+)", str(newest.body))
    assert found, newest.body
    return found[1]


def send_what_waits() -> None:
    """Do the outbox's mails, and nothing else, as a worker would."""
    app.loader.import_default_modules()
    waiting = OutboxRow.objects.filter(queue="mail", done_at=None, set_aside_at=None)
    while row := waiting.order_by("id").first():
        app.tasks[row.task].run(outbox_id=row.pk)
