"""Taking a decision back, and reversing an approved claim."""

from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims import clock, own_domains, raising, services as claims
from profiles.claims.models import Claim, ClaimState, InstitutionDomain
from profiles.claims.moving import lock as lock_claim
from profiles.joining import merging
from profiles.moderation import rules
from profiles.moderation.access import Desk
from profiles.moderation.case_page import may_undo
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.deciding import check_limit, decide, lock
from profiles.moderation.errors import AlreadyDecided, CannotUndo, ConflictOfInterest, NotHeld
from profiles.moderation.models import Case, Decision
from profiles.moderation.services import open_case
from works.models import AuthorChange

BY_MISTAKE = "mis-click"
# Among the reasons to leave records as they are.
NOT_AGAIN = "not enough"


@retried
def undo(*, desk: Desk, case: Case, reason: str, words: str) -> Case:
    """Takes a case's decision back within thirty days; the claim is as just sent, and a case about it is open.

    A change to a record that somebody holds needs two: this is the first word, and the case is open for the second.
    Gives the open case. Raises CannotUndo, ConflictOfInterest, TooMany.
    """
    locked = lock(case)
    now = clock.now()
    if not may_undo(locked, now=now) or _later_decision(locked):
        raise CannotUndo
    if found := conflicts_of(moderators=[desk.account.pk], cases=[locked.pk], alone=desk.is_alone):
        raise ConflictOfInterest(found[0].code)
    check_limit(desk.account)
    change = locked.proposal.change if locked.proposal is not None else None
    if change is not None and _needed(change, desk) > 1:
        return _ask_a_second(locked, desk, reason, words)
    _take_back(locked, desk, reason, words)
    if change is not None:
        merging.undo(change, by=desk.account, reason=reason)
    if locked.kind == Case.Kind.LEVEL:
        raising.take_back(locked)
    elif locked.domain is not None:
        own_domains.settle(locked.domain, InstitutionDomain.State.SUGGESTED)
    if locked.claim is None or locked.kind == Case.Kind.LEVEL:
        return locked
    claims.move(
        claim=locked.claim,
        to=ClaimState.SUBMITTED,
        by=desk.account,
        reason=reason,
        words=words,
        deciders=locked.deciders,
    )
    return Case.objects.get(claim=locked.claim, kind=Case.Kind.CLAIM, state=Case.State.OPEN)


@retried
def undo_change(*, desk: Desk, change: AuthorChange) -> bool:
    """Takes a merge or split back, with the decision or the claim that brought it about.

    False where a second moderator has to agree, and the case is open for that. Raises CannotUndo after thirty days,
    ConflictOfInterest, TooMany, and what `merging.undo` raises.
    """
    if case := Case.objects.filter(proposal__change=change, state=Case.State.DECIDED).first():
        undo(desk=desk, case=case, reason=BY_MISTAKE, words="")
        return AuthorChange.objects.filter(pk=change.pk, undone_at__isnull=False).exists()
    claim = Claim.objects.select_related("author").filter(change=change, state=ClaimState.JOINED).first()
    if claim is None:
        raise CannotUndo
    if found := conflicts_of(moderators=[desk.account.pk], cases=[], claim=claim.pk, alone=desk.is_alone):
        raise ConflictOfInterest(found[0].code)
    check_limit(desk.account)
    claims.move(claim=claim, to=ClaimState.SUBMITTED, by=desk.account, reason=BY_MISTAKE, deciders=2)
    return True


@retried
def reverse(*, desk: Desk, claim: Claim, reason: str, words: str) -> Case:
    """The first, or in the half-open week the only, decision that an approved claim must not stand.

    Opens a dispute, or joins the one that is open about this claim. Raises NotHeld, AlreadyDecided for a dispute
    about another claim, and as `decide`.
    """
    held = lock_claim(claim)
    if held.state not in (ClaimState.APPROVED, ClaimState.JOINED):
        raise NotHeld
    now = clock.now()
    is_half_open = held.half_open_until is not None and held.half_open_until > now
    case = open_case(
        kind=Case.Kind.DISPUTE,
        author=held.author,
        claim=held,
        due_at=now + rules.DUE["dispute"],
        deciders=1 if is_half_open else 2,
    )
    if case.claim_id != held.pk:
        raise AlreadyDecided
    return decide(desk=desk, case=case, verdict=rules.REJECT, reason=reason, words=words)


def _needed(change: AuthorChange, desk: Desk) -> int:
    return rules.deciders_needed(asked=_asked(change), people=desk.people)


def _asked(change: AuthorChange) -> int:
    return merging.deciders_for([change.kept_id, change.other_id])


def _ask_a_second(case: Case, desk: Desk, reason: str, words: str) -> Case:
    """The case is open again for two, this moderator's word being to leave the records as they were before."""
    _take_back(case, desk, reason, words)
    return decide(desk=desk, case=case, verdict=rules.LEAVE, reason=NOT_AGAIN, words=words)


def _take_back(case: Case, desk: Desk, reason: str, words: str) -> None:
    now = clock.now()
    Decision.objects.filter(case=case, undone_at=None).update(undone_at=now)
    # What was an appeal or a dispute goes on as a case about the claim, which is submitted again.
    goes_on = case.kind not in (Case.Kind.APPEAL, Case.Kind.DISPUTE)
    case.state = Case.State.OPEN if goes_on else Case.State.CLOSED
    case.decided_at = None if goes_on else now
    case.due_at = now + rules.DUE[case.kind]
    if case.proposal is not None and case.proposal.change is not None:
        case.deciders = max(case.deciders, _asked(case.proposal.change))
    case.save(update_fields=["state", "decided_at", "due_at", "deciders"])
    journal.write(
        act="case undone",
        actor=desk.account,
        object_kind="case",
        object_id=case.pk,
        reason=reason,
        before=Case.State.DECIDED,
        after=case.state,
        words={"words": words} if words else None,
    )


def _later_decision(case: Case) -> bool:
    # Nothing rests on a level; a claim that ended since then has closed its case.
    if case.claim_id is None or case.kind == Case.Kind.LEVEL:
        return False
    later = Case.objects.filter(claim=case.claim_id, state=Case.State.DECIDED, decided_at__gte=case.decided_at)
    return later.exclude(pk=case.pk).exists()
