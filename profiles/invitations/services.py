"""Sending, answering, withdrawing an invitation: each one transaction, on locked rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.blocks.queries import are_apart
from profiles.blocks.services import lock_pair
from profiles.claims import clock
from profiles.conversations.models import Conversation, Participant
from profiles.invitations import rules, telling
from profiles.invitations.errors import CannotInvite, MovedOn
from profiles.invitations.models import OPEN_STATES, Invitation, InvitationState as State
from profiles.invitations.moving import CLOCK, locked, move_locked
from profiles.invitations.rules import Refusal
from profiles.invitations.standing import standing
from profiles.researchers.models import Researcher
from works.models import Author


@dataclass(frozen=True, slots=True)
class Asked:
    """What an invitation says; `work_id` or `topic_id` is what it is about, of the other's record."""

    purpose: str
    question: str
    brings: str
    asks: str
    hours: int
    first_step: str
    work_id: int | None = None
    topic_id: int | None = None
    wanted_by: date | None = None


@retried
def send(*, account: User, author: Author, asked: Asked, key: UUID) -> Invitation:
    """Invites the holder of the record; the same form sent again is the same invitation. Raises CannotInvite."""
    recipient = Researcher.objects.filter(author=author).values_list("account_id", flat=True).first()
    if recipient is None:
        raise CannotInvite(Refusal.UNCLAIMED)
    lock_pair(account.pk, recipient)
    there = Invitation.objects.filter(sender=account, key=key).first()
    if there is not None:
        return there
    standing(account=account, author=author).check()
    made = Invitation.objects.create(
        sender=account,
        recipient_id=recipient,
        key=key,
        expires_at=clock.now() + rules.LIVES,
        **asdict(asked),
    )
    journal.write(act="invitation sent", actor=account, object_kind="invitation", object_id=made.pk, after=State.SENT)
    telling.tell_of_invitation(made)
    return made


@retried
def accept(*, invitation: Invitation, by: User) -> Conversation:
    """The two talk from now on; accepted twice is one conversation. Raises MovedOn."""
    found = locked(invitation)
    if found.state == State.ACCEPTED and found.recipient_id == by.pk:
        there = Conversation.objects.filter(invitation=found).first()
        if there is None:
            # Both have left it since, or it has been quiet for two years.
            raise MovedOn
        return there
    if found.sender_id is None or are_apart(by.pk, found.sender_id) or not _both_hold(found):
        raise MovedOn
    move_locked(found, to=State.ACCEPTED, by=by)
    conversation = Conversation.objects.create(invitation=found)
    sides = (found.sender_id, by.pk)
    Participant.objects.bulk_create(Participant(conversation=conversation, account_id=side) for side in sides)
    return conversation


@retried
def decline(*, invitation: Invitation, by: User, reason: str = "") -> Invitation:
    """No; `reason` is a code that only the sender's allowance sees, and may follow later. Raises MovedOn."""
    found = locked(invitation)
    if found.state == State.DECLINED and found.recipient_id == by.pk:
        Invitation.objects.filter(pk=found.pk).update(reason=reason or found.reason)
        return found
    found.reason = reason
    move_locked(found, to=State.DECLINED, by=by)
    return found


@retried
def ask_later(*, invitation: Invitation, by: User) -> Invitation:
    """Not now: the recipient has thirty days more. Twice is once. Raises MovedOn."""
    found = locked(invitation)
    if found.state == State.LATER and found.recipient_id == by.pk:
        return found
    move_locked(found, to=State.LATER, by=by, until=clock.now() + rules.LIVES)
    return found


@retried
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """The sender takes it back; twice is once. Raises MovedOn."""
    found = locked(invitation)
    if found.state == State.WITHDRAWN and found.sender_id == by.pk:
        return found
    move_locked(found, to=State.WITHDRAWN, by=by)
    return found


def forget(*, account: User) -> None:
    """What the account has not had answered, or not answered, ends; called when it is deleted, in its transaction."""
    with transaction.atomic():
        for mine in (account.sent_invitations, account.received_invitations):
            for invitation in mine.select_for_update(no_key=True).filter(state__in=OPEN_STATES).order_by("pk"):
                move_locked(invitation, to=State.EXPIRED, by=CLOCK)


def move_works(moves: Mapping[int, int]) -> None:
    """Invitations about a work (old id) are about the work that it is (new id)."""
    for old, new in moves.items():
        Invitation.objects.filter(work=old).update(work=new)


def _both_hold(invitation: Invitation) -> bool:
    sides = (invitation.sender_id, invitation.recipient_id)
    return Researcher.objects.filter(account__in=sides).count() == len(sides)
