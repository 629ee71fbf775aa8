"""Works as DBLP has them."""

import re
from datetime import date
from html import unescape

from works.importers import fields
from works.importers.dblp.element import Element
from works.importers.dblp.person import printed_author
from works.importers.fields import Notes
from works.importers.identified import Identified
from works.importers.records import WorkRecord
from works.record.text import plain_title

KINDS = {
    "article": "article", "inproceedings": "proceedings paper", "proceedings": "book", "book": "book",
    "incollection": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis", "data": "dataset",
}  # fmt: skip
ARXIV_VOLUME = re.compile(r"abs/(.+)")


def work_record(element: Element, key: str, updated: date | None, notes: Notes) -> WorkRecord:
    """The record as a work; editors are not its authors. Raises RejectRecord."""
    title = fields.title_of(_title(element), key, notes)
    printed = [printed_author(child, notes) for child in element.every("author")]
    found = _identified(element, key, notes)
    kind = _kind(element)
    return WorkRecord(
        source="dblp",
        key=key,
        number=1,
        updated_on=updated,
        first_on=None,
        title=title,
        abstract="",
        is_abstract_cut=False,
        names=fields.authors_of(printed, key, notes),
        topics=(),
        kind=kind,
        year=fields.year_in(element.get("year"), "year", notes),
        is_open=any(child.attributes.get("type") == "oa" for child in element.every("ee")),
        comment="",
        published_in=_place(element),
        identifiers=tuple(found.found),
        versions=found.versions(kind, None),
        is_retracted="withdrawn" in element.attributes.get("publtype", ""),
        links=_links(element),
        warnings=tuple(notes.said),
    )


def _title(element: Element) -> str:
    """DBLP ends each title with a full stop of its own."""
    title = element.get("title")
    return title if title.endswith("..") else title.removesuffix(".")


def _kind(element: Element) -> str:
    publtype = element.attributes.get("publtype", "")
    if "informal" in publtype and element.kind == "article":
        return "preprint"
    if publtype == "data":
        return "dataset"
    return KINDS.get(element.kind, "work")


def _identified(element: Element, key: str, notes: Notes) -> Identified:
    found = Identified(notes, ("dblp", key))
    for child in element.every("ee"):
        found.add_link(unescape(child.text).strip())
    volume = ARXIV_VOLUME.fullmatch(element.get("volume"))
    if volume and not found.of("arxiv"):
        found.add("arxiv", volume[1])
    if KINDS.get(element.kind) == "book" or element.kind.endswith("thesis"):
        for child in element.every("isbn"):
            found.add("isbn", child.text)
    return found


def _place(element: Element) -> str:
    """Journal or volume with its numbers and pages."""
    venue = element.get("journal", "booktitle", "school", "series", "publisher")
    volume, issue, pages = element.get("volume"), element.get("number"), element.get("pages")
    told = fields.reference_of(venue, volume=volume, issue=issue, pages=pages)
    return plain_title(told[: fields.LINE_LENGTH])


def _links(element: Element) -> tuple[tuple[str, str], ...]:
    addresses = (fields.link_of(unescape(child.text)) for child in element.every("ee"))
    return tuple(("pdf", address) for address in dict.fromkeys(addresses) if address.lower().endswith(".pdf"))
