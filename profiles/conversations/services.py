"""Writing, leaving, and how one wants to be seen reading."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.retries import retried
from bzpeer.db.wakes import wake
from profiles.blocks.queries import are_apart
from profiles.claims import clock
from profiles.claims.errors import TooMany
from profiles.conversations.errors import Closed, Stopped
from profiles.conversations.models import Conversation, Message, Participant, ReadMarks, ReportedWords
from profiles.conversations.stopping import is_stopped
from profiles.moderation.models import Case

# safety.md, Rate limits: by one side of one conversation.
AN_HOUR = 30
HOUR = timedelta(hours=1)
# safety.md, Privacy: what nobody has added to for so long is forgotten.
QUIET = timedelta(days=730)
AT_ONCE = 100


@retried
def write(*, conversation: Conversation, by: User, text: str, key: UUID) -> Message:
    """Adds a message; the same form sent again is the same message. Raises Closed, Stopped, TooMany.

    The conversation is locked, so that numbers are in the order in which messages can be seen: who asks for what came
    after a number misses none.
    """
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    there = Message.objects.filter(sender=by, key=key).first()
    if there is not None:
        return there
    other = Participant.objects.filter(conversation=conversation).exclude(account=by).first()
    if other is None or are_apart(by.pk, other.account_id):
        raise Closed
    if is_stopped(by.pk):
        raise Stopped
    _check_hour(conversation, by)
    made = Message.objects.create(conversation=conversation, sender=by, text=text, key=key)
    Conversation.objects.filter(pk=conversation.pk).update(last_at=Now())
    Participant.objects.filter(conversation=conversation, account=by).update(draft="")
    wake(topic_of(conversation.pk))
    return made


def topic_of(conversation: int) -> str:
    """Under which it is told that something was written in this conversation."""
    return f"conversation {conversation}"


def save_draft(*, conversation: Conversation, by: User, text: str, key: UUID) -> None:
    """Keeps what is being written; a form that was sent meanwhile leaves no draft behind."""
    with transaction.atomic():
        Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        if not Message.objects.filter(sender=by, key=key).exists():
            Participant.objects.filter(conversation=conversation, account=by).update(draft=text)


def mark_read(*, participant: Participant, newest: int) -> None:
    """The messages up to this one were on the screen."""
    Participant.objects.filter(pk=participant.pk, read_to__lt=newest).update(read_to=newest)


@retried
def leave(*, conversation: Conversation, by: User) -> None:
    """The account's copy goes, and nothing reaches it any more; when both have left, everything goes. Twice is once."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    gone, _rows = Participant.objects.filter(conversation=conversation, account=by).delete()
    if gone:
        # Whoever streams to the account looks again whether it may.
        wake(topic_of(conversation.pk))
        journal.write(act="conversation left", actor=by, object_kind="conversation", object_id=conversation.pk)


def show_read_marks(*, account: User, is_shown: bool) -> None:
    """Whether others see how far the account has read, and it sees how far they have."""
    if is_shown:
        ReadMarks.objects.get_or_create(account=account)
    else:
        ReadMarks.objects.filter(account=account).delete()


def forget() -> None:
    """Conversations that nobody is in, or that were quiet for two years, go; not while reported words are looked at."""
    waiting = ReportedWords.objects.filter(report__cases__state=Case.State.OPEN)
    left = Conversation.objects.filter(participants=None)
    quiet = Conversation.objects.filter(last_at__lt=Now() - QUIET)
    for over in (left, quiet):
        ids = over.exclude(pk__in=waiting.filter(message__isnull=False).values("message__conversation"))
        Conversation.objects.filter(pk__in=list(ids.values_list("pk", flat=True)[:AT_ONCE])).delete()


def _check_hour(conversation: Conversation, by: User) -> None:
    now = clock.now()
    mine = Message.objects.filter(conversation=conversation, sender=by, at__gt=now - HOUR).order_by("-pk")
    again = free_again(mine.values_list("at", flat=True), most=AN_HOUR, within=HOUR)
    if settings.RATE_LIMITS and again:
        words = _("You have sent 30 messages within an hour. You can go on at %(time)s; what you typed is still here.")
        raise TooMany(again - now, words % {"time": date_format(again, "H:i")})
