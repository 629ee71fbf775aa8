"""The newest hash of the journal, told once a day: in the log, and to the administrators by mail.

Whoever rewrites the whole journal, seals and all, cannot rewrite what has left the site.
"""

import logging

from django.db import transaction
from django.utils import timezone

from bzpeer.accounts import mails
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry, JournalSeal
from bzpeer.db.outbox import services as outbox
from profiles.moderation.roles import ADMINISTRATOR, awake_roles

ACT, KIND = "hash told", "journal"
TASK = "moderation.tell_journal_hash"
log = logging.getLogger(__name__)


@transaction.atomic
def tell_once_a_day() -> None:
    """Called by every sweep; the entry it writes says that the day is done. Nothing happens to an empty journal."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if JournalEntry.objects.filter(object_kind=KIND, act=ACT, at__gte=today).exists():
        return
    seal = JournalSeal.objects.order_by("-number").first()
    if seal is None:
        return
    journal.write(act=ACT, actor="clock", object_kind=KIND, object_id=seal.number)
    outbox.put(TASK, queue="mail", key=TASK, number=seal.number)


def tell(*, number: int) -> None:
    """The log and every administrator get the hash of this seal."""
    seal = JournalSeal.objects.get(number=number)
    told = {"number": seal.number, "hash": bytes(seal.hash).hex()}
    log.info("journal: number %(number)s has the hash %(hash)s", told)
    for to in awake_roles([ADMINISTRATOR]).values_list("account__email", flat=True).order_by("account_id"):
        mails.send("profiles/moderation/email/journal_hash", to=to, context=told)
