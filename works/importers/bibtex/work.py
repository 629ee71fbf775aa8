"""The work that the fields of a BibTeX entry describe."""

import re
from contextlib import suppress
from datetime import date
from hashlib import blake2b

from works.importers import fields
from works.importers.bibtex.grammar import MONTHS, Entry
from works.importers.bibtex.names import names_of
from works.importers.fields import Notes
from works.importers.identified import Identified
from works.importers.openalex.parts import keyword_of
from works.importers.records import PrintedAuthor, PrintedTopic, WorkRecord
from works.record.addresses import fold
from works.record.links import web_link
from works.record.names import parts_of

KINDS = {
    "article": "article", "inproceedings": "proceedings paper", "conference": "proceedings paper",
    "proceedings": "book", "mvproceedings": "book", "book": "book", "mvbook": "book", "collection": "book",
    "mvcollection": "book", "reference": "book", "incollection": "chapter", "inbook": "chapter",
    "bookinbook": "chapter", "suppbook": "chapter", "inreference": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "dataset": "dataset",
}  # fmt: skip
PREPRINT_PLACE = re.compile(r"\b(?:arxiv|corr)\b", re.IGNORECASE)
ARXIV_MENTIONED = re.compile(r"\b(?:arxiv\s*:\s*|abs/)([\w.-]+(?:/\d{7})?)", re.IGNORECASE)
DOIS = 20
KEY_LENGTH = 200
# `{$\alpha$}`: braces that only keep the formula as typed.
HELD_FORMULA = re.compile(r"\{(\$[^${}]{1,200}\$)\}")
FULL_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def work_record(entry: Entry, notes: Notes) -> WorkRecord:
    """The entry as a work. Raises RejectRecord."""
    title = fields.title_of(_full_title(entry), entry.key, notes)
    abstract, is_cut = fields.abstract_of(entry.get("abstract"), notes)
    printed, is_whole = names_of(entry.get("author"), notes)
    names = fields.authors_of(printed, entry.key, notes)
    year, day = fields.year_in(entry.get("year", "date"), "year", notes), _day(entry, notes)
    found = _identified(entry, notes)
    kind = _kind(entry, found)
    key = found.of("doi") or found.of("arxiv")
    if not key or len(key) > KEY_LENGTH:
        key = _hashed(title, year, names)
        found.found = {("bibtex", key): None} | found.found
    return WorkRecord(
        source="bibtex",
        key=key,
        number=1,
        updated_on=None,
        first_on=day,
        title=title,
        abstract=abstract,
        is_abstract_cut=is_cut,
        names=names,
        topics=_topics(entry),
        kind=kind,
        year=year,
        is_open=False,
        comment=fields.line_field(entry.get("note"), "note", notes),
        published_in=_place(entry, notes),
        identifiers=tuple(found.found),
        versions=found.versions(kind, day),
        is_byline_whole=is_whole,
        links=_links(entry),
        warnings=tuple(notes.said),
    )


def _full_title(entry: Entry) -> str:
    """A proceedings volume may carry its title as `booktitle`; biblatex keeps the subtitle apart."""
    title = entry.get("title") or (entry.get("booktitle") if "proceedings" in entry.kind else "")
    subtitle = entry.get("subtitle")
    return HELD_FORMULA.sub(r"\1", f"{title}: {subtitle}" if title and subtitle else title)


def _kind(entry: Entry, found: Identified) -> str:
    place = entry.get("journal", "journaltitle", "howpublished", "publisher")
    may_be_preprint = entry.kind in ("article", "misc", "online", "unpublished") and found.of("arxiv")
    if may_be_preprint and (not place or PREPRINT_PLACE.search(place)):
        return "preprint"
    return KINDS.get(entry.kind, "work")


def _identified(entry: Entry, notes: Notes) -> Identified:
    found = Identified(notes)
    for doi in re.split(r"[\s;]+", _bare(entry.get("doi")))[:DOIS]:
        if doi:
            found.add("doi", doi)
    eprint, archive = _bare(entry.get("eprint")), entry.get("archiveprefix", "eprinttype").lower()
    if eprint and archive in ("", "arxiv"):
        found.add("arxiv", eprint)
    for name in ("url", "ee", "howpublished"):
        found.add_link(_bare(entry.get(name)).removeprefix("\\url"))
    for name in ("journal", "journaltitle", "volume", "note", "howpublished"):
        if not found.of("arxiv") and (mention := ARXIV_MENTIONED.search(entry.get(name))):
            found.add("arxiv", mention[1].rstrip("."))
    for scheme in ("pmid", "pmcid"):
        if value := _bare(entry.get(scheme)):
            found.add(scheme, value)
    if KINDS.get(entry.kind) == "book":
        for isbn in re.split(r"[,;]\s*|\s+(?=97[89])", _bare(entry.get("isbn"))):
            if isbn:
                found.add("isbn", isbn)
    return found


def _bare(text: str) -> str:
    """An identifier or address as typed, without what BibTeX puts around or before signs of TeX."""
    text = re.sub(r"\\([_%&#$~])", r"\1", text).replace("{", "").replace("}", "")
    return " ".join(text.split())


def _day(entry: Entry, notes: Notes) -> date | None:
    """The day, where one is given whole."""
    if full := FULL_DATE.fullmatch(entry.get("date")):
        return fields.date_of(full.groups(), "date", notes)
    month = entry.get("month").lower()
    with suppress(ValueError):
        return date(int(entry.get("year")), int(MONTHS.get(month[:3], month)), int(entry.get("day")))
    return None


def _place(entry: Entry, notes: Notes) -> str:
    """Journal or book with volume, number and pages, as references have it."""
    if "proceedings" in entry.kind and not entry.get("title"):
        return fields.line_field(entry.get("series"), "series", notes)
    printed = entry.get("howpublished")
    venue = entry.get("journal", "journaltitle", "booktitle", "school", "institution", "publisher")
    venue = venue or ("" if "\\url" in printed or web_link(printed) else printed)
    issue = entry.get("number", "issue")
    told = fields.reference_of(venue, volume=entry.get("volume"), issue=issue, pages=entry.get("pages"))
    return fields.line_field(told, "journal", notes)


def _topics(entry: Entry) -> tuple[PrintedTopic, ...]:
    words = re.split(r"[;,]", entry.get("keywords", "keyword"), maxsplit=fields.TOPICS)
    found = (topic for word in words[: fields.TOPICS] if (topic := keyword_of(word[: fields.NAME_LENGTH])) is not None)
    return tuple({topic.code: topic for topic in found}.values())


def _links(entry: Entry) -> tuple[tuple[str, str], ...]:
    found = (fields.link_of(_bare(entry.get(name))) for name in ("pdf", "url", "ee"))
    return tuple(("pdf", address) for address in dict.fromkeys(found) if address.lower().endswith(".pdf"))


def _hashed(title: str, year: int | None, names: tuple[PrintedAuthor, ...]) -> str:
    """A key for what has no identifier: the same work typed by another hand should come to the same."""
    family = parts_of(names[0].name).family if names else ""
    told = f"{fold(title)}|{year or ''}|{family}"
    return f"title-hash:{blake2b(told.encode(), digest_size=16).hexdigest()}"
