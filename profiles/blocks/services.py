"""Keeping somebody away, and letting them near again."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.blocks.models import Block
from profiles.conversations.models import Conversation
from profiles.invitations.models import OPEN_STATES, Invitation, InvitationState
from profiles.invitations.moving import move_locked


@retried
def block(*, account: User, other: User) -> Block:
    """Neither reaches the other from now on; open invitations between them end, conversations close. Twice is once.

    Nobody is told. Locks the accounts in order of their ids, then the conversations and invitations between them.
    """
    lock_pair(account.pk, other.pk)
    made, is_new = Block.objects.get_or_create(account=account, blocked=other)
    if is_new:
        list(_conversations(account, other).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        _end_invitations(account, other)
        journal.write(act="account blocked", actor=account, object_kind="account", object_id=account.pk)
    return made


@retried
def unblock(*, block: Block, account: User) -> None:
    """They may reach each other again, if nothing else is in the way; nothing happens twice."""
    gone, _ = Block.objects.filter(pk=block.pk, account=account).delete()
    if gone:
        journal.write(act="account unblocked", actor=account, object_kind="account", object_id=account.pk)


def lock_pair(one: int, other: int) -> None:
    """What two accounts have with each other is decided by one transaction at a time, until this one ends."""
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk__in={one, other}).order_by("pk").values_list("pk"))


def _conversations(account: User, other: User) -> QuerySet[Conversation]:
    sides = Q(invitation__sender=account, invitation__recipient=other)
    return Conversation.objects.filter(sides | Q(invitation__sender=other, invitation__recipient=account))


def _end_invitations(account: User, other: User) -> None:
    between = Q(sender=account, recipient=other) | Q(sender=other, recipient=account)
    is_open = Invitation.objects.select_for_update(no_key=True).filter(between, state__in=OPEN_STATES)
    # What has run out already is ended by the sweep.
    is_open = is_open.filter(expires_at__gt=Now())
    for invitation in is_open.order_by("pk"):
        to = InvitationState.WITHDRAWN if invitation.sender_id == account.pk else InvitationState.BLOCKED
        move_locked(invitation, to=to, by=account)
