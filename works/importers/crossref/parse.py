"""Crossref's works, of the API and the dumps."""

from typing import Any

from works.importers.crossref.bylines import byline
from works.importers.crossref.dates import Dates, dates_of
from works.importers.crossref.kinds import kind_of
from works.importers.crossref.licences import is_open_by
from works.importers.crossref.relations import other_versions
from works.importers.crossref.texts import abstract_in, first_title
from works.importers.fields import (
    Notes,
    authors_of,
    count_of,
    link_of,
    normal_of,
    reference_of,
    text_field,
    title_of,
)
from works.importers.json_fields import object_in, objects_in, texts_in
from works.importers.json_record import load_object, own_identifier
from works.importers.reading.raw import RawRecord
from works.importers.records import Identifier, RejectRecord, VersionRecord, WorkRecord
from works.record.identifiers import normal_doi, normal_isbn, recognise
from works.record.links import identifier_link
from works.record.text import plain_title

CONTAINER_LENGTH = 500
NUMBER_LENGTH = 60
ISBNS = 20
# Types of an update that take a work back.
TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
OTHERS = {
    "agency": "says who registered a DOI", "primary-name": "describes a member", "hierarchy": "describes a funder",
    "replaced-by": "describes a funder", "alt-names": "describes a funder", "coverage": "describes a journal",
    "member": "describes a prefix", "label": "describes a type of work", "work-count": "describes a licence",
    "ISSN": "describes a journal",
}  # fmt: skip
KNOWN = frozenset(
    """
    DOI ISBN ISSN URL abstract accepted aliases alternative-id approved archive article-number assertion author award
    award-start chair clinical-trial-number component-number container-title content-created content-domain
    content-updated created degree deposited description edition-number editor event free-to-read funder group-title
    indexed institution is-referenced-by-count isbn-type issn-type issue issued journal-issue language license link
    member name original-title page part-number posted prefix project proceedings-subject published published-online
    published-other published-print publisher publisher-location reference reference-count references-count relation
    resource review score short-container-title short-title source special_numbering standards-body status subject
    subtitle subtype title translator type update-policy update-to updated-by version volume
    """.split()
)


def parse(raw: RawRecord) -> WorkRecord:
    """The work that a raw record describes. Raises RejectRecord."""
    notes = Notes()
    record = load_object(raw, notes)
    key = _key(record)
    kind = kind_of(record, key, notes)
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    title = title_of(first_title(record, notes), key, notes)
    abstract, is_cut = abstract_in(record, notes)
    dates = dates_of(record, notes)
    related, others = other_versions(record, key, kind, notes)
    taken_back = _taken_back(record, key, notes)
    is_open = is_open_by(record, dates.updated, notes)
    return WorkRecord(
        source="crossref",
        key=key,
        number=1,
        updated_on=dates.updated,
        first_on=dates.first,
        title=title,
        abstract=abstract,
        is_abstract_cut=is_cut,
        names=authors_of(byline(record, notes), key, notes),
        topics=(),
        kind=kind,
        year=dates.year,
        is_open=is_open,
        comment="",
        published_in=_published_in(record, notes),
        identifiers=_identifiers(record, key, kind, related, notes),
        versions=_versions(key, kind, dates, others),
        citations=count_of(record.get("is-referenced-by-count"), "is-referenced-by-count", notes),
        is_retracted=bool(taken_back),
        links=(*(_links(record, notes) if is_open else ()), *_notices(taken_back, key)),
        warnings=tuple(notes.said),
    )


def _key(record: dict[str, Any]) -> str:
    """The DOI; what has none, or is only about one, describes something else than a work."""
    for member, sentence in OTHERS.items():
        if member in record and "title" not in record and "type" not in record:
            raise RejectRecord("not_a_record", f"This {sentence}, not a work.", str(record.get("DOI", ""))[:100])
    return own_identifier(record, "DOI", normal_doi, missing="The record has no DOI.")


def _identifiers(
    record: dict[str, Any], key: str, kind: str, related: list[Identifier], notes: Notes
) -> tuple[Identifier, ...]:
    """The DOI first; a book's ISBNs, since those of a chapter are its book's."""
    found: list[Identifier] = [("doi", key)]
    if (recognised := recognise(key)) and recognised[0] == "arxiv":
        found.append(recognised)
    if kind == "book":
        for text in texts_in(record, "ISBN", notes)[:ISBNS]:
            if isbn := normal_of(normal_isbn, text, "ISBN", notes):
                found.append(("isbn", isbn))
    return tuple(dict.fromkeys(found + related))


def _versions(key: str, kind: str, dates: Dates, others: list[tuple[str, str]]) -> tuple[VersionRecord, ...]:
    label = "preprint" if kind == "preprint" else "published"
    first = VersionRecord(1, label, dates.first, identifier_link("doi", key))
    rest = (VersionRecord(number, name, None, address) for number, (name, address) in enumerate(others, start=2))
    return (first, *rest)


def _published_in(record: dict[str, Any], notes: Notes) -> str:
    container = next(iter(texts_in(record, "container-title", notes)), "")
    container = container or text_field(object_in(record, "event", notes).get("name"), "event", notes)
    volume, issue, page, number = (
        plain_title(text_field(record.get(name), name, notes)[:NUMBER_LENGTH])
        for name in ("volume", "issue", "page", "article-number")
    )
    first, _, last = page.partition("-")
    pages = first if first == last else page.replace("-", "–")
    return reference_of(plain_title(container[:CONTAINER_LENGTH]), volume=volume, issue=issue, pages=pages or number)


def _taken_back(record: dict[str, Any], key: str, notes: Notes) -> list[dict[str, Any]]:
    """The updates that take the work back; a notice that takes another back is not taken back itself."""
    updates = objects_in(record, "updated-by", notes)
    updates += [update for update in objects_in(record, "update-to", notes) if str(update.get("DOI")).lower() == key]
    return [update for update in updates if str(update.get("type")).lower() in TAKEN_BACK]


def _notices(updates: list[dict[str, Any]], key: str) -> tuple[tuple[str, str], ...]:
    """Where it is said that the work was taken back, unless the work says it itself."""
    found = (recognise(str(update.get("DOI"))) for update in updates)
    dois = dict.fromkeys(value for scheme, value in filter(None, found) if scheme == "doi" and value != key)
    return tuple(("retraction", identifier_link("doi", doi)) for doi in dois)


def _links(record: dict[str, Any], notes: Notes) -> tuple[tuple[str, str], ...]:
    """The PDF of a work that is free to read."""
    for link in objects_in(record, "link", notes):
        if link.get("content-type") == "application/pdf" and (address := link_of(link.get("URL"))):
            return (("pdf", address),)
    return ()
