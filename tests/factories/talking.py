"""Makes what the tests of invitations and conversations need: people who hold records, who have invited, who talk."""

from datetime import timedelta
from uuid import uuid4

from django.db.models.functions import Now

from bzpeer.accounts.models import User
from profiles.conversations import services as conversations
from profiles.conversations.models import Conversation, Message, Participant
from profiles.invitations import services
from profiles.invitations.models import Invitation
from profiles.invitations.services import Asked
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_account, make_author, make_researcher, make_works

SAID = {
    "purpose": "paper",
    "question": "Would you look at our looms together with us?",
    "brings": "Four looms and a notebook.",
    "asks": "One reading of a draft.",
    "hours": 3,
    "first_step": "Half an hour to look at a figure.",
}


def make_holder(name: str = "Ada Lovelace", *, works: int = 1, **fields) -> Researcher:
    """Somebody who holds a record with works."""
    author = make_author(name)
    make_works(author, works)
    return make_researcher(author, make_account(), **fields)


def typed(**other) -> dict[str, object]:
    """What the form of an invitation sends."""
    return SAID | {"about": "", "other_work": "", "wanted_by": "", "key": str(uuid4())} | other


def make_invitation(sender: User | None, recipient: User, **fields) -> Invitation:
    """An invitation that lives thirty days, unless told otherwise."""
    days = fields.pop("days", 30)
    fields = {"key": uuid4(), "expires_at": Now() + timedelta(days=days)} | SAID | fields
    made = Invitation.objects.create(sender=sender, recipient=recipient, **fields)
    made.refresh_from_db()
    return made


def invite(sender: Researcher, recipient: Researcher) -> Invitation:
    """An invitation that was sent as people send them."""
    return services.send(account=sender.account, author=recipient.author, asked=Asked(**SAID), key=uuid4())


def make_conversation(one: User, other: User) -> Conversation:
    """Two who talk since the first invited the second."""
    invitation = make_invitation(one, other, state="accepted")
    made = Conversation.objects.create(invitation=invitation)
    Participant.objects.bulk_create(Participant(conversation=made, account=side) for side in (one, other))
    return made


def say(conversation: Conversation, by: User, text: str = "Good day.") -> Message:
    """A message."""
    return conversations.write(conversation=conversation, by=by, text=text, key=uuid4())


def side_of(conversation: Conversation, account: User) -> Participant:
    """The account's side, as it stands."""
    return Participant.objects.get(conversation=conversation, account=account)
