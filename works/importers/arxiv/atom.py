"""Entries of arXiv's Atom feeds."""

import re
from dataclasses import dataclass, field
from datetime import date

from works.importers.arxiv import fields
from works.importers.arxiv.making import Dates, work_record
from works.importers.fields import Notes, bad_date, date_of, line_field, title_of
from works.importers.reading.raw import RawRecord
from works.importers.reading.xml_rules import ARXIV, ATOM, strict_parser
from works.importers.records import PrintedAuthor, RejectRecord, WorkRecord
from works.importers.xml_records import read_with, refuse_harm

NAMES = {f"{ATOM} {name}": name for name in ("id", "title", "updated", "published", "summary", "category", "link")}
NAMES |= {f"{ARXIV} {name}": name for name in ("comment", "journal_ref", "doi", "primary_category")}
NAMES |= {name: name for name in NAMES.values()}
# Known, and of no use here.
SILENT = frozenset({f"{ATOM} rights", f"{ATOM} contributor", f"{ATOM} source", f"{ARXIV} affiliation"})
AUTHORS = frozenset({f"{ATOM} author", "author"})
AUTHOR_NAMES = frozenset({f"{ATOM} name", "name"})
AFFILIATIONS = frozenset({f"{ARXIV} affiliation", "affiliation"})
DATE = re.compile(r"\s*(-?\d{1,9})-(\d{1,2})-(\d{1,2})(?:[T\s]|$)", re.ASCII)
ERROR = re.compile(r"https?://(?:[a-z.]+\.)?arxiv\.org/api/errors", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """The texts of an entry, by the names of its elements."""

    texts: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    authors: list[tuple[str, list[str]]] = field(default_factory=list)
    dois: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def parse_entry(raw: RawRecord) -> WorkRecord:
    """One entry as a work. Raises RejectRecord."""
    notes = Notes()
    opening = raw.feed.opening if raw.feed else b"<feed>"
    entry = read_with(lambda data: EntryReader().read(opening, data), raw, notes)
    texts = entry.texts
    if ERROR.match(texts.get("id", "").strip()):
        raise RejectRecord("source_error", _said(texts), texts["id"].strip()[:200])
    key, number = fields.key_of(texts.get("id"))
    for name in entry.unknown:
        notes.unknown_field(name)
    return work_record(
        key=key,
        number=number or 1,
        title=title_of(texts.get("title"), key, notes),
        abstract=texts.get("summary"),
        names=_authors(entry, key, raw, notes),
        topics=fields.topics_of(entry.categories, notes),
        dates=_dates(texts, number or 1, notes),
        comment=texts.get("comment"),
        published_in=texts.get("journal_ref"),
        dois=" ".join(entry.dois),
        notes=notes,
    )


def _said(texts: dict[str, str]) -> str:
    return line_field(texts.get("summary") or texts.get("title"), "summary", Notes()) or "arXiv gave an error."


class EntryReader:
    """Handlers of one entry: what stands in its children is collected, whatever is inside them."""

    def __init__(self) -> None:
        self.entry = Entry()
        self.depth = 0
        self.child = ""
        self.grandchild = ""
        self.text: list[str] = []

    def read(self, opening: bytes, data: bytes) -> Entry:
        """The entry inside a feed of which `opening` is the start tag."""
        parser = strict_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text.append
        parser.Parse(opening, False)  # noqa: FBT003 - expat takes it by position only
        parser.Parse(data, False)  # noqa: FBT003
        parser.Parse(b"</feed>", True)  # noqa: FBT003
        return self.entry

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        refuse_harm(name, attributes, self.depth)
        if self.depth == 3:
            self.text.clear()
            self._start_child(name, attributes)
        elif self.depth == 4:
            self.grandchild = name
            if self.child in AUTHORS:
                self.text.clear()

    def _start_child(self, name: str, attributes: dict[str, str]) -> None:
        self.child = name
        known = NAMES.get(name)
        if known in ("category", "primary_category"):
            term = attributes.get("term", "").strip()
            self.entry.categories.insert(0 if known == "primary_category" else len(self.entry.categories), term)
        elif name in AUTHORS:
            self.entry.authors.append(("", []))
        elif known is None and name not in SILENT:
            self.entry.unknown.append(name.rpartition(" ")[2])

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.depth == 3 and self.child in AUTHORS:
            self._end_of_author_part(name, "".join(self.text))
            self.text.clear()
        elif self.depth == 2:
            known = NAMES.get(name)
            if known == "doi":
                self.entry.dois.append("".join(self.text))
            elif known:
                self.entry.texts.setdefault(known, "".join(self.text))

    def _end_of_author_part(self, name: str, text: str) -> None:
        printed, affiliations = self.entry.authors[-1]
        if name in AUTHOR_NAMES:
            self.entry.authors[-1] = (printed or text, affiliations)
        elif name in AFFILIATIONS:
            affiliations.append(text)


def _authors(entry: Entry, key: str, raw: RawRecord, notes: Notes) -> tuple[PrintedAuthor, ...]:
    printed = (fields.one_author(name, affiliations, notes) for name, affiliations in entry.authors)
    found = [author for author in printed if author is not None]
    return fields.authors_of(found, key, raw.feed.author_list if raw.feed else "", notes)


def _dates(texts: dict[str, str], number: int, notes: Notes) -> Dates:
    """An entry knows the dates of the first version and of its own."""
    first = _date(texts.get("published"), "published", notes)
    updated = _date(texts.get("updated"), "updated", notes) or (first if number == 1 else None)
    versions = {1: first} if number > 1 else {}
    return Dates(updated, first, {**versions, number: updated})


def _date(text: str | None, name: str, notes: Notes) -> date | None:
    if not text or not text.strip():
        return None
    found = DATE.match(text)
    if found:
        return date_of(found.groups(), name, notes)
    bad_date(text, name, notes)
    return None
