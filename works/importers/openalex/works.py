"""OpenAlex's works."""

from datetime import date
from typing import Any

from works.importers.fields import (
    TOPICS,
    Notes,
    abstract_of,
    authors_of,
    count_of,
    iso_date,
    reference_of,
    text_field,
    title_of,
    year_of,
)
from works.importers.json_fields import flag_in, object_in, objects_in
from works.importers.openalex.abstracts import abstract_text
from works.importers.openalex.bylines import byline
from works.importers.openalex.parts import keyword_of, openalex_id, updated_on
from works.importers.openalex.places import Places, places_of
from works.importers.records import PrintedTopic, RejectRecord, WorkRecord
from works.record.text import plain_title

KINDS = {
    "article": "article", "journal-article": "article", "review": "article", "letter": "article",
    "editorial": "article", "erratum": "article", "retraction": "article",
    "proceedings-article": "proceedings paper", "conference-paper": "proceedings paper",
    "preprint": "preprint", "posted-content": "preprint",
    "book": "book", "monograph": "book", "edited-book": "book", "reference-book": "book", "book-set": "book",
    "book-chapter": "chapter", "book-part": "chapter", "book-section": "chapter", "reference-entry": "chapter",
    "dissertation": "thesis", "dataset": "dataset", "database": "dataset",
}  # fmt: skip
# What the one word of today does not tell: `article` is also what a conference publishes.
FINER = frozenset({"proceedings-article", "posted-content"})
# Where works are published, in files before 2023.
CONTAINERS = frozenset(
    {"journal", "journal-volume", "journal-issue", "book-series", "proceedings-series", "report-series"}
)
KNOWN = frozenset(
    """
    @timestamp @version abstract_inverted_index abstract_inverted_index_v3 alternate_host_venues apc_list apc_paid
    apc_payment authors_count authorships awards best_oa_location biblio citation citation_normalized_percentile
    cited_by_api_url cited_by_count cited_by_percentile_year concepts concepts_count content_urls
    corresponding_author_ids corresponding_institution_ids countries_distinct_count counts_by_year created_date datasets
    display_name doi doi_registration_agency funders fulltext_origin fulltext fwci grants has_content has_fulltext
    host_venue id ids indexed_in institution_assertions institutions institutions_distinct_count is_authors_truncated
    is_oa is_paratext is_retracted is_xpac keywords language license locations locations_count mesh ngrams_url
    open_access page primary_location primary_topic publication_date publication_year referenced_works
    referenced_works_count related_works relevance_score summary_stats sustainable_development_goals title topics type
    type_crossref type_id updated updated_date versions score
    """.split()
)


def work_record(record: dict[str, Any], key: str, notes: Notes) -> WorkRecord:
    """A work; what is missing (only some fields were selected, an older schema) is empty. Raises RejectRecord."""
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    if flag_in(record, "is_paratext", notes) or record.get("type") == "paratext":
        raise RejectRecord("not_a_record", "This is paratext (a cover, an index, a list), not a work.", key)
    if str(record.get("type")) in CONTAINERS:
        raise RejectRecord("not_a_record", "This is a journal or a series, not a work.", key)
    title = title_of(record.get("title") or record.get("display_name"), key, notes)
    abstract, is_cut = abstract_of(abstract_text(record, notes), notes)
    places = places_of(record, key, notes)
    kind = _kind(record, places, notes)
    first_on = iso_date(record.get("publication_date"), "publication_date", notes)
    return WorkRecord(
        source="openalex",
        key=key,
        number=1,
        updated_on=updated_on(record, notes),
        first_on=first_on,
        title=title,
        abstract=abstract,
        is_abstract_cut=is_cut,
        names=authors_of(byline(record, notes), key, notes),
        topics=_topics(record, notes),
        kind=kind,
        year=_year(record, first_on, notes),
        is_open=places.is_open or flag_in(object_in(record, "open_access", notes), "is_oa", notes),
        comment="",
        published_in=_published_in(record, places, notes),
        identifiers=places.identifiers,
        versions=places.versions(kind, first_on),
        is_byline_whole=not flag_in(record, "is_authors_truncated", notes),
        citations=count_of(record.get("cited_by_count"), "cited_by_count", notes),
        is_retracted=flag_in(record, "is_retracted", notes),
        links=(("pdf", places.pdf),) if places.pdf else (),
        warnings=tuple(notes.said),
    )


def _year(record: dict[str, Any], first_on: date | None, notes: Notes) -> int | None:
    year = year_of(record.get("publication_year"), "publication_year", notes)
    return first_on.year if year is None and first_on else year


def _kind(record: dict[str, Any], places: Places, notes: Notes) -> str:
    kind = text_field(record.get("type"), "type", notes)
    older = text_field(record.get("type_crossref"), "type_crossref", notes)
    found = KINDS.get(older if older in FINER else kind, "work")
    if found == "article" and places.is_conference:
        return "proceedings paper"
    return "preprint" if found == "article" and places.is_only_arxiv else found


def _topics(record: dict[str, Any], notes: Notes) -> tuple[PrintedTopic, ...]:
    """Topics, the primary one first; keywords where a work has none."""
    found: dict[str, PrintedTopic] = {}
    for topic in (object_in(record, "primary_topic", notes), *objects_in(record, "topics", notes)):
        code, name = openalex_id(topic.get("id"), "T"), topic.get("display_name")
        if code and isinstance(name, str) and (plain := plain_title(name[:200])):
            found.setdefault(code, PrintedTopic("openalex", code, plain))
    if not found:
        for keyword in objects_in(record, "keywords", notes):
            word = keyword.get("display_name") or keyword.get("keyword")
            if isinstance(word, str) and (known := keyword_of(word)):
                found.setdefault(known.code, known)
    return tuple(found.values())[:TOPICS]


def _published_in(record: dict[str, Any], places: Places, notes: Notes) -> str:
    """Journal or book with its numbers; empty for what only lies in a repository."""
    biblio = object_in(record, "biblio", notes)
    volume, issue, first, last = (
        plain_title(text_field(biblio.get(name), name, notes)[:40])
        for name in ("volume", "issue", "first_page", "last_page")
    )
    pages = f"{first}–{last}" if last and last != first else first
    return reference_of(places.container, volume=volume, issue=issue, pages=pages)
