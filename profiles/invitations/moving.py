"""The one function that moves an invitation from state to state."""

from datetime import datetime

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.claims import clock
from profiles.invitations import telling
from profiles.invitations.errors import MovedOn
from profiles.invitations.models import OPEN_STATES, Invitation
from profiles.invitations.rules import Who, may_move

CLOCK = "clock"


def locked(invitation: Invitation) -> Invitation:
    """The invitation as it stands, alone until the end of the transaction."""
    return Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def move_locked(invitation: Invitation, *, to: str, by: User | str, until: datetime | None = None) -> None:
    """The move of an invitation that is locked, open `until` then; the other side is told where it concerns them.

    Raises MovedOn.
    """
    now, before = clock.now(), invitation.state
    who = _who(by, invitation)
    is_over = who is not Who.CLOCK and before in OPEN_STATES and invitation.expires_at <= now
    if who is None or is_over or not may_move(before, to, who):
        raise MovedOn
    invitation.state, invitation.moved_at = to, now
    invitation.expires_at = until or invitation.expires_at
    invitation.save(update_fields=["state", "moved_at", "expires_at", "reason"])
    journal.write(
        act=f"invitation {to}",
        actor=by,
        object_kind="invitation",
        object_id=invitation.pk,
        before=before,
        after=to,
    )
    telling.tell_of_move(invitation)


def _who(by: User | str, invitation: Invitation) -> Who | None:
    if isinstance(by, str):
        return Who.CLOCK
    sides = {invitation.sender_id: Who.SENDER, invitation.recipient_id: Who.RECIPIENT}
    return sides.get(by.pk)
