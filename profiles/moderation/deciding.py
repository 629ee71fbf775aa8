"""Decisions: one moderator's word, and what follows once enough of them agree. All on locked rows."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.retries import retried
from profiles.claims import clock, services as claims
from profiles.claims.errors import TooMany
from profiles.claims.models import Claim, ClaimState
from profiles.claims.moving import lock as lock_claim
from profiles.erasures import questions, services as erasures
from profiles.erasures.models import Erasure
from profiles.joining import merging
from profiles.moderation import rules
from profiles.moderation.access import Desk
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.errors import AlreadyDecided, ConflictOfInterest
from profiles.moderation.models import Case, Decision
from profiles.moderation.outcome import carry_out


@retried
def decide(*, desk: Desk, case: Case, verdict: str, reason: str, words: str) -> Case:
    """One moderator's decision, in effect at once where it is enough; gives the case as it stands then.

    Raises AlreadyDecided, ConflictOfInterest, TooMany beyond 120 an hour, and what moving a claim raises.
    """
    locked = lock(case)
    _check(desk, locked, verdict)
    _raise_deciders(locked, verdict)
    Decision.objects.create(case=locked, moderator=desk.account, verdict=verdict, reason=reason, words=words)
    journal.write(
        act="decision given",
        actor=desk.account,
        object_kind="case",
        object_id=locked.pk,
        reason=reason,
        after=verdict,
        words={"words": words} if words else None,
    )
    if verdict == rules.ERASE:
        # From here on nobody else need see the record, whatever the second one says.
        control = Erasure.Control.MODERATOR
        erasures.show_control(erasure=Erasure.objects.get(report=locked.report_id), control=control)
    needed = rules.deciders_needed(asked=locked.deciders, people=desk.people)
    given = list(_standing(locked))
    outcome = rules.tally([decision.verdict for decision in given], deciders=needed)
    if outcome.verdict:
        is_by_one = needed < locked.deciders or desk.decides_own_word(locked)
        agreed = [decision for decision in given if decision.verdict == outcome.verdict]
        carry_out(locked, agreed, by=desk.account, is_by_one=is_by_one)
    return locked


@retried
def ask(*, desk: Desk, case: Case, reason: str, words: str) -> Case:
    """Asks the claimant, or who asked for an erasure, one question; the case waits for the answer, thirty days at most.

    Raises as `decide` does.
    """
    locked = lock(case)
    _check(desk, locked, rules.ASK)
    if locked.kind == Case.Kind.ERASURE:
        questions.ask(case=locked, words=words, by=desk.account, reason=reason)
        return locked
    if locked.claim is None:
        raise AlreadyDecided
    claims.move(claim=locked.claim, to=ClaimState.NEEDS_INFORMATION, by=desk.account, reason=reason, words=words)
    locked.due_at = clock.now() + rules.TO_ANSWER
    locked.save(update_fields=["due_at"])
    return locked


@retried
def take_back_question(*, desk: Desk, case: Case) -> Case:
    """The question needs no answer after all; the case is due as one just sent. Nothing happens without a question."""
    locked = lock(case)
    _check_conflict(desk, locked)
    if locked.kind == Case.Kind.ERASURE and locked.state == Case.State.OPEN:
        questions.take_back(case=locked, by=desk.account)
    elif locked.claim is not None and locked.claim.state == ClaimState.NEEDS_INFORMATION:
        claims.move(claim=locked.claim, to=ClaimState.SUBMITTED, by=desk.account, reason="question taken back")
    return locked


def lock(case: Case) -> Case:
    """The case as it stands, alone with its records and claim until the end; in the order in which claims lock."""
    if case.claim is not None:
        lock_claim(case.claim)
    else:
        merging.lock(case.proposal.author_ids if case.proposal is not None else [case.author_id])
    locked = Case.objects.select_for_update(no_key=True, of=("self",))
    about = ("author", "claim__author", "claim__account", "report", "domain", "proposal")
    return locked.select_related(*about).get(pk=case.pk)


def check_limit(account: User) -> None:
    """Raises TooMany when the account has decided 120 times in the last hour."""
    hour = timedelta(hours=1)
    now = clock.now()
    recent = Decision.objects.filter(moderator=account, made_at__gt=now - hour).order_by("-made_at")
    again = free_again(recent.values_list("made_at", flat=True), most=rules.DECISIONS_AN_HOUR, within=hour)
    if again:
        raise TooMany(again - now, _("That were 120 decisions within an hour. Administrators have been told."))


def waits_for_answer(case: Case) -> bool:
    """Whether a question was asked that can still be answered; a query for an erasure that is not loaded."""
    if case.kind == Case.Kind.ERASURE and case.report is not None:
        return questions.waits(case.report.erasure)
    return case.claim is not None and case.claim.state == ClaimState.NEEDS_INFORMATION


def _check(desk: Desk, case: Case, verdict: str) -> None:
    is_known = verdict in rules.verdicts_for(case.kind)
    if case.state != Case.State.OPEN or not is_known or _standing(case).filter(moderator=desk.account).exists():
        raise AlreadyDecided
    if waits_for_answer(case):
        raise AlreadyDecided
    _check_conflict(desk, case)
    check_limit(desk.account)


def _check_conflict(desk: Desk, case: Case) -> None:
    found = conflicts_of(moderators=[desk.account.pk], cases=[case.pk], alone=desk.is_alone)
    if found:
        raise ConflictOfInterest(found[0].code)


def _raise_deciders(case: Case, verdict: str) -> None:
    # Taking a record from its holder, or changing a held one, needs two, whatever the case was opened for.
    if case.proposal is not None and verdict == rules.CARRY_OUT:
        _at_least(case, merging.deciders_for(case.proposal.author_ids))
    if verdict != rules.APPROVE or case.claim is None or case.deciders > 1:
        return
    if Claim.objects.filter(author=case.author, state=ClaimState.APPROVED).exclude(pk=case.claim.pk).exists():
        _at_least(case, 2)


def _at_least(case: Case, deciders: int) -> None:
    if deciders > case.deciders:
        case.deciders = deciders
        case.save(update_fields=["deciders"])


def _standing(case: Case) -> QuerySet[Decision]:
    return Decision.objects.filter(case=case, undone_at=None).order_by("pk")
