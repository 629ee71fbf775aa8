"""Opening and closing cases; what is decided in them stands in `deciding.py`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.claims.models import Claim, InstitutionDomain
from profiles.joining.models import Proposal
from profiles.moderation.models import Case, Report
from profiles.moderation.rules import DUE
from works.models import Author

OPEN = Case.State.OPEN


def open_case(
    *,
    kind: str,
    author: Author,
    claim: Claim | None = None,
    report: Report | None = None,
    domain: InstitutionDomain | None = None,
    proposal: Proposal | None = None,
    due_at: datetime,
    deciders: int = 1,
) -> Case:
    """The open case about this claim (or report, domain, suggestion, the dispute about this author), or a new one.

    A case that is open already keeps its number and its moderator; its due date is the new one, and it needs the
    more deciders of the two. The caller holds the lock on the author's row.
    """
    with transaction.atomic():
        about = {"claim": claim, "report": report, "domain": domain, "proposal": proposal}
        case = _open_already(kind, author, about)
        if case is None:
            case = Case.objects.create(kind=kind, author=author, due_at=due_at, deciders=deciders, **about)
            journal.write(act="case opened", actor="desk", object_kind="case", object_id=case.pk, after=kind)
        elif (case.due_at, case.deciders) != (due_at, max(case.deciders, deciders)):
            case.due_at, case.deciders = due_at, max(case.deciders, deciders)
            case.save(update_fields=["due_at", "deciders"])
    return case


def close_cases(*, claim: Claim, kind: str = "") -> int:
    """The open cases of a claim need no decision any more (withdrawn, decided elsewhere); gives how many.

    With `kind` those of this kind only.
    """
    with transaction.atomic():
        open_cases = Case.objects.select_for_update().filter(claim=claim, state=OPEN).order_by("pk")
        cases = list(open_cases.filter(kind=kind) if kind else open_cases)
        for case in cases:
            case.state, case.decided_at = Case.State.CLOSED, timezone.now()
            case.save(update_fields=["state", "decided_at"])
            journal.write(
                act="case closed", actor="desk", object_kind="case", object_id=case.pk, before=OPEN, after=case.state
            )
    return len(cases)


def take(*, case: Case, by: User) -> Case:
    """The moderator takes the case; the caller has checked that they may see it."""
    return _assign(case, by, by, "case taken")


def hand_over(*, case: Case, by: User, to: User | None) -> Case:
    """The case goes to another moderator, or back to everybody (`None`)."""
    return _assign(case, to, by, "case handed over")


def _assign(case: Case, to: User | None, by: User, act: str) -> Case:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        if case.state == OPEN and case.assigned_to_id != (to.pk if to else None):
            before, after = str(case.assigned_to_id or ""), str(to.pk if to else "")
            case.assigned_to = to
            if case.kind == Case.Kind.DISPUTE:
                # The first look was due within 48 hours; the decision within 30 days.
                case.due_at = max(case.due_at, case.opened_at + DUE[case.kind])
            case.save(update_fields=["assigned_to", "due_at"])
            journal.write(act=act, actor=by, object_kind="case", object_id=case.pk, before=before, after=after)
    return case


def _open_already(kind: str, author: Author, about: Mapping[str, Any]) -> Case | None:
    cases = Case.objects.select_for_update().filter(state=OPEN, kind=kind, author=author)
    if kind != Case.Kind.DISPUTE:
        cases = cases.filter(**about)
    return cases.order_by("pk").first()
