"""What may happen to a claim, and when: no database, no clock, no settings (safety.md, Claims)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from profiles.claims.models import ClaimState as State, EvidenceKind


class Who(Enum):
    """In which part somebody moves a claim; a moderator's right and conflicts are checked by the desk."""

    CLAIMANT = "claimant"
    MODERATOR = "moderator"
    RULE = "rule"
    CLOCK = "clock"


CLAIMANT, MODERATOR, RULE, CLOCK = (frozenset({who}) for who in Who)

# Every state with the states that may follow it, and who may bring each about.
MOVES: Mapping[str, Mapping[str, frozenset[Who]]] = {
    State.DRAFT: {State.SUBMITTED: CLAIMANT, State.WITHDRAWN: CLAIMANT},
    State.SUBMITTED: {
        State.APPROVED: MODERATOR | RULE,
        State.JOINED: MODERATOR | RULE,
        State.NEEDS_INFORMATION: MODERATOR,
        State.REJECTED: MODERATOR,
        State.WITHDRAWN: CLAIMANT,
    },
    State.NEEDS_INFORMATION: {State.SUBMITTED: CLAIMANT | MODERATOR, State.WITHDRAWN: CLAIMANT | CLOCK},
    State.APPROVED: {State.SUBMITTED: MODERATOR, State.REVERSED: MODERATOR, State.WITHDRAWN: CLAIMANT},
    State.JOINED: {State.SUBMITTED: MODERATOR, State.REVERSED: MODERATOR, State.WITHDRAWN: CLAIMANT},
    State.REJECTED: {State.SUBMITTED: MODERATOR, State.APPEALED: CLAIMANT},
    State.REVERSED: {State.APPEALED: CLAIMANT},
    State.APPEALED: {
        State.APPROVED: MODERATOR,
        State.JOINED: MODERATOR,
        State.REJECTED: MODERATOR,
        State.WITHDRAWN: CLAIMANT,
    },
    State.WITHDRAWN: {},
}
UNDO = {(State.APPROVED, State.SUBMITTED), (State.JOINED, State.SUBMITTED), (State.REJECTED, State.SUBMITTED)}
DECIDED = frozenset({State.APPROVED, State.JOINED, State.REJECTED, State.REVERSED})
# Evidence may be brought in these; in an approved claim it raises the level.
TAKES_EVIDENCE = frozenset({State.DRAFT, State.SUBMITTED, State.NEEDS_INFORMATION, State.APPEALED, State.APPROVED})
# Waiting for somebody's decision: what makes claims on one record compete.
WAITING = frozenset({State.SUBMITTED, State.NEEDS_INFORMATION, State.APPEALED})

# What a moderator's approval accepts along with the claim; the others are found by machine or not at all.
LOOKED_AT = (EvidenceKind.ORCID, EvidenceKind.MAIL, EvidenceKind.STATEMENT)

DRAFT_LIVES = timedelta(days=30)
CLAIM_DUE = timedelta(days=7)
ANSWER_DUE = timedelta(days=30)
APPEAL_DUE = timedelta(days=14)
DISPUTE_LOOK = timedelta(hours=48)
DISPUTE_DUE = timedelta(days=30)
HALF_OPEN = timedelta(days=7)
UNDO_WITHIN = timedelta(days=30)
APPEAL_WITHIN = timedelta(days=60)
REMINDERS = (timedelta(days=14), timedelta(days=27))
STATEMENT_LIVES = timedelta(days=90)
# How long what was brought for a claim that ended is kept.
ENDED_LIVES = timedelta(days=365)
# What a claimant, or a voucher, may not simply try again.
FALSE_REASONS = ("proof shown false", "account taken over", "abuse")
VOUCHES_AFTER_FALSE = timedelta(days=365)
OPEN_CLAIMS = 3
CLAIMS_A_DAY = 5
# What a state's due date is counted from its beginning; states that are not here wait for nobody.
DUE: Mapping[str, timedelta] = {
    State.DRAFT: DRAFT_LIVES,
    State.SUBMITTED: CLAIM_DUE,
    State.NEEDS_INFORMATION: ANSWER_DUE,
    State.APPEALED: APPEAL_DUE,
}
# How long a proof counts, by the level it gives (trust.md).
PROOF_LIVES: Mapping[int, timedelta] = {2: timedelta(days=1095), 3: timedelta(days=730)}


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence as a rule sees it: the rule that it satisfies (or empty), and the level it gives."""

    rule: str
    gives: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known when a claim is decided."""

    is_held: bool = False
    is_disputed: bool = False
    is_contested: bool = False
    holds_another: bool = False
    # Others may still object to the first claim of this account: it gets nothing more by rule.
    is_half_open: bool = False
    # A moderator undid or reversed a decision on this account's claim, or found it false.
    is_burnt: bool = False
    # The name mixes scripts, or looks like the name on a held record.
    is_doubtful_name: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that approves; or, where it is empty, how many moderators the claim needs."""

    rule: str
    deciders: int = 1


def may_move(before: str, after: str, who: Who | None = None) -> bool:
    """Whether a claim may go from one state to another, at all or by this kind of actor."""
    actors = MOVES[before].get(after)
    return actors is not None and (who is None or who in actors)


def judge(proofs: Sequence[Proof], around: Surroundings) -> Verdict:
    """What becomes of a submitted claim: no rule decides between people, or about what is held already."""
    if around.is_held or around.is_disputed or around.is_contested:
        return Verdict("", deciders=2)
    best = max((proof for proof in proofs if proof.rule), key=lambda proof: proof.gives, default=None)
    is_free = not (around.is_burnt or around.is_half_open or around.is_doubtful_name)
    if best is not None and is_free:
        return Verdict(best.rule)
    # What is accepted goes into a held record: two people look where no rule says so.
    return Verdict("", deciders=2 if around.holds_another else 1)
