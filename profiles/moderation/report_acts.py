"""What a moderator may do about a record in the case of a report, and only there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.curation.reviews.rules import in_order
from profiles.moderation import rules
from profiles.moderation.access import Desk
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.models import Case, HiddenText
from profiles.researchers.models import Researcher
from works.models import Correction, Work

FIELDS: dict[str, Promise] = {
    "bio": _("Bio"),
    "pronouns": _("Pronouns"),
    "photo": _("Photo"),
    "links": _("Links"),
}
TEXTS: dict[str, Promise] = {"review": _("A structured review"), "comment": _("A comment")}
SHOWN = 20


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """A hidden part in words."""

    pk: int
    field: str | Promise
    reason: str | Promise
    words: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A corrected field in words."""

    pk: int
    work: Work
    field: str | Promise
    value: str
    source_value: str


@dataclass(frozen=True, slots=True)
class ReportActs:
    """The parts that can be hidden, with what stands there; what is hidden; what is corrected.

    In the case of a report about a review or a comment that is what can be hidden.
    """

    hideable: Mapping[str, str]
    hidden: Sequence[HiddenLine]
    corrections: Sequence[CorrectionLine]


def report_acts(case: Case) -> ReportActs:
    """What can be done and undone about the record; three queries, four in a case about a review or a comment."""
    hidden = hidden_lines(case.author_id)
    taken = set(HiddenText.objects.filter(author=case.author_id, shown_again_at=None).values_list("field", flat=True))
    held = Researcher.objects.filter(author=case.author_id).first()
    theirs = Correction.objects.filter(work__authorships__author=case.author_id).select_related("work")
    reported = _reported(case)
    parts = {name: _stands(held, name) for name in FIELDS if held and getattr(held, name) and name not in taken}
    return ReportActs(
        hideable=parts if reported is None else reported,
        hidden=hidden,
        corrections=[
            CorrectionLine(one.pk, one.work, rules.CORRECTED[one.field], one.value, one.source_value)
            for one in theirs.order_by("-made_at")[:SHOWN]
        ],
    )


def hidden_lines(author_id: int) -> list[HiddenLine]:
    """What of the author's page is hidden now, and why; one query."""
    return [
        HiddenLine(one.pk, (FIELDS | TEXTS)[one.field], rules.HIDING_REASONS.get(one.reason, one.reason), one.words)
        for one in HiddenText.objects.filter(author=author_id, shown_again_at=None).order_by("pk")
    ]


def check_report(desk: Desk, case: Case) -> None:
    """That this moderator may act on the record in this case. Raises ConflictOfInterest."""
    found = conflicts_of(moderators=[desk.account.pk], cases=[case.pk], alone=desk.is_alone)
    if found or not desk.is_moderator or case.kind != Case.Kind.REPORT:
        raise ConflictOfInterest(found[0].code if found else "no report")


def _reported(case: Case) -> dict[str, str] | None:
    """The review or comment that the report is about, whole, unless it is hidden; None where it is about neither."""
    report = case.report
    if report and report.review:
        is_hidden = HiddenText.objects.filter(review=report.review, shown_again_at=None).exists()
        parts = in_order(report.review.parts)
        return {} if is_hidden else {"review": " ".join(f"{label} ({place}): {words}" for label, words, place in parts)}
    if report and report.comment:
        is_hidden = HiddenText.objects.filter(comment=report.comment, shown_again_at=None).exists()
        return {} if is_hidden else {"comment": report.comment.words}
    return None


def _stands(held: Researcher | None, name: str) -> str:
    value = getattr(held, name)
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"{FIELDS[name]}" if name == "photo" else f"{FIELDS[name]}: {text[:80]}"
