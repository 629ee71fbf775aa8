"""What of invitations and conversations is somebody's own: both sides of an invitation, and what they wrote.

What others wrote is theirs; each conversation has a file of its own for the two. Nobody learns from this copy that they
were blocked, or why they were declined.
"""

from typing import Any

from bzpeer.accounts.models import User
from profiles.conversations.models import Message, Participant
from profiles.invitations.access import invitations_with
from profiles.invitations.models import Invitation, InvitationState
from profiles.people import people_of

Rows = list[dict[str, Any]]
TOLD = (
    "purpose", "question", "brings", "asks", "hours", "first_step", "work_id", "topic_id", "wanted_by", "made_at",
    "moved_at", "expires_at",
)  # fmt: skip


def invitations(account: User) -> Rows:
    """Those sent and got; two queries."""
    rows = list(invitations_with(account).order_by("pk"))
    people = people_of(side for row in rows for side in (row.sender_id, row.recipient_id))
    return [
        {
            "from": people[row.sender_id].name,
            "to": people[row.recipient_id].name,
            **{field: getattr(row, field) for field in TOLD},
            **_answer(row, is_sender=row.sender_id == account.pk),
        }
        for row in rows
    ]


def conversations(account: User) -> Rows:
    """Which ones they are in, how far they have read, what is not sent yet; one query."""
    mine = Participant.objects.filter(account=account).select_related("conversation").order_by("pk")
    return [
        {
            "conversation": one.conversation_id,
            "since": one.conversation.made_at,
            "read_to": one.read_to,
            "draft": one.draft,
        }
        for one in mine
    ]


def messages(account: User) -> Rows:
    """What they wrote; one query."""
    mine = Message.objects.filter(sender=account).order_by("pk")
    return [{"conversation": one.conversation_id, "at": one.at, "text": one.text} for one in mine]


def _answer(row: Invitation, *, is_sender: bool) -> dict[str, str]:
    if not is_sender:
        return {"state": row.state, "reason": row.reason}
    is_blocked = row.state == InvitationState.BLOCKED
    return {"state": InvitationState.DECLINED.value if is_blocked else row.state}
