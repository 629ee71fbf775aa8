"""Where what a work's page shows comes from: the records of its sources, and how each found the work."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from works.record.models import SourceRecord, Work
from works.record.words import source_name

# Named here so that translators find them.
FOUND_BY = {
    "new": gettext_noop("the first record of this work"),
    "title": gettext_noop("the same title by the same people"),
}
FIELDS = {
    "abstract": gettext_noop("abstract"),
    "citations": gettext_noop("citations"),
    "comment": gettext_noop("comment"),
    "first_on": gettext_noop("first date"),
    "is_open": gettext_noop("open access"),
    "is_retracted": gettext_noop("retraction"),
    "links": gettext_noop("links"),
    "names": gettext_noop("authors"),
    "published_in": gettext_noop("where it was published"),
    "topics": gettext_noop("topics"),
    "year": gettext_noop("year"),
}


@dataclass(frozen=True, slots=True)
class ListedBy:
    """One source that lists the work: its own key, the day of its record and of our import, why it is this work."""

    source: str
    key: str
    dated_on: datetime.date | None
    imported_at: datetime.datetime | None
    found_by: str
    # What the page shows of it beside what the leading source says.
    gives: Sequence[str]


def listed_by(work: Work) -> list[ListedBy]:
    """The sources of a work, the one it is shown under first. One query."""
    records = SourceRecord.objects.filter(work=work, is_shown=True).order_by("source")
    rows = records.values_list("source", "key", "updated_on", "run__started_at", "matched_by")
    return [_listed(row, work.origins) for row in sorted(rows, key=lambda row: (row[0] != work.source, row[0]))]


def _listed(row: tuple, origins: Mapping[str, str]) -> ListedBy:
    source, key, dated_on, imported_at, matched_by = row
    fields = sorted(field for field, origin in origins.items() if origin == source and field in FIELDS)
    return ListedBy(
        source=source_name(source),
        key=key,
        dated_on=dated_on,
        imported_at=imported_at,
        found_by=_found_by(matched_by),
        gives=[gettext(FIELDS[field]) for field in fields],
    )


def _found_by(matched_by: str) -> str:
    if matched_by in FOUND_BY:
        return gettext(FOUND_BY[matched_by])
    return gettext("the same %(scheme)s") % {"scheme": source_name(matched_by)} if matched_by else ""
