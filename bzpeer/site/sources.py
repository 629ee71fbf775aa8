"""Where the records of this site come from: each source with its licence, its runs, and when it was last asked."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext, gettext_noop

from works.importers.sources import SOURCES
from works.models import ImportRun, SyncSource, SyncTarget
from works.record.words import source_name
from works.sync.words import in_words

# Named here so that translators find them.
LICENCES = {
    "arxiv": gettext_noop("Metadata in the public domain (CC0 1.0); papers under the licence that each names"),
    "openalex": gettext_noop("Public domain (CC0 1.0)"),
    "crossref": gettext_noop("Facts, free to use; abstracts belong to their publishers or authors"),
    "orcid": gettext_noop("What people made public on their record (the yearly file is CC0 1.0)"),
    "ror": gettext_noop("Public domain (CC0 1.0)"),
    "dblp": gettext_noop("Public domain (CC0 1.0)"),
    "bibtex": gettext_noop("Files that people brought, under what their publishers say"),
}
PAGES = {
    "arxiv": "https://info.arxiv.org/help/api/",
    "openalex": "https://openalex.org/",
    "crossref": "https://www.crossref.org/documentation/retrieve-metadata/rest-api/",
    "orcid": "https://info.orcid.org/documentation/",
    "ror": "https://ror.org/",
    "dblp": "https://dblp.org/",
}
COUNTED = (ImportRun.State.RUNNING, ImportRun.State.FINISHED, ImportRun.State.STOPPED)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source: what was taken in from it, when last, and when it was last asked by itself."""

    name: str
    page: str
    licence: str
    created: int
    updated: int
    imported_at: datetime.datetime | None
    answered_at: datetime.datetime | None
    trouble: str


def source_lines() -> Sequence[SourceLine]:
    """Every source that can be imported, those with records first. Three queries."""
    counted = Q(is_preview=False, state__in=COUNTED)
    runs = ImportRun.objects.filter(counted).values("source").annotate(
        created=Sum("created"), updated=Sum("updated"), last=Max("started_at")
    )  # fmt: skip
    taken = {row["source"]: row for row in runs}
    asked = dict(SyncTarget.objects.values_list("source").annotate(Max("answered_at")))
    troubles = dict(SyncSource.objects.values_list("source", "trouble"))
    lines = [_line(source, taken.get(source, {}), asked.get(source), troubles.get(source, "")) for source in SOURCES]
    return sorted(lines, key=lambda line: (not line.created, line.name.casefold()))


def asks_by_itself() -> bool:
    """Whether this site asks sources for what is new."""
    return bool(settings.IMPORT_MAILTO)


def _line(source: str, run: Mapping[str, Any], answered_at: datetime.datetime | None, trouble: str) -> SourceLine:
    return SourceLine(
        name=source_name(source),
        page=PAGES.get(source, ""),
        licence=gettext(LICENCES[source]),
        created=run.get("created", 0),
        updated=run.get("updated", 0),
        imported_at=run.get("last"),
        answered_at=answered_at,
        trouble=in_words(trouble),
    )
