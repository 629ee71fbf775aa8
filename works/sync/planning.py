"""Which questions there are: about the authors and institutions on record, once a day by sets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from works.record.models import Author, SourceRecord
from works.sync import rules
from works.sync.models import SyncSource, SyncTarget
from works.sync.questions import arxiv_name

EVERY = timedelta(days=1)
AT_ONCE = 5_000

AUTHORS = """
    SELECT i.value FROM works_authoridentifier i JOIN works_author a ON a.id = i.author_id
    WHERE i.scheme = %(scheme)s AND a.removed_at IS NULL
"""
# A whole register of institutions may be on record: those that people are at.
INSTITUTIONS = """
    SELECT i.value FROM works_institutionidentifier i JOIN works_institution o ON o.id = i.institution_id
    WHERE i.scheme = %(scheme)s AND NOT o.is_withdrawn
      AND EXISTS (SELECT FROM works_authorshipinstitution x WHERE x.institution_id = o.id)
"""
# Source, kind, scheme of identifiers, and who has one.
BY_IDENTIFIER = (
    ("openalex", "author", "openalex", AUTHORS),
    ("openalex", "institution", "ror", INSTITUTIONS),
    ("crossref", "author", "orcid", AUTHORS),
    ("orcid", "author", "orcid", AUTHORS),
)
ADD = """
    INSERT INTO works_synctarget (source, kind, value, due_at, since, cursor, etag, last_modified, failures, trouble)
    SELECT %(source)s, %(kind)s, on_record.value, %(now)s, %(since)s, '', '', '', 0, '' FROM ({values}) on_record
    ON CONFLICT (source, kind, value) DO NOTHING
"""
FORGET = """
    DELETE FROM works_synctarget t WHERE source = %(source)s AND kind = %(kind)s AND requested_at IS NULL
    AND NOT EXISTS (SELECT FROM ({values}) on_record WHERE on_record.value = t.value)
"""


def plan_due(now: datetime) -> list[str]:
    """Sources whose questions were not looked through today. One query."""
    fresh = SyncSource.objects.filter(planned_at__gt=now - EVERY).values_list("source", flat=True)
    return sorted(set(rules.SOURCES) - set(fresh))


@transaction.atomic
def plan(source: str, now: datetime) -> None:
    """Questions about who is new on record are added, those about who is there no longer go."""
    for own, kind, scheme, values in BY_IDENTIFIER:
        if own == source:
            _plan_identified(source, kind, scheme, values, now)
    if source == "arxiv":
        _plan_named(now)
    SyncSource.objects.update_or_create(source=source, defaults={"planned_at": now})


def _plan_identified(source: str, kind: str, scheme: str, values: str, now: datetime) -> None:
    since = rules.first_since(source, kind, now.date())
    given: dict[str, Any] = {"source": source, "kind": kind, "scheme": scheme, "now": now, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(values=values), given)
        cursor.execute(FORGET.format(values=values), given)


def _plan_named(now: datetime) -> None:
    """arXiv knows people by name only; it is asked for everybody where its works are on record at all."""
    wanted: set[str] = set()
    if SourceRecord.objects.filter(source="arxiv").exists():
        names = Author.objects.public().filter(works_count__gt=0).values_list("name", flat=True)
        wanted = {arxiv_name(name) for name in names.iterator(AT_ONCE)} - {""}
    targets = SyncTarget.objects.filter(source="arxiv", kind=SyncTarget.Kind.AUTHOR)
    there = dict(targets.filter(requested_at=None).values_list("value", "pk"))
    since = rules.first_since("arxiv", "author", now.date())
    for some in _some(sorted(wanted - there.keys())):
        made = [SyncTarget(source="arxiv", kind="author", value=name, due_at=now, since=since) for name in some]
        SyncTarget.objects.bulk_create(made, ignore_conflicts=True)
    for some in _some(sorted(there.keys() - wanted)):
        SyncTarget.objects.filter(pk__in=[there[name] for name in some]).delete()


def _some(names: list[str]) -> Iterator[list[str]]:
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
