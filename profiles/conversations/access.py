"""Who may see which conversation: those who are in it; for everybody else it is not there."""

from django.http import Http404

from bzpeer.accounts.models import User
from profiles.conversations.models import Message, Participant


def participant_or_404(pk: int, account: User) -> Participant:
    """The account's side of a conversation, with its invitation; one query."""
    about = Participant.objects.select_related("conversation__invitation")
    found = about.filter(conversation=pk, account=account).first()
    if found is None:
        raise Http404("no such conversation")
    found.account = account
    return found


def is_participant(pk: int, account: User) -> bool:
    """Whether the account is in this conversation; one query."""
    return Participant.objects.filter(conversation=pk, account=account).exists()


def message_or_404(participant: Participant, pk: int) -> Message:
    """A message of this conversation by its number; one query."""
    found = Message.objects.filter(conversation=participant.conversation_id, pk=pk).first()
    if found is None:
        raise Http404("no such message")
    return found
