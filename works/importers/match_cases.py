"""Two works and one identifier: a person says whether they are one, and can take it back."""

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from bzpeer.db.locks import transaction_lock
from works.importers import matching
from works.importers.applying import Dimensions, provenance
from works.importers.applying.again import put_together
from works.importers.applying.bylines import MARK_BYLINES
from works.importers.models import MatchCase
from works.record.addresses import slug_of
from works.record.models import SourceRecord, Version, Work, WorkIdentifier, WorkRedirect
from works.record.signals import works_merged, works_recorded
from works.record.titles import title_key

MOVE_CORRECTIONS = """
    UPDATE works_correction c SET work_id = %(holder)s WHERE work_id = %(other)s
    AND NOT EXISTS (SELECT FROM works_correction t WHERE t.work_id = %(holder)s AND t.field = c.field)
"""

# What people said of the other work goes along, unless the same was said of the holder.
MOVE_WORDS = """
    UPDATE {table} w SET work_id = %(holder)s WHERE work_id = %(other)s AND NOT EXISTS (
        SELECT FROM {table} t WHERE t.work_id = %(holder)s AND (t.author_id = w.author_id OR t.name = w.name)
    )
"""


class Decided(Exception):
    """Somebody has decided the case meanwhile, or one of the works is gone."""


@transaction.atomic
def decide(*, case: MatchCase, verdict: str, by: User) -> MatchCase:
    """The two are one work (the other goes into the holder), or stay two and are not asked about again.

    Who may decide is the caller's to check. Raises Decided.
    """
    case = _open_case(case.pk)
    if verdict == MatchCase.Verdict.ONE_WORK:
        case.moved = _merge(case.holder, case.other)
    case.verdict, case.decided_by, case.decided_at = verdict, by, Now()
    case.save()
    return case


@transaction.atomic
def take_back(*, case: MatchCase) -> MatchCase:
    """The case is open again; two works that had become one are two, with the records each had. Raises Decided."""
    transaction_lock("import batch")
    case = MatchCase.objects.select_for_update().get(pk=case.pk)
    if not case.verdict:
        raise Decided
    if case.moved:
        _part(case.holder, case.other, case.moved)
    case.verdict, case.decided_by, case.decided_at, case.moved = "", None, None, []
    case.save()
    return case


def _open_case(pk: int) -> MatchCase:
    transaction_lock("import batch")
    case = MatchCase.objects.select_for_update().get(pk=pk)
    if case.verdict or Work.objects.filter(pk__in=(case.holder, case.other)).count() < 2:
        raise Decided
    return case


def _merge(holder: int, other: int) -> list[int]:
    """The other's records, identifiers, versions and words go to the holder; gives the ids of the records."""
    moved = list(SourceRecord.objects.filter(work=other).order_by("pk").values_list("pk", flat=True))
    works_merged.send(sender=Work, moves={other: holder})
    SourceRecord.objects.filter(work=other).update(work=holder, is_shown=False)
    provenance.show_best([holder])
    WorkIdentifier.objects.filter(work=other).update(work=holder)
    there = Version.objects.filter(work=holder).values("source", "number")
    for version in Version.objects.filter(work=other):
        if {"source": version.source, "number": version.number} not in there:
            Version.objects.filter(pk=version.pk).update(work=holder)
    with connection.cursor() as cursor:
        cursor.execute(MARK_BYLINES, {"works": [holder, other], "reason": "match"})
        for table in ("works_mine", "works_notmine"):
            cursor.execute(MOVE_WORDS.format(table=table), {"holder": holder, "other": other})
        cursor.execute(MOVE_CORRECTIONS, {"holder": holder, "other": other})
    Work.objects.filter(pk=other).delete()
    WorkRedirect.objects.filter(work=other).update(work=holder)
    WorkRedirect.objects.create(old_id=other, work_id=holder)
    _put_together([holder])
    return moved


def _part(holder: int, other: int, records: list[int]) -> None:
    """The other work stands again under its own id, with these records."""
    first = SourceRecord.objects.filter(pk__in=records, work=holder).order_by("pk").first()
    if first is None:
        raise Decided
    WorkRedirect.objects.filter(old_id=other).delete()
    title = str(other)
    Work.objects.create(pk=other, title=title, slug=slug_of(title), title_key=title_key(title), source=first.source)
    SourceRecord.objects.filter(pk__in=records, work=holder).update(work=other, is_shown=False)
    provenance.show_best([holder, other])
    with connection.cursor() as cursor:
        cursor.execute(MARK_BYLINES, {"works": [holder], "reason": "match"})
    _put_together([holder, other])
    _give_back(other)


def _give_back(other: int) -> None:
    """Identifiers and versions that only the other's records tell of, which went when the holder was put together."""
    for record in matching.shown_records([other])[other].values():
        for scheme, value in record.identifiers:
            WorkIdentifier.objects.get_or_create(
                scheme=scheme, value=value, defaults={"work_id": other, "source": record.source}
            )
        for version in record.versions:
            Version.objects.get_or_create(
                work_id=other,
                source=record.source,
                number=version.number,
                defaults={"label": version.label, "url": version.url, "dated_on": version.dated_on},
            )


def _put_together(works: list[int]) -> None:
    put_together(works, Dimensions.unknown())
    works_recorded.send(sender=Work)
