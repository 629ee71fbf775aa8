"""One conversation as a file, for one of the two."""

from collections.abc import Sequence
from typing import Any

import orjson

from profiles.conversations.models import Message, Participant
from profiles.invitations.models import Invitation
from profiles.invitations.saying import said_in
from profiles.people import people_of


def as_json(side: Participant) -> bytes:
    """Invitation and messages, who wrote what and when; three queries."""
    return orjson.dumps(_told(side), option=orjson.OPT_INDENT_2)


def as_text(side: Participant) -> str:
    """The same, to be read."""
    told = _told(side)
    lines = [f"{label}: {words}" for label, words in told["invitation"].items()]
    for message in told["messages"]:
        lines += ["", f"{message['at']:%Y-%m-%d %H:%M} UTC, {message['by']}:", message["text"]]
    return "\n".join(lines) + "\n"


def messages_in(conversation: int) -> Sequence[Message]:
    """All of them, in order; one query."""
    return list(Message.objects.filter(conversation=conversation).order_by("pk"))


def _told(side: Participant) -> dict[str, Any]:
    invitation: Invitation = side.conversation.invitation
    people = people_of((invitation.sender_id, invitation.recipient_id))
    return {
        "invitation": {
            "from": people[invitation.sender_id].name,
            "to": people[invitation.recipient_id].name,
            **{str(label): words for label, words in said_in(invitation)},
        },
        "messages": [
            {"at": one.at, "by": people[one.sender_id].name, "text": one.text}
            for one in messages_in(side.conversation_id)
        ],
    }
