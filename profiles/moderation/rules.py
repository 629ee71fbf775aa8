"""What may be decided, for which reasons, and when several deciders have decided. Pure: no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

APPROVE, REJECT, ASK = "approve", "reject", "ask"
ACTED, NOTHING = "acted", "nothing"
ERASE, KEEP = "erase", "keep"
CARRY_OUT, LEAVE = "carry out", "leave"
STOP = "stop"
# Every other verdict needs words for the person.
WITHOUT_WORDS = (APPROVE, CARRY_OUT)

# safety.md, 2: due dates.
DUE = {
    "claim": timedelta(days=7),
    "appeal": timedelta(days=14),
    "dispute": timedelta(days=30),
    "report": timedelta(days=7),
    "erasure": timedelta(days=30),
    "level": timedelta(days=7),
    "domain": timedelta(days=7),
    "merge": timedelta(days=7),
    "split": timedelta(days=7),
    "words": timedelta(days=7),
}
TO_ANSWER = timedelta(days=30)
TO_UNDO = timedelta(days=30)
# Two moderators for a dispute; a third where they differ.
DECISIONS_AN_HOUR = 120

KINDS: dict[str, Promise] = {
    "claim": _("Claim"),
    "appeal": _("Appeal"),
    "dispute": _("Dispute"),
    "report": _("Report"),
    "erasure": _("Erasure"),
    "level": _("Level"),
    "domain": _("Mail domain"),
    "merge": _("Merge"),
    "split": _("Split"),
    "words": _("Reported words"),
}
SUGGESTED = ("merge", "split")
VERDICTS: dict[str, Promise] = {
    APPROVE: _("Approve"),
    REJECT: _("Reject"),
    ASK: _("Ask for information"),
    ACTED: _("Acted on"),
    NOTHING: _("Nothing to do"),
    ERASE: _("Erase the record"),
    KEEP: _("Keep the record"),
    CARRY_OUT: _("Carry it out"),
    LEAVE: _("Leave it as it is"),
    STOP: _("Stop them from writing for 90 days"),
}
REASONS: dict[str, dict[str, Promise]] = {
    APPROVE: {
        "evidence holds": _("The evidence holds"),
        "statement fits": _("The statement fits the record"),
        "stronger evidence": _("Stronger evidence than the other side's"),
        "domain is theirs": _("The institution uses this domain"),
    },
    REJECT: {
        "not enough": _("Not enough to tell"),
        "another person": _("The record is another person's"),
        "proof shown false": _("A proof was shown false"),
        "objection upheld": _("An objection was upheld"),
        "account taken over": _("The account was taken over"),
        "abuse": _("Not made in good faith"),
        "domain is not theirs": _("The institution does not use this domain, or others do too"),
    },
    ASK: {
        "more evidence": _("More evidence is needed"),
        "which works": _("It is not clear which works are theirs"),
        "contradiction": _("Two facts do not go together"),
    },
    ACTED: {
        "claim looked at": _("The claim was looked at again"),
        "data corrected": _("The data was corrected"),
        "text hidden": _("A text was hidden"),
    },
    ERASE: {
        "control shown": _("The person showed that it is theirs"),
        "enough told": _("What was told is enough to tell"),
    },
    KEEP: {
        "not shown": _("Nothing shows that it is theirs"),
        "another person": _("The record is another person's"),
        "withdrawn": _("The person does not want it any more"),
    },
    NOTHING: {
        "record is right": _("The record is right"),
        "not enough said": _("Not enough was said"),
        "already done": _("It was done already"),
        "words are right": _("Nothing is wrong with the words"),
    },
    STOP: {
        "attack": _("The words attack or threaten somebody"),
        "unwanted": _("They go on after a no, or write to many alike"),
        "harm": _("They advertise, deceive or lead to harm"),
    },
    CARRY_OUT: {
        "same identifier": _("An identifier says so"),
        "co-authors": _("Co-authors, places and years say so"),
        "person said so": _("The person showed it"),
    },
    LEAVE: {
        "not enough": _("Not enough to tell"),
        "contradiction": _("Two facts do not go together"),
        "abuse": _("Not made in good faith"),
    },
}
REVERSAL_REASONS = ("objection upheld", "proof shown false", "account taken over")
UNDO_REASONS: dict[str, Promise] = {
    "mis-click": _("Decided by mistake"),
    "new evidence": _("New evidence came"),
    "wrong reading": _("The evidence was read wrongly"),
}
CORRECTED: dict[str, Promise] = {
    "title": _("Title"),
    "year": _("Year"),
    "published_in": _("Published in"),
    "abstract": _("Abstract"),
}
HIDING_REASONS: dict[str, Promise] = {
    "abuse": _("It attacks somebody"),
    "private": _("It tells something private about somebody else"),
    "false": _("It says something false about who the holder is"),
    "advert": _("It advertises or leads to harm"),
}
SUBJECTS: dict[str, Promise] = {
    "wrong claim": _("The wrong person holds this record"),
    "wrong data": _("Something on it is wrong"),
    "this is me": _("This is me: correct it, or I object"),
    "abuse": _("It holds something abusive"),
}


# What a report about a review or a comment says by itself.
TEXT_SUBJECT = "text"
SUBJECTS_OF_TEXTS: dict[str, Promise] = {TEXT_SUBJECT: _("A review or a comment should not stand here")}


@dataclass(frozen=True)
class Tally:
    """Where the decisions of a case stand: the verdict once there is one, and how many more are needed."""

    verdict: str
    missing: int

    @property
    def is_split(self) -> bool:
        """Whether two differed, so that a third has to decide."""
        return not self.verdict and self.missing == 1


def verdicts_for(kind: str) -> tuple[str, ...]:
    """What may be decided on a case of this kind; information is asked of a claimant while nobody disputes, and
    of who asked for an erasure.
    """
    if kind == "report":
        return (ACTED, NOTHING)
    if kind == "words":
        return (STOP, NOTHING)
    if kind == "erasure":
        return (ERASE, KEEP, ASK)
    if kind in SUGGESTED:
        return (CARRY_OUT, LEAVE)
    return (APPROVE, REJECT, ASK) if kind == "claim" else (APPROVE, REJECT)


def reason_words(verdict: str, reason: str) -> str:
    """A coded reason in words; a code of an older release as it stands."""
    return str(REASONS.get(verdict, {}).get(reason, reason))


def reason_in_history(reason: str) -> str:
    """A coded reason of any act, where the verdict it went with is not at hand."""
    known = {code: words for reasons in REASONS.values() for code, words in reasons.items()} | UNDO_REASONS
    return str(known.get(reason, reason))


def tally(verdicts: Sequence[str], *, deciders: int) -> Tally:
    """The verdict that `deciders` people agree on, if they do.

    With two deciders who differ a third breaks the tie: the first verdict that two people gave counts.
    """
    for verdict in dict.fromkeys(verdicts):
        if verdicts.count(verdict) >= deciders:
            return Tally(verdict, 0)
    most = max((verdicts.count(verdict) for verdict in verdicts), default=0)
    return Tally("", deciders - most)


def deciders_needed(*, asked: int, people: int) -> int:
    """How many decide: as many as the case asks for; one on a site where one person has a role at all."""
    return asked if people > 1 else 1
