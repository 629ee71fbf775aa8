"""What the pages of conversations show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from bzpeer.accounts.models import User
from bzpeer.web.pagination import Page
from profiles.blocks.queries import are_apart
from profiles.conversations.cards import cards_of
from profiles.conversations.models import Message, Participant, ReadMarks
from profiles.conversations.text import Part, parts_of
from profiles.invitations.models import Invitation
from profiles.people import Person, people_of
from works.record.queries import WorkLine

PER_PAGE = 25
# The newest messages on the page; older ones by a link.
MESSAGES = 50
HITS = 50
SHOWN = 160


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation in the list."""

    pk: int
    person: Person
    last: str
    at: datetime
    unread: int


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message; `cards` are the papers it names."""

    pk: int
    who: str
    is_own: bool
    parts: Sequence[Part]
    at: datetime
    cards: Sequence[WorkLine]


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A conversation as one of the two sees it.

    `newest` is the number after which to ask for more; `earlier` the one before which there are older messages, 0 where
    there are none; `seen_to` how far the other has read, 0 where that is not shown.
    """

    pk: int
    other: Person
    invitation: Invitation
    messages: Sequence[MessageLine]
    newest: int
    earlier: int
    seen_to: int
    is_closed: bool
    draft: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that holds what was searched for."""

    conversation: int
    pk: int
    who: str
    text: str
    at: datetime


def conversations_of(account: User, place: Page) -> Sequence[ConversationLine]:
    """A page of the account's conversations, what was written last first. Three queries."""
    last = Message.objects.filter(conversation=OuterRef("conversation")).order_by("-pk")
    mine = Participant.objects.filter(account=account).select_related("conversation__invitation")
    rows = list(
        mine.annotate(last=Subquery(last.values("text")[:1])).order_by("-conversation__last_at", "-conversation_id")[
            place.offset : place.offset + place.per_page
        ]
    )
    people = people_of(row.conversation.invitation.other_side(account.pk) for row in rows)
    unread = unread_in([row.conversation_id for row in rows], account)
    return [
        ConversationLine(
            row.conversation_id,
            people[row.conversation.invitation.other_side(account.pk)],
            (row.last or "")[:SHOWN],
            row.conversation.last_at,
            unread.get(row.conversation_id, 0),
        )
        for row in rows
    ]


def total_of(account: User) -> int:
    """How many conversations the account is in; one query."""
    return Participant.objects.filter(account=account).count()


def unread_of(account: User) -> int:
    """How many messages of others the account has not had on its screen; one query."""
    return _unread(account).count()


def unread_in(conversations: Sequence[int], account: User) -> Mapping[int, int]:
    """The same by conversation; one query."""
    rows = _unread(account).filter(conversation__in=conversations).values("conversation").annotate(many=Count("pk"))
    return {row["conversation"]: row["many"] for row in rows}


def conversation_page(side: Participant, *, before: int = 0) -> ConversationPage:
    """The newest messages, or those before a number; six queries, three more where papers are named."""
    invitation = side.conversation.invitation
    people = people_of((invitation.sender_id, invitation.recipient_id))
    rows = messages_before(side.conversation_id, before)
    has_more = len(rows) > MESSAGES
    shown = rows[:MESSAGES][::-1]
    return ConversationPage(
        pk=side.conversation_id,
        other=people[invitation.other_side(side.account_id)],
        invitation=invitation,
        messages=lines_of(shown, side.account, people),
        newest=shown[-1].pk if shown else 0,
        earlier=shown[0].pk if has_more else 0,
        seen_to=_seen_to(side),
        is_closed=is_closed(side),
        draft=side.draft,
    )


def newer_messages(side: Participant, after: int) -> Sequence[MessageLine]:
    """What was added after this number, at most a page; one query, four more where there is something."""
    rows = list(Message.objects.filter(conversation=side.conversation_id, pk__gt=after).order_by("pk")[:MESSAGES])
    invitation = side.conversation.invitation
    people = people_of((invitation.sender_id, invitation.recipient_id)) if rows else {}
    return lines_of(rows, side.account, people)


def messages_before(conversation: int, before: int) -> list[Message]:
    """The newest first, one more than a page holds; `before` 0 stands for all."""
    rows = Message.objects.filter(conversation=conversation)
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: MESSAGES + 1])


def lines_of(rows: Sequence[Message], account: User, people: Mapping[int | None, Person]) -> Sequence[MessageLine]:
    """Messages as lines; queries only for the papers they name."""
    cards = cards_of(rows)
    return [
        MessageLine(
            row.pk,
            people[row.sender_id].name,
            row.sender_id == account.pk,
            parts_of(row.text),
            row.at,
            cards.get(row.pk, ()),
        )
        for row in rows
    ]


def found_by(account: User, words: str) -> Sequence[Hit]:
    """The newest messages, and only of conversations the account is in, that hold these words; two queries."""
    rows = list(
        Message.objects.filter(conversation__participants__account=account, text__icontains=words).order_by("-pk")[
            :HITS
        ]
    )
    people = people_of(row.sender_id for row in rows)
    return [
        Hit(row.conversation_id, row.pk, people[row.sender_id].name, _around(row.text, words), row.at) for row in rows
    ]


def shows_marks(account: int) -> bool:
    """Whether the account shows how far it has read; one query."""
    return ReadMarks.objects.filter(account=account).exists()


def is_closed(side: Participant) -> bool:
    """Whether nothing more can be written: the other has left, or one keeps the other away. Two queries at most."""
    other = Participant.objects.filter(conversation=side.conversation_id).exclude(pk=side.pk).first()
    return other is None or are_apart(side.account_id, other.account_id)


def _seen_to(side: Participant) -> int:
    """Only between two who both show it."""
    if not shows_marks(side.account_id):
        return 0
    others = Participant.objects.filter(conversation=side.conversation_id, account__read_marks__isnull=False)
    return others.exclude(pk=side.pk).values_list("read_to", flat=True).first() or 0


def _unread(account: User) -> QuerySet[Message]:
    mine = Q(conversation__participants__account=account, pk__gt=F("conversation__participants__read_to"))
    return Message.objects.filter(mine).exclude(sender=account)


def _around(text: str, words: str) -> str:
    at = max(0, text.lower().find(words.lower()) - SHOWN // 2)
    return f"{'… ' if at else ''}{text[at : at + SHOWN]}{' …' if at + SHOWN < len(text) else ''}"
