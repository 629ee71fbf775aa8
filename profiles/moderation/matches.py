"""Works that share an identifier and may be one: what a moderator compares, and the act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from bzpeer.db.journal import services as journal
from profiles.moderation.access import Desk
from profiles.moderation.errors import AlreadyDecided
from works.importers import match_cases
from works.models import MatchCase, SourceRecord, Work, WorkIdentifier
from works.record.queries import LINE_FIELDS, WorkLine, work_line
from works.record.words import source_name


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two works: its line, the sources that list it, its identifiers."""

    work: WorkLine
    sources: Sequence[str]
    identifiers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Match:
    """One case: the identifier, who gives it to the second work, and both works; one may be gone by now."""

    pk: int
    scheme: str
    value: str
    source: str
    found_at: datetime
    sides: Sequence[Side]
    verdict: str


def open_matches() -> QuerySet[MatchCase]:
    """The cases that wait, oldest first."""
    return MatchCase.objects.filter(verdict="").order_by("found_at", "pk")


def decided_matches() -> QuerySet[MatchCase]:
    """The latest decisions, which can be taken back."""
    return MatchCase.objects.exclude(verdict="").order_by(F("decided_at").desc(), "-pk")


def compared(cases: QuerySet[MatchCase]) -> list[Match]:
    """Some of them with both their works. Four queries: cases, works, sources, identifiers."""
    found = list(cases)
    ids = {pk for case in found for pk in (case.holder, case.other)}
    lines = {work.pk: work_line(work) for work in Work.objects.filter(pk__in=ids).only(*LINE_FIELDS)}
    sources = _listed(SourceRecord.objects.filter(work__in=ids, is_shown=True).values_list("work", "source"))
    known = WorkIdentifier.objects.filter(work__in=ids).order_by("scheme", "value")
    identifiers = _listed(
        (work, f"{source_name(scheme)} {value}") for work, scheme, value in known.values_list("work", "scheme", "value")
    )
    sides = {
        pk: Side(line, list(map(source_name, sources.get(pk, ()))), identifiers.get(pk, ()))
        for pk, line in lines.items()
    }
    return [
        Match(
            pk=case.pk,
            scheme=source_name(case.scheme),
            value=case.value,
            source=source_name(case.source),
            found_at=case.found_at,
            sides=[sides[pk] for pk in (case.holder, case.other) if pk in sides],
            verdict=case.verdict,
        )
        for case in found
    ]


@transaction.atomic
def decide(*, desk: Desk, case: MatchCase, verdict: str) -> None:
    """The moderator's word: one work or two. Raises Refused when it was decided meanwhile."""
    try:
        match_cases.decide(case=case, verdict=verdict, by=desk.account)
    except match_cases.Decided:
        raise AlreadyDecided from None
    journal.write(act=f"works are {verdict}", actor=desk.account, object_kind="match", object_id=case.pk)


@transaction.atomic
def take_back(*, desk: Desk, case: MatchCase) -> None:
    """The case waits again, and both works are as they were. Raises Refused when there is nothing to take back."""
    try:
        match_cases.take_back(case=case)
    except match_cases.Decided:
        raise AlreadyDecided from None
    journal.write(act="decision on works taken back", actor=desk.account, object_kind="match", object_id=case.pk)


def _listed(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for work, text in rows:
        found.setdefault(work, []).append(text)
    return found
