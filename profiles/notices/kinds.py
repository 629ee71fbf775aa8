"""What people can be told, and how often each subject is mailed unless they say otherwise. Add a kind here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, gettext_noop

from profiles.notices.rules import Frequency

if TYPE_CHECKING:
    # A part of what type checks need; the site runs without it.
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Subject:
    """What the settings page asks about: several kinds, one choice. `frequency` is the one nobody has to make."""

    label: "StrOrPromise"
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing to be told. `words` may name `{author}` and `{work}`, names of what `about` gives by id.

    A kind that is mailed elsewhere, or needs no mail, stands on the site only.
    """

    subject: str
    words: str
    is_mailed: bool = True


SUBJECTS: Mapping[str, Subject] = {
    "invitations": Subject(gettext_lazy("Invitations to collaborate, and answers to yours"), Frequency.IMMEDIATE),
    "messages": Subject(gettext_lazy("Messages in your conversations"), Frequency.IMMEDIATE),
    "claims": Subject(gettext_lazy("Claims, yours and on records you know"), Frequency.IMMEDIATE),
    "discussion": Subject(gettext_lazy("Reviews and comments on your works, and answers to yours"), Frequency.DAILY),
    "news": Subject(gettext_lazy("New works by whom and on what you follow"), Frequency.WEEKLY),
    "account": Subject(gettext_lazy("Your account"), Frequency.NEVER),
}
KINDS: Mapping[str, Kind] = {
    # The letters of claims say more than a line, and go out by themselves.
    "claim": Kind("claims", gettext_noop("Your claim on {author} has moved on"), is_mailed=False),
    "claim-reminder": Kind("claims", gettext_noop("A question about your claim on {author} waits"), is_mailed=False),
    "claim-half-open": Kind("claims", gettext_noop("Somebody has claimed the record of {author}"), is_mailed=False),
    "claim-level": Kind("claims", gettext_noop("The level of the record of {author} was looked at"), is_mailed=False),
    "claim-vouch": Kind("claims", gettext_noop("Somebody asks you to vouch for {author}"), is_mailed=False),
    "review": Kind("discussion", gettext_noop("Somebody reviewed your work {work}")),
    "review-answer": Kind("discussion", gettext_noop("An author of {work} answered your review")),
    "comment-answer": Kind("discussion", gettext_noop("Somebody answered in your thread on {work}")),
    "news": Kind("news", gettext_noop("There is news of whom and what you follow")),
    "invitation": Kind("invitations", gettext_noop("{author} invites you to collaborate")),
    "invitation-reminder": Kind("invitations", gettext_noop("The invitation of {author} waits for your answer")),
    "invitation-accepted": Kind("invitations", gettext_noop("{author} has accepted your invitation")),
    "invitation-declined": Kind("invitations", gettext_noop("{author} has declined your invitation")),
    "invitation-asked-later": Kind("invitations", gettext_noop("{author} asks for more time for your invitation")),
    "message": Kind("messages", gettext_noop("{author} has written to you")),
    "mail-bounced": Kind(
        "account", gettext_noop("Mail to your address came back. Confirm it again, or use another one"), is_mailed=False
    ),
}


def kinds_of(subject: str) -> list[str]:
    """The kinds that one choice in the settings is about."""
    return [name for name, kind in KINDS.items() if kind.subject == subject]


def is_asked_about(subject: str) -> bool:
    """Whether mail about it is somebody's choice: kinds that are mailed, or come to be with a room that adds them."""
    kinds = kinds_of(subject)
    return not kinds or any(KINDS[name].is_mailed for name in kinds)
