"""What an agreed verdict does: to the claim, to a holder who loses the record or rises, to a report, to a domain."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.claims import clock, own_domains, raising, services as claims
from profiles.claims.models import Claim, ClaimState, InstitutionDomain
from profiles.erasures import services as erasures
from profiles.erasures.models import Erasure
from profiles.joining import merging
from profiles.joining.models import Proposal
from profiles.moderation import answering, rules
from profiles.moderation.models import Case, Decision, Report
from profiles.moderation.services import close_cases
from works.models import Author

ACCEPTED, REFUSED = InstitutionDomain.State.ACCEPTED, InstitutionDomain.State.REFUSED


def carry_out(case: Case, agreed: Sequence[Decision], *, by: User, is_by_one: bool) -> None:
    """Closes a locked case with the decision that enough people gave, and does what it says."""
    last = agreed[-1]
    case.state, case.decided_at = Case.State.DECIDED, clock.now()
    case.save(update_fields=["state", "decided_at"])
    journal.write(
        act="case decided",
        actor=by,
        object_kind="case",
        object_id=case.pk,
        reason="decided by one person" if is_by_one else last.reason,
        before=Case.State.OPEN,
        after=last.verdict,
    )
    words = next((decision.words for decision in reversed(agreed) if decision.words), "")
    if is_by_one:
        words = f"{words} {_('Decided by one person.')}".strip()
    if case.report is not None and case.kind == Case.Kind.ERASURE:
        _erase_or_keep(case.report, last.verdict, by=by)
    if case.report is not None:
        answering.answer(case.report)
    if case.proposal is not None:
        _change_or_leave(case.proposal, last, by=by)
    if case.kind == Case.Kind.LEVEL:
        raising.settle(case, is_accepted=last.verdict == rules.APPROVE)
    elif case.domain is not None:
        own_domains.settle(case.domain, ACCEPTED if last.verdict == rules.APPROVE else REFUSED)
    elif case.claim is not None:
        _move(case, case.claim, last, by=by, words=words, is_agreed=len(agreed) > 1)


def _change_or_leave(proposal: Proposal, decision: Decision, *, by: User) -> None:
    """What was carried out before, and then asked about again, stays as it is or is taken back."""
    change = proposal.change
    is_done = change is not None and change.undone_at is None
    if decision.verdict == rules.CARRY_OUT and not is_done:
        merging.carry_out(proposal, by=by, reason=decision.reason)
    elif decision.verdict == rules.LEAVE and change is not None and is_done:
        merging.undo(change, by=by, reason=decision.reason)


def _erase_or_keep(report: Report, verdict: str, *, by: User) -> None:
    erasure = Erasure.objects.select_related("report").get(report=report)
    if verdict == rules.ERASE:
        erasures.carry_out(erasure=erasure, by=by)
    else:
        erasures.keep(erasure=erasure)


def _move(case: Case, claim: Claim, decision: Decision, *, by: User, words: str, is_agreed: bool) -> None:
    is_held = claim.state in (ClaimState.APPROVED, ClaimState.JOINED)
    if decision.verdict == rules.APPROVE and is_held:
        # A holder whom the objection did not move: nothing is half open any more, and the page says so.
        Claim.objects.filter(pk=claim.pk).update(half_open_until=None)
        Author.objects.filter(pk=claim.author_id).update(version=F("version") + 1)
    elif decision.verdict == rules.APPROVE:
        _reverse_holder(case, claim, by)
        claims.move(
            claim=claim,
            to=ClaimState.APPROVED,
            by=by,
            reason=decision.reason,
            words=words,
            half_open=not is_agreed,
        )
    else:
        to = ClaimState.REVERSED if is_held else ClaimState.REJECTED
        claims.move(claim=claim, to=to, by=by, reason=decision.reason, words=words)
    close_cases(claim=claim)


def _reverse_holder(case: Case, claim: Claim, by: User) -> None:
    holders = Claim.objects.filter(author=case.author, state=ClaimState.APPROVED).exclude(pk=claim.pk)
    for holder in holders:
        words = _("Moderators found that somebody else's evidence for this record is stronger.")
        claims.move(claim=holder, to=ClaimState.REVERSED, by=by, reason="objection upheld", words=words)
        close_cases(claim=holder)
