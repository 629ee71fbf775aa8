"""What the pages of invitations show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from bzpeer.accounts.models import User
from bzpeer.web.pagination import Page
from profiles.claims import clock
from profiles.conversations.models import Participant
from profiles.invitations import rules, words
from profiles.invitations.access import invitations_with
from profiles.invitations.connections import Connection, connection_of
from profiles.invitations.models import OPEN_STATES, Invitation, Purpose
from profiles.invitations.standing import record_of, sender_of
from profiles.people import Person, people_of
from works.models import Work
from works.record.queries import LINE_FIELDS, WorkLine, work_line

PER_PAGE = 25
WORKS = 3


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation in a list, as one side of it sees it; `waits` is one that this side has to answer."""

    pk: int
    person: Person
    purpose: str | Promise
    state: str | Promise
    at: datetime
    is_own: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many invitations a week, and how many are left; `refusal` says why there are none at all."""

    weekly: int
    left: int
    refusal: str | Promise


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation as one side sees it. Only the one who is asked learns how they are connected, and about works."""

    invitation: Invitation
    other: Person
    purpose: str | Promise
    state: str | Promise
    is_own: bool
    is_open: bool
    may_say_why: bool
    connection: Connection | None
    works: Sequence[WorkLine]
    conversation: int | None


def invitations_of(account: User, place: Page) -> Sequence[InvitationLine]:
    """A page of what the account sent and got, the newest first. Two queries."""
    rows = list(invitations_with(account).order_by("-made_at", "-pk")[place.offset : place.offset + place.per_page])
    people = people_of(row.other_side(account.pk) for row in rows)
    return [_line(row, account, people[row.other_side(account.pk)]) for row in rows]


def total_of(account: User) -> int:
    """How many invitations the account sent and got; one query."""
    return invitations_with(account).count()


def allowance_of(account: User) -> Allowance:
    """How many invitations the account may send this week; five queries."""
    _own, sender = sender_of(account)
    record = record_of(account, clock.now())
    refusal = rules.may_ask(sender)
    level = sender.level or 0
    return Allowance(
        rules.weekly(level, record), rules.left_this_week(level, record), words.REFUSALS[refusal] if refusal else ""
    )


def invitation_page(invitation: Invitation, account: User) -> InvitationPage:
    """The page; two queries for the sender, six for the one who is asked."""
    is_own = invitation.sender_id == account.pk
    people = people_of((invitation.sender_id, invitation.recipient_id))
    other, own = people[invitation.other_side(account.pk)], people[account.pk]
    is_open = invitation.state in OPEN_STATES
    known = not is_own and other.author is not None
    is_in = Participant.objects.filter(conversation__invitation=invitation, account=account)
    return InvitationPage(
        invitation=invitation,
        other=other,
        purpose=Purpose(invitation.purpose).label,
        state=_words(invitation, is_own=is_own),
        is_own=is_own,
        is_open=is_open,
        may_say_why=not is_own and invitation.state == "declined" and not invitation.reason,
        connection=connection_of(own.author, other.author) if known and own.author and other.author else None,
        works=_works(other.author.pk) if known and other.author else (),
        conversation=is_in.values_list("conversation_id", flat=True).first(),
    )


def _line(row: Invitation, account: User, person: Person) -> InvitationLine:
    is_own = row.sender_id == account.pk
    return InvitationLine(
        pk=row.pk,
        person=person,
        purpose=Purpose(row.purpose).label,
        state=_words(row, is_own=is_own),
        at=row.made_at,
        is_own=is_own,
        waits=not is_own and row.state in OPEN_STATES,
    )


def _words(row: Invitation, *, is_own: bool) -> str | Promise:
    return (words.TO_SENDER if is_own else words.TO_RECIPIENT)[row.state]


def _works(author_id: int) -> Sequence[WorkLine]:
    newest = Work.objects.filter(authorships__author=author_id, authorships__list_rank__lte=WORKS)
    return [work_line(work) for work in newest.order_by("authorships__list_rank").only(*LINE_FIELDS)]
