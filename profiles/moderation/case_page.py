"""Everything a case page shows, side by side, in a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.db.journal.queries import HistoryLine, history
from profiles.claims.models import Claim, ClaimState
from profiles.erasures import questions
from profiles.erasures.page import CONTROL
from profiles.joining.queries import Preview, preview_of
from profiles.moderation import rules
from profiles.moderation.access import FOUND, Desk
from profiles.moderation.conflicts import CODES, Conflict
from profiles.moderation.deciding import waits_for_answer
from profiles.moderation.models import Case, Decision
from profiles.moderation.record import RecordPanel, record_panel
from profiles.moderation.report_acts import ReportActs, report_acts
from profiles.moderation.sides import KINDS, Claims, claims_of

DECIDED = (ClaimState.REJECTED, ClaimState.REVERSED, ClaimState.APPROVED, ClaimState.JOINED)
GIVEN = "decision given"
OBJECTION = "claim objection"
BROUGHT, TAKEN_OUT = "evidence ", "evidence dropped "
ACTS: dict[str, Promise] = {
    "case opened": gettext_lazy("Case opened"),
    "case taken": gettext_lazy("Taken"),
    "case handed over": gettext_lazy("Handed over"),
    "case closed": gettext_lazy("Closed"),
    GIVEN: gettext_lazy("Decision given"),
    OBJECTION: gettext_lazy("Objection"),
    "case decided": gettext_lazy("Decided"),
    "words looked at": gettext_lazy("Reported words looked at"),
    "text hidden": gettext_lazy("Text hidden"),
    "text shown again": gettext_lazy("Text shown again"),
    "work corrected": gettext_lazy("Work corrected"),
    "correction taken back": gettext_lazy("Correction taken back"),
    "case undone": gettext_lazy("Decision undone"),
    "conflict of interest": gettext_lazy("Kept away by a conflict of interest"),
    "case late": gettext_lazy("Past its due date; administrators told"),
    "nobody may decide": gettext_lazy("Everybody has a conflict of interest; administrators told"),
    "claim highest level asked": gettext_lazy("Highest level asked for"),
    "claim level looked at": gettext_lazy("Level looked at"),
    "claim name doubtful": gettext_lazy("The name mixes scripts, or looks like that of another held record"),
    "claim late": gettext_lazy("Claimant told of a new date"),
    "claim draft": gettext_lazy("Claim begun"),
    "claim submitted": gettext_lazy("Claim sent"),
    "claim approved": gettext_lazy("Claim approved"),
    "claim joined": gettext_lazy("Claim approved, and the record merged into the one they hold"),
    "merge suggested": gettext_lazy("Merge suggested"),
    "split suggested": gettext_lazy("Split suggested"),
    "merge made": gettext_lazy("Records merged"),
    "split made": gettext_lazy("Record split"),
    "merge undone": gettext_lazy("Merge undone"),
    "split undone": gettext_lazy("Split undone"),
    "claim rejected": gettext_lazy("Claim rejected"),
    "claim reversed": gettext_lazy("Claim reversed"),
    "claim appealed": gettext_lazy("Appealed"),
    "claim withdrawn": gettext_lazy("Claim withdrawn"),
    "claim needs information": gettext_lazy("Information asked for"),
    questions.ASKED: gettext_lazy("Information asked for"),
    questions.ANSWERED: gettext_lazy("Question answered"),
    questions.TAKEN_BACK: gettext_lazy("Question taken back"),
}


ABOUT_CHANGES = ("merge suggested", "split suggested", "merge made", "split made", "merge undone", "split undone")


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history in words; `hidden` says that its reasoning waits for the next decision."""

    act: str | Promise
    line: HistoryLine
    reason: str
    words: str
    is_hidden: bool


@dataclass(frozen=True)
class Given:
    """A decision in words."""

    verdict_words: str | Promise
    reason_words: str
    words: str


@dataclass(frozen=True)
class KeptAway:
    """How many of the desk have no part in this case for one reason."""

    words: str | Promise
    people: int


@dataclass(frozen=True)
class CasePage:
    """A case as one person on the desk sees it."""

    case: Case
    kind: str | Promise
    record: RecordPanel
    preview: Preview | None
    claims: Claims
    history: list[HistoryEntry]
    kept_away: list[KeptAway]
    decisions: list[Given]
    given: int
    needed: int
    has_decided: bool
    is_overdue: bool
    hides_first: bool
    may_decide: bool
    waits_for_answer: bool
    may_undo: bool
    may_reverse: bool
    rule_words: str
    report_subject: str | Promise
    control: str | Promise
    colleagues: list[int]
    acts: ReportActs | None

    @property
    def is_erasure(self) -> bool:
        """Whether somebody asked for the record to go."""
        return self.case.kind == Case.Kind.ERASURE

    @property
    def is_mine(self) -> bool:
        """Whether it is assigned to the one who looks."""
        return self.case.assigned_to_id is not None and self.case.assigned_to_id not in self.colleagues


def case_page(case: Case, *, desk: Desk, conflicts: Sequence[Conflict]) -> CasePage:
    """The page; eleven queries for a claim, ten without one, four more for a report; a preview has its own."""
    given = list(Decision.objects.filter(case=case, undone_at=None).order_by("pk"))
    is_open = case.state == Case.State.OPEN
    own = [decision for decision in given if decision.moderator_id == desk.account.pk]
    erasure = case.report.erasure if case.kind == Case.Kind.ERASURE and case.report else None
    waits = waits_for_answer(case)
    hides = is_open and case.kind == Case.Kind.APPEAL and not own
    claims = claims_of(case)
    away = {conflict.account_id for conflict in conflicts}
    return CasePage(
        case=case,
        kind=rules.KINDS[case.kind],
        record=record_panel(case.author),
        preview=preview_of(case.proposal) if case.proposal and case.proposal.change is None else None,
        claims=claims,
        history=_history(case, desk, hides_first=hides),
        kept_away=_kept_away(conflicts),
        decisions=[_given(decision) for decision in (own if is_open else given)],
        given=len(given),
        needed=rules.deciders_needed(asked=case.deciders, people=desk.people),
        has_decided=bool(own),
        is_overdue=is_open and case.due_at < timezone.now(),
        hides_first=hides,
        may_decide=is_open and not own and not waits,
        waits_for_answer=is_open and waits,
        may_undo=may_undo(case, now=timezone.now()),
        may_reverse=desk.is_moderator and case.kind != Case.Kind.DISPUTE,
        rule_words=_rule_words(case, claims, desk),
        report_subject=_subject(case),
        control=CONTROL.get(erasure.control, "") if erasure else "",
        colleagues=[pk for pk in desk.moderators if pk != desk.account.pk and pk not in away],
        acts=report_acts(case) if desk.is_moderator and case.kind == Case.Kind.REPORT else None,
    )


def may_undo(case: Case, *, now: datetime) -> bool:
    """Whether the decision can be taken back; that no later one followed is checked on the locked rows."""
    if case.state != Case.State.DECIDED or case.decided_at is None or now > case.decided_at + rules.TO_UNDO:
        return False
    if case.kind == Case.Kind.ERASURE:
        # What was erased is nowhere any more; who was refused asks again.
        return False
    if case.proposal is not None and case.proposal.change is not None:
        return case.proposal.change.undone_at is None
    return case.claim is None or case.claim.state in (ClaimState.APPROVED, ClaimState.REJECTED, ClaimState.JOINED)


def _subject(case: Case) -> str | Promise:
    if case.report is None:
        return ""
    return (rules.SUBJECTS | rules.SUBJECTS_OF_TEXTS).get(case.report.subject, rules.KINDS[case.kind])


def _history(case: Case, desk: Desk, *, hides_first: bool) -> list[HistoryEntry]:
    people = {case.claim.account_id: _("the claimant")} if case.claim else {}
    if case.proposal and case.proposal.account_id:
        people[case.proposal.account_id] = _("who suggested it")
    lines = history("case", case.pk, viewer=desk.account, people=people)
    if case.claim:
        lines += history("claim", case.claim.pk, viewer=desk.account, people=people)
    if case.proposal:
        told = history("author", case.author_id, viewer=desk.account, people=people)
        lines += [line for line in told if line.act in ABOUT_CHANGES]
    # The deciders do not see each other's decisions while the case is open.
    is_open = case.state == Case.State.OPEN
    shown = [line for line in lines if not (is_open and line.act == GIVEN and line.actor_id != desk.account.pk)]
    shown.sort(key=lambda line: line.entry_id)
    return [_entry(line, is_hidden=hides_first and line.after in DECIDED) for line in shown]


def _entry(line: HistoryLine, *, is_hidden: bool) -> HistoryEntry:
    words = str(line.words.get("words", "")) if not is_hidden else ""
    if is_hidden:
        line = replace(line, reason="", words={})
    if line.act == OBJECTION:
        line = replace(line, who=_("somebody with evidence for this record"))
    return HistoryEntry(_act(line), line, _reason(line), words, is_hidden)


def _act(line: HistoryLine) -> str | Promise:
    for begins, words in ((TAKEN_OUT, _("Evidence taken out: %(kind)s")), (BROUGHT, _("Evidence brought: %(kind)s"))):
        if line.act.startswith(begins):
            kind = line.act.removeprefix(begins)
            return words % {"kind": KINDS.get(kind, kind)}
    if line.act == "claim submitted" and line.before == ClaimState.NEEDS_INFORMATION:
        return _("Question taken back") if line.reason else _("Question answered")
    if line.act == "claim submitted" and line.before in DECIDED:
        return _("Claim to be decided anew")
    return ACTS.get(line.act, line.act)


def _reason(line: HistoryLine) -> str:
    if line.act == FOUND:
        return str(CODES.get(line.reason, line.reason))
    return rules.reason_in_history(line.reason)


def _kept_away(conflicts: Sequence[Conflict]) -> list[KeptAway]:
    return [KeptAway(words, people) for words, people in Counter(one.words for one in conflicts).items()]


def _given(decision: Decision) -> Given:
    verdict = rules.VERDICTS.get(decision.verdict, decision.verdict)
    return Given(verdict, rules.reason_words(decision.verdict, decision.reason), decision.words)


def _rule_words(case: Case, claims: Claims, desk: Desk) -> str:
    if case.domain is not None:
        words = _("Approve: addresses at this domain count as the institution's. Reject: they do not.")
        own = _("You suggested it, and nobody else is on the desk: the decision says that one person made it.")
        return f"{words} {own}" if desk.decides_own_word(case) else words
    if case.proposal is not None:
        return _("It is done at once, and can be taken back. A held record needs two moderators.")
    if case.claim is None:
        return ""
    return _level_words(case) if case.kind == Case.Kind.LEVEL else _claim_words(case.claim, claims)


def _claim_words(claim: Claim, claims: Claims) -> str:
    if claim.state == ClaimState.APPROVED:
        return _("Approve: the claim stands. Reject: it is reversed, and the record is free.")
    if any(side.claim.state == ClaimState.APPROVED for side in claims.sides):
        return _("Somebody holds this record. Approving takes it from them, and needs two moderators.")
    return ""


def _level_words(case: Case) -> str:
    if case.deciders > 1:
        return _("The holder asks for level L4. Approve if the proofs come from two authorities of different kinds.")
    return _("Evidence for a held record. Approve: it counts. Reject: it does not; the record stays held.")
