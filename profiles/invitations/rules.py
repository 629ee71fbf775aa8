"""Who may invite whom, how often, and what may become of an invitation: no database, no clock, no settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.invitations.models import InvitationState as State


class Who(Enum):
    """In which part somebody moves an invitation."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CLOCK = "clock"


# Every state with the states that may follow it, and who brings each about.
MOVES: Mapping[str, Mapping[str, Who]] = {
    State.SENT: {
        State.ACCEPTED: Who.RECIPIENT,
        State.DECLINED: Who.RECIPIENT,
        State.LATER: Who.RECIPIENT,
        State.BLOCKED: Who.RECIPIENT,
        State.WITHDRAWN: Who.SENDER,
        State.EXPIRED: Who.CLOCK,
    },
    State.LATER: {
        State.ACCEPTED: Who.RECIPIENT,
        State.DECLINED: Who.RECIPIENT,
        State.BLOCKED: Who.RECIPIENT,
        State.WITHDRAWN: Who.SENDER,
        State.EXPIRED: Who.CLOCK,
    },
    State.ACCEPTED: {},
    State.DECLINED: {},
    State.WITHDRAWN: {},
    State.EXPIRED: {},
    State.BLOCKED: {},
}
REFUSED = (State.DECLINED, State.BLOCKED)

LOWEST_LEVEL = 2
LIVES = timedelta(days=30)
# The one reminder comes so long before the end.
REMINDED_BEFORE = timedelta(days=7)
# safety.md, Rate limits: one per person in 90 days.
SAME_PERSON = timedelta(days=90)
AFTER_NO = timedelta(days=365)
WEEK = timedelta(days=7)
YEAR = timedelta(days=365)
# safety.md, Rate limits: five a week to begin with; nobody ever gets more than three times as many, or none.
WEEKLY, MOST, FEWEST = 5, 15, 1
REASONS: Mapping[str, Promise] = {
    "no time": _("No time at the moment"),
    "another field": _("Not my field"),
    "not clear": _("It is not clear what is asked"),
    "to many": _("It looks as if it went to many people"),
}
# A "no" of this kind lowers what the sender may send; the others are nobody's fault.
UNWELCOME = ("not clear", "to many")


class Refusal(StrEnum):
    """Why somebody cannot be invited now, by this sender."""

    UNCLAIMED = "unclaimed"
    OWN = "own"
    NO_RECORD = "no record"
    LOW_LEVEL = "low level"
    HALF_OPEN = "half open"
    UNDER_REVIEW = "under review"
    STOPPED = "stopped"
    KEPT_AWAY = "kept away"
    NOT_TAKING = "not taking"
    OPEN_ALREADY = "open already"
    THEY_ASKED = "they asked"
    DECLINED = "declined"
    TOO_SOON = "too soon"
    WEEK_FULL = "week full"


@dataclass(frozen=True, slots=True)
class Sender:
    """The one who asks; `level` is None without a record."""

    level: int | None
    is_half_open: bool = False
    is_disputed: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """The one who is asked, and what lies between the two; `has_kept_away` and `is_kept_away` are blocks.

    `is_open` is whether they take invitations at all, `from_collaborators` that only such may ask. The last three
    are how long ago what they name was, None where it never was.
    """

    is_claimed: bool
    is_own: bool = False
    is_open: bool = True
    from_collaborators: bool = False
    is_collaborator: bool = False
    has_kept_away: bool = False
    is_kept_away: bool = False
    has_open: bool = False
    has_asked: bool = False
    since_no: timedelta | None = None
    since_asked: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the sender's invitations in the last year, and how many were sent in the last week."""

    accepted: int = 0
    unwelcome: int = 0
    this_week: int = 0


def weekly(level: int, record: Record) -> int:
    """How many invitations a week: five, one more for each level above L2 and each yes, one less for each that was
    unwelcome.
    """
    return min(MOST, max(FEWEST, WEEKLY + (level - LOWEST_LEVEL) + record.accepted - record.unwelcome))


def left_this_week(level: int, record: Record) -> int:
    """How many of them are left."""
    return max(0, weekly(level, record) - record.this_week)


def may_ask(sender: Sender) -> Refusal | None:
    """Why this person may invite nobody at the moment; None if they may."""
    if sender.level is None:
        return Refusal.NO_RECORD
    if sender.is_disputed:
        return Refusal.UNDER_REVIEW
    if sender.is_half_open:
        return Refusal.HALF_OPEN
    if sender.is_stopped:
        return Refusal.STOPPED
    return Refusal.LOW_LEVEL if sender.level < LOWEST_LEVEL else None


def may_invite(sender: Sender, recipient: Recipient) -> Refusal | None:
    """Why this one may not invite that one; None if they may. Limits are counted elsewhere.

    Whoever was kept away is told what everybody is told of somebody who takes no invitations.
    """
    if recipient.is_own:
        return Refusal.OWN
    if not recipient.is_claimed:
        return Refusal.UNCLAIMED
    own = may_ask(sender)
    if own is not None:
        return own
    if recipient.has_kept_away:
        return Refusal.KEPT_AWAY
    is_closed = not recipient.is_open or (recipient.from_collaborators and not recipient.is_collaborator)
    if is_closed or recipient.is_kept_away:
        return Refusal.NOT_TAKING
    return _history(recipient)


def too_soon(recipient: Recipient) -> bool:
    """Whether the last invitation to this person was less than ninety days ago."""
    return recipient.since_asked is not None and recipient.since_asked < SAME_PERSON


def may_move(before: str, after: str, who: Who) -> bool:
    """Whether an invitation may go from one state to another by this one's act."""
    return MOVES[before].get(after) is who


def _history(recipient: Recipient) -> Refusal | None:
    if recipient.has_open:
        return Refusal.OPEN_ALREADY
    if recipient.has_asked:
        return Refusal.THEY_ASKED
    is_fresh = recipient.since_no is not None and recipient.since_no < AFTER_NO
    return Refusal.DECLINED if is_fresh else None
