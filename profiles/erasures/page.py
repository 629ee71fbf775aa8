"""What the person who asked for an erasure sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bzpeer.accounts.models import User
from bzpeer.db.outbox.queries import is_late
from profiles.claims import clock
from profiles.claims.evidence import orcid, record
from profiles.erasures import control, questions
from profiles.erasures.models import Erasure
from profiles.moderation.models import Case, Decision

CONTROL: dict[str, Promise] = {
    "mail": _("by a code at an address on the record"),
    "orcid": _("by an ORCID iD on the record"),
    "homepage": _("by a line on a page that the record links"),
    "holder": _("as the holder of the record"),
    "moderator": _("to a moderator, with what you told us"),
}


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """An erasure with its dates, and what can be done next; `state` is one of
    `asked`, `shown`, `kept`, `erased`, `lifted`."""

    erasure: Erasure
    state: str
    control: str | Promise
    due_at: datetime
    words: str
    has_code: bool
    pages: Sequence[str]
    has_orcid: bool
    is_signed_in: bool
    question: str
    is_late: bool


def erasure_page(erasure: Erasure, *, account: User | None) -> ErasurePage:
    """Six queries at most: the case, its decision, the pages, the iDs, the account's, a reading that waits."""
    case = Case.objects.get(report=erasure.report_id)
    is_open = case.state == Case.State.OPEN
    decision = None if is_open else Decision.objects.filter(case=case, undone_at=None).order_by("-pk").first()
    author = erasure.report.author
    may_show = is_open and erasure.shown_at is None
    return ErasurePage(
        erasure=erasure,
        state=_state(erasure, is_open=is_open),
        control=CONTROL.get(erasure.control, ""),
        due_at=case.due_at,
        words=decision.words if decision else "",
        has_code=bool(erasure.code) and datetime.fromisoformat(erasure.code["until"]) > clock.now(),
        pages=record.homepages(author) if may_show else (),
        has_orcid=bool(account and may_show and orcid.id_of(account)),
        is_signed_in=account is not None,
        question=erasure.question["words"] if is_open and questions.waits(erasure) else "",
        is_late=may_show and bool(erasure.page) and is_late([control.key(erasure.pk)]),
    )


def _state(erasure: Erasure, *, is_open: bool) -> str:
    if erasure.lifted_at is not None:
        return "lifted"
    if erasure.erased_at is not None:
        return "erased"
    if not is_open:
        return "kept"
    return "asked" if erasure.shown_at is None else "shown"
