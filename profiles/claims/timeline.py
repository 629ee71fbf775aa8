"""What has happened to a claim, in plain words for its claimant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal.queries import HistoryLine, history
from profiles.claims import words
from profiles.claims.models import Claim, ClaimState as State, EvidenceKind
from profiles.moderation.rules import REJECT, reason_words


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One thing that happened: a sentence, when, by whom, and what was written with it."""

    sentence: str
    who: str
    at: datetime
    words: str
    after: str


def claim_timeline(claim: Claim, *, viewer: User) -> list[TimelineStep]:
    """The claim's moves and evidence from the journal, oldest first. One query.

    Who objected, vouched or claims as well stays untold: such acts of others are left out.
    """
    lines = history("claim", claim.pk, viewer=viewer, people={claim.account_id: _("the claimant")})
    return [step for line in lines if (step := _step(line))]


def _step(line: HistoryLine) -> TimelineStep | None:
    sentence = _sentence(line)
    if not sentence:
        return None
    return TimelineStep(
        sentence=sentence, who=_who(line.who), at=line.at, words=str(line.words.get("words", "")), after=line.after
    )


def _sentence(line: HistoryLine) -> str:
    if line.act == "claim objection":
        # Not who, and not their words: those are for the deciders.
        return ""
    if line.act.startswith("evidence dropped "):
        return _("Evidence taken out: %(kind)s.") % {"kind": _kind(line.act.removeprefix("evidence dropped "))}
    if line.act.startswith("evidence "):
        return _("Evidence brought: %(kind)s.") % {"kind": _kind(line.act.removeprefix("evidence "))}
    if line.after:
        return _moved(line)
    return str(_others().get(line.act, ""))


def _moved(line: HistoryLine) -> str:
    if line.before in {State.APPROVED, State.REJECTED, State.JOINED} and line.after == State.SUBMITTED:
        return _("The decision was undone; the claim waits for a new one.")
    if line.before == State.NEEDS_INFORMATION and line.after == State.SUBMITTED:
        return _("Answered.")
    if line.after in {State.REJECTED, State.REVERSED}:
        reason = reason_words(REJECT, line.reason)
        sentence = _("Not accepted: %(reason)s.") if line.after == State.REJECTED else _("Taken back: %(reason)s.")
        return sentence % {"reason": reason}
    sentences: Mapping[str, str] = {
        State.DRAFT: _("Claim begun."),
        State.SUBMITTED: _("Claim sent."),
        State.NEEDS_INFORMATION: _("A question was asked."),
        State.APPROVED: _("Claim accepted."),
        State.JOINED: _("Claim accepted, and the record merged into the one you hold."),
        State.WITHDRAWN: _ended(line.before),
        State.APPEALED: _("Appeal sent."),
    }
    return sentences.get(line.after, "")


def _ended(before: str) -> str:
    sentences: Mapping[str, str] = {
        State.APPROVED: _("The record was given up."),
        State.JOINED: _("Claim ended; the two records are two again."),
    }
    return sentences.get(before, _("Claim ended."))


def _others() -> Mapping[str, str]:
    return {
        "claim late": _("Not decided in time, so there is a new date: more cases came than moderators could look at."),
        "nobody may decide": _("It waits: every moderator has a connection to one side. Administrators were told."),
        "claim reminder": _("A reminder was sent."),
        "claim name doubtful": _("The name could be taken for another one as it is written, so a moderator decides."),
        "claim highest level asked": _("The highest level was asked for; two moderators look at it."),
        "claim level looked at": _("Moderators looked at the proofs of the record."),
        "page read holds": _("We read the page: the line is there."),
        "page read waiting": _("We read the page and found no line."),
        "page read failed": _("We read the page and found no line."),
        "record read waiting": _("We asked ORCID for the public record."),
        "record read failed": _("We read the public record at ORCID: it lists too few of the works."),
        "vouch given": _("A close collaborator vouched."),
        "vouch given again": _("A close collaborator vouched again."),
        "vouch withdrawn": _("A close collaborator took their word back."),
    }


def _kind(kind: str) -> str:
    return words.kind_name(kind) if kind in EvidenceKind.values else kind


def _who(who: str) -> str:
    names = {"clock": _("by the clock"), "worker": _("by machine")}
    return names.get(who, who)
