"""What lies between somebody who asks and somebody who is asked, as the rules want to know it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from bzpeer.accounts.models import User
from bzpeer.db.lately import free_again
from graph.edges.models import CollaborationEdge
from profiles.blocks.models import Block
from profiles.claims import clock
from profiles.conversations.stopping import is_stopped
from profiles.invitations import rules
from profiles.invitations.errors import CannotInvite
from profiles.invitations.models import OPEN_STATES, Invitation, InvitationState as State
from profiles.invitations.rules import Recipient, Record, Refusal, Sender
from profiles.researchers.editing.access import Own, own_record
from profiles.researchers.models import Researcher
from works.models import Author


@dataclass(frozen=True, slots=True)
class Standing:
    """Why this one cannot invite that one now, if so; how many invitations are left this week."""

    refusal: Refusal | None
    left: int
    wait: timedelta | None = None

    def check(self) -> None:
        """Raises CannotInvite."""
        if self.refusal is not None:
            raise CannotInvite(self.refusal, self.wait)


def standing(*, account: User, author: Author) -> Standing:
    """How things stand between the account and the holder of this record; nine queries at most."""
    now = clock.now()
    recipient = Researcher.objects.filter(author=author).first()
    own, sender = sender_of(account)
    record = record_of(account, now)
    left = rules.left_this_week(sender.level or 0, record)
    between = _recipient(recipient, account, own, now)
    refusal = rules.may_invite(sender, between)
    if refusal is None and settings.RATE_LIMITS:
        refusal = _limit(between, left)
    wait = _wait(refusal, account, rules.weekly(sender.level or 0, record), between, now)
    return Standing(refusal, left, wait)


def sender_of(account: User) -> tuple[Own | None, Sender]:
    """The record of the one who asks, and the account as the rules see it; three queries."""
    held = Researcher.objects.filter(account=account, author__removed_at=None).select_related("author").first()
    own = own_record(held.author, account) if held else None
    if own is None:
        return None, Sender(None)
    return own, Sender(
        own.researcher.level,
        is_half_open=own.half_open_until is not None,
        is_disputed=own.is_disputed,
        is_stopped=is_stopped(account.pk),
    )


def record_of(account: User, now: datetime) -> Record:
    """What became of what the account sent; one query."""
    unwelcome = Q(state=State.DECLINED, reason__in=rules.UNWELCOME) | Q(state=State.BLOCKED)
    lately = Q(moved_at__gt=now - rules.YEAR)
    found = _sent(account).aggregate(
        accepted=Count("pk", filter=lately & Q(state=State.ACCEPTED)),
        unwelcome=Count("pk", filter=lately & unwelcome),
        this_week=Count("pk", filter=Q(made_at__gt=now - rules.WEEK)),
    )
    return Record(**found)


def _recipient(held: Researcher | None, account: User, own: Own | None, now: datetime) -> Recipient:
    if held is None or held.account_id == account.pk:
        return Recipient(is_claimed=held is not None, is_own=held is not None)
    apart = set(
        Block.objects.filter(
            Q(account=account, blocked=held.account_id) | Q(account=held.account_id, blocked=account)
        ).values_list("account_id", flat=True)
    )
    sent = _sent(account).filter(recipient=held.account_id)
    last = sent.aggregate(no=Max("moved_at", filter=Q(state__in=rules.REFUSED)), asked=Max("made_at"))
    theirs = Invitation.objects.filter(sender=held.account_id, recipient=account, state__in=OPEN_STATES)
    wrote_with = own and CollaborationEdge.objects.filter(author=own.author.pk, other=held.author_id).exists()
    return Recipient(
        is_claimed=True,
        is_open=held.is_open and (held.open_until is None or held.open_until > now),
        from_collaborators=held.invites == Researcher.Invites.COLLABORATORS,
        is_collaborator=bool(wrote_with),
        has_kept_away=account.pk in apart,
        is_kept_away=held.account_id in apart,
        has_open=sent.filter(state__in=OPEN_STATES).exists(),
        has_asked=theirs.exists(),
        since_no=now - last["no"] if last["no"] else None,
        since_asked=now - last["asked"] if last["asked"] else None,
    )


def _limit(between: Recipient, left: int) -> Refusal | None:
    if rules.too_soon(between):
        return Refusal.TOO_SOON
    return None if left else Refusal.WEEK_FULL


def _wait(refusal: Refusal | None, account: User, most: int, between: Recipient, now: datetime) -> timedelta | None:
    if refusal is Refusal.TOO_SOON and between.since_asked is not None:
        return rules.SAME_PERSON - between.since_asked
    if refusal is not Refusal.WEEK_FULL:
        return None
    times = _sent(account).filter(made_at__gt=now - rules.WEEK).order_by("-made_at").values_list("made_at", flat=True)
    again = free_again(times, most=most, within=rules.WEEK)
    return again - now if again else None


def _sent(account: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(sender=account)
