"""The one place where somebody is told of invitations and messages."""

from typing import Any

from django.urls import reverse

from profiles.invitations.models import Invitation, InvitationState as State
from profiles.notices.services import tell
from profiles.people import people_of

# That they were blocked the sender is told as that it was declined.
KINDS = {
    State.ACCEPTED: "invitation-accepted",
    State.DECLINED: "invitation-declined",
    State.BLOCKED: "invitation-declined",
    State.LATER: "invitation-asked-later",
}


def tell_of_invitation(invitation: Invitation) -> None:
    """The recipient: somebody asks."""
    _tell_of("invitation", invitation, to=invitation.recipient_id, about=invitation.sender_id)


def remind(invitation: Invitation) -> None:
    """The recipient, once: the answer is due."""
    _tell_of("invitation-reminder", invitation, to=invitation.recipient_id, about=invitation.sender_id)


def tell_of_move(invitation: Invitation) -> None:
    """The sender: what became of it."""
    kind = KINDS.get(State(invitation.state))
    if kind:
        _tell_of(kind, invitation, to=invitation.sender_id, about=invitation.recipient_id)


def tell_of_messages(*, conversation: int, to: int, writer: int | None, newest: int) -> None:
    """Somebody who has not looked for a while: there is something to read."""
    path = reverse("conversations:conversation", args=[conversation])
    tell(accounts=[to], kind="message", about=_who(writer) | {"path": path}, key=f"message-{conversation}-{newest}")


def _tell_of(kind: str, invitation: Invitation, *, to: int | None, about: int | None) -> None:
    if to is not None:
        path = reverse("invitations:invitation", args=[invitation.pk])
        tell(accounts=[to], kind=kind, about=_who(about) | {"path": path}, key=f"{kind}-{invitation.pk}")


def _who(account: int | None) -> dict[str, Any]:
    person = people_of([account])[account]
    return {"author": person.author.pk} if person.author else {}
