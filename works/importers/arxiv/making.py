"""The work that an arXiv record describes, put together from its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from works.importers.arxiv import fields
from works.importers.arxiv.categories import arxiv_category_name
from works.importers.fields import Notes, abstract_of, line_field
from works.importers.records import PrintedAuthor, PrintedTopic, VersionRecord, WorkRecord


@dataclass(frozen=True, slots=True)
class Dates:
    """When the current version appeared, when the first did, and each version that the record tells of."""

    updated: date | None
    first: date | None
    versions: Mapping[int, date | None]


def work_record(
    *,
    key: str,
    number: int,
    title: str,
    abstract: Any,
    names: tuple[PrintedAuthor, ...],
    topics: tuple[str, ...],
    dates: Dates,
    comment: Any,
    published_in: Any,
    dois: str,
    notes: Notes,
) -> WorkRecord:
    """A preprint, free to read; optional fields may still be missing or of a wrong type."""
    plain_abstract, is_cut = abstract_of(abstract, notes)
    comment = line_field(comment, "comments", notes)
    published_in = line_field(published_in, "journal-ref", notes)
    identifiers = (("arxiv", key), *(("doi", doi) for doi in fields.dois_of(dois, notes)))
    return WorkRecord(
        source="arxiv",
        key=key,
        number=number,
        updated_on=dates.updated,
        first_on=dates.first,
        title=title,
        abstract=plain_abstract,
        is_abstract_cut=is_cut,
        names=names,
        topics=tuple(PrintedTopic("arxiv", code, arxiv_category_name(code)) for code in topics),
        kind="preprint",
        year=dates.updated.year if dates.updated else None,
        is_open=True,
        comment=comment,
        published_in=published_in,
        identifiers=identifiers,
        versions=tuple(_version(key, at, dates.versions[at]) for at in sorted(dates.versions)),
        warnings=tuple(notes.said),
    )


def _version(key: str, number: int, dated_on: date | None) -> VersionRecord:
    return VersionRecord(number, f"v{number}", dated_on, f"https://arxiv.org/abs/{key}v{number}")
