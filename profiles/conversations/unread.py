"""Telling people of messages: together for all that came, and not at all to who reads them as they come."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Now

from profiles.conversations.models import Message, Participant
from profiles.invitations import telling

# Who has the conversation open has read it by then.
AFTER = timedelta(minutes=2)
# What is older was told, or nothing swept for a week.
LOOKED_BACK = timedelta(days=7)
AT_ONCE = 200


@transaction.atomic
def tell() -> None:
    """Called by every sweep: one notice for all that waits, and the next once they have read that."""
    waits = _from_others().filter(at__lt=Now() - AFTER)
    lately = Participant.objects.filter(
        Exists(waits), conversation__last_at__gt=Now() - LOOKED_BACK, read_to__gte=F("told_to")
    )
    due = lately.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:AT_ONCE]
    for side in list(due):
        last = Message.objects.filter(conversation=side.conversation_id).exclude(sender=side.account_id)
        newest = last.order_by("-pk").values_list("pk", "sender").first()
        if newest is not None:
            number, writer = newest
            telling.tell_of_messages(
                conversation=side.conversation_id, to=side.account_id, writer=writer, newest=number
            )
            Participant.objects.filter(pk=side.pk).update(told_to=number)


def _from_others() -> QuerySet[Message]:
    theirs = Message.objects.filter(conversation=OuterRef("conversation"), pk__gt=OuterRef("read_to"))
    return theirs.exclude(sender=OuterRef("account"))
