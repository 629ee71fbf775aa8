"""Raising a held record: evidence that a moderator has to look at, and the highest level, which two accept."""

from dataclasses import dataclass
from datetime import timedelta

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims import clock, levels, notices, rules
from profiles.claims.deciding import is_disputed
from profiles.claims.errors import NotYours, Refused
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind, EvidenceState
from profiles.claims.moving import lock
from profiles.moderation import services as moderation
from profiles.moderation.models import Case
from profiles.moderation.roles import MODERATOR, awake_roles
from profiles.researchers.models import Researcher
from profiles.trust.levels import HIGHEST, kinds_of_authorities
from profiles.trust.score import CONFIRMED_LEVEL
from works.models import Author

ASKED = "claim highest level asked"
RAISED = "claim level looked at"
DECIDERS = 2
# After a refusal nobody asks the same people again at once.
AGAIN_AFTER = timedelta(days=30)


def look_at(evidence: Evidence) -> None:
    """Opens a case about evidence that only a moderator can judge, on the locked claim of a held record."""
    claim = evidence.claim
    is_waiting = evidence.state == EvidenceState.WAITING and evidence.gives >= CONFIRMED_LEVEL
    if claim.state == ClaimState.APPROVED and is_waiting and evidence.kind in rules.LOOKED_AT:
        _open(claim, deciders=1)


def may_ask(claim: Claim) -> bool:
    """Whether the holder may ask for the highest level now. Eight queries at most.

    Never on a site with one moderator, in the half-open week, during a dispute, or while it is asked already.
    """
    now = clock.now()
    half_open = claim.half_open_until is not None and claim.half_open_until > now
    if claim.state != ClaimState.APPROVED or half_open or _asked(claim) or not _has_proofs(claim):
        return False
    moderators = awake_roles([MODERATOR]).exclude(account=claim.account_id)
    return moderators.count() >= DECIDERS and not is_disputed(claim.author_id)


@retried
def ask(*, claim: Claim, by: User) -> Case:
    """The holder asks for the highest level: two moderators look at the proofs. Raises NotYours, Refused."""
    locked = lock(claim)
    if locked.account_id != by.pk:
        raise NotYours
    if not may_ask(locked):
        raise Refused
    journal.write(act=ASKED, actor=by, object_kind="claim", object_id=locked.pk)
    return _open(locked, deciders=DECIDERS)


@dataclass(frozen=True, slots=True)
class LevelQuestion:
    """What the holder of a record can ask about its level, or has asked."""

    claim: Claim
    may_ask_highest: bool
    level_case: Case | None


def question_of(claim: Claim) -> LevelQuestion:
    """For the pages on which a holder sees the level. Nine queries at most, none unless the claim is approved."""
    if claim.state != ClaimState.APPROVED:
        return LevelQuestion(claim, may_ask_highest=False, level_case=None)
    return LevelQuestion(claim, may_ask(claim), open_question(claim))


def holders_question(author: Author, account: User | None) -> LevelQuestion | None:
    """The same for a record that this account holds; None for everybody else, without a query for nobody."""
    held = Claim.objects.filter(author=author, account=account, state=ClaimState.APPROVED) if account else None
    claim = held.select_related("author").first() if held is not None else None
    return question_of(claim) if claim else None


def open_question(claim: Claim) -> Case | None:
    """The open case about the level of a held record. One query."""
    return Case.objects.filter(claim=claim, kind=Case.Kind.LEVEL, state=Case.State.OPEN).first()


def settle(case: Case, *, is_accepted: bool) -> None:
    """What moderators decided about the level of a held record: the evidence they looked at holds, or does not."""
    claim = case.claim
    assert claim is not None
    now = clock.now()
    for one in _looked_at(claim):
        one.state = EvidenceState.HOLDS if is_accepted else EvidenceState.FAILED
        one.holds_until = now + rules.PROOF_LIVES[one.gives] if is_accepted else None
        one.finding = notices.accepted_words() if is_accepted else notices.refused_words()
        one.fact |= {"case": case.pk}
        one.checked_at = now
        one.save()
    _tell(claim)


def take_back(case: Case) -> None:
    """The decision was undone: what it was about waits again."""
    claim = case.claim
    assert claim is not None
    for one in claim.evidence.filter(fact__case=case.pk).order_by("pk"):
        one.state, one.checked_at, one.holds_until = EvidenceState.WAITING, None, None
        one.save()
    _tell(claim)


def _tell(claim: Claim) -> None:
    entry = journal.write(act=RAISED, actor="desk", object_kind="claim", object_id=claim.pk)
    levels.refresh_level(author=claim.author, reason="level looked at")
    notices.tell("level", claim, claim.account_id, about=entry.pk)


def _looked_at(claim: Claim) -> list[Evidence]:
    waiting = Evidence.objects.filter(claim=claim, state=EvidenceState.WAITING, kind__in=rules.LOOKED_AT)
    return list(waiting.exclude(kind=EvidenceKind.STATEMENT).filter(gives__gte=2).order_by("pk"))


def _has_proofs(claim: Claim) -> bool:
    researcher = Researcher.objects.filter(author_id=claim.author_id, account_id=claim.account_id).first()
    if researcher is None or researcher.level >= HIGHEST:
        return False
    today = clock.now().date()
    return len(kinds_of_authorities(levels.proofs_of(researcher), today, level=HIGHEST)) >= DECIDERS


def _asked(claim: Claim) -> bool:
    asked = Case.objects.filter(claim=claim, kind=Case.Kind.LEVEL, deciders__gte=DECIDERS)
    recent = asked.filter(state=Case.State.DECIDED, decided_at__gt=clock.now() - AGAIN_AFTER)
    return asked.filter(state=Case.State.OPEN).exists() or recent.exists()


def _open(claim: Claim, *, deciders: int) -> Case:
    due_at = clock.now() + rules.CLAIM_DUE
    return moderation.open_case(
        kind=Case.Kind.LEVEL, author=claim.author, claim=claim, due_at=due_at, deciders=deciders
    )
