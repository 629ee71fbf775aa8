"""Lines of the arXiv metadata snapshot: one JSON object a work."""

import re
from datetime import date
from typing import Any

from works.importers.arxiv import fields
from works.importers.arxiv.byline import read_byline
from works.importers.arxiv.making import Dates, work_record
from works.importers.fields import Notes, bad_date, date_of, text_field, title_of
from works.importers.json_record import load_object
from works.importers.reading.raw import RawRecord
from works.importers.records import PrintedAuthor, WorkRecord

KNOWN = frozenset(
    {
        "id", "submitter", "authors", "authors_parsed", "title", "comments", "journal-ref", "doi", "report-no",
        "categories", "license", "abstract", "versions", "update_date", "replaced", "acm-class", "msc-class", "proxy",
    }
)  # fmt: skip
VERSION = re.compile(r"v?([1-9]\d{0,3})", re.ASCII)
MAIL_DATE = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2}) (-?\d{1,9})\b", re.ASCII)
ISO_DATE = re.compile(r"\s*(-?\d{1,9})-(\d{1,2})-(\d{1,2})(?![\d-])", re.ASCII)
MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}
# The snapshot writes `C. -P.` for what was printed `C.-P.`
LOOSE_HYPHEN = re.compile(r"\. -(?=\w)")


def parse_line(raw: RawRecord) -> WorkRecord:
    """One line as a work. Raises RejectRecord."""
    notes = Notes()
    line = load_object(raw, notes)
    for name in line.keys() - KNOWN:
        notes.unknown_field(name)
    key, number = fields.key_of(line.get("id"))
    title = title_of(line.get("title"), key, notes)
    dates = _dates(line, notes)
    return work_record(
        key=key,
        number=number or max(dates.versions, default=1),
        title=title,
        abstract=line.get("abstract"),
        names=fields.authors_of(_authors(line, notes), key, "", notes),
        topics=fields.topics_of(text_field(line.get("categories"), "categories", notes).split(), notes),
        dates=dates,
        comment=line.get("comments"),
        published_in=line.get("journal-ref"),
        dois=text_field(line.get("doi"), "doi", notes),
        notes=notes,
    )


def _authors(line: dict[str, Any], notes: Notes) -> list[PrintedAuthor]:
    """Names as the snapshot has taken them apart, else from the byline; affiliations from the byline."""
    text = text_field(line.get("authors"), "authors", notes)
    parsed = line.get("authors_parsed")
    if parsed is None:
        printed, has_et_al = read_byline(text)
        if has_et_al:
            fields.note_et_al(notes)
        return printed
    if not isinstance(parsed, list) or not all(_is_name(parts) for parts in parsed):
        notes.wrong_type("authors_parsed")
        return _authors({"authors": text}, notes)
    found = [author for parts in parsed if (author := _one_author(parts, notes)) is not None]
    if "(" in text:
        printed, _ = read_byline(text)
        if len(printed) == len(found):
            return [PrintedAuthor(a.name, p.affiliations) for a, p in zip(found, printed, strict=True)]
    return found


def _is_name(parts: Any) -> bool:
    return isinstance(parts, list) and all(isinstance(part, str) for part in parts)


def _one_author(parts: list[str], notes: Notes) -> PrintedAuthor | None:
    family, given, suffix = [*parts[:3], "", "", ""][:3]
    name = LOOSE_HYPHEN.sub(".-", " ".join(part for part in (given, family, suffix) if part))
    return fields.one_author(name, parts[3:], notes)


def _dates(line: dict[str, Any], notes: Notes) -> Dates:
    """Dates of all versions; without versions that of the last change."""
    versions = _versions(line.get("versions"), notes)
    if versions:
        return Dates(versions[max(versions)] or _changed(line, notes), versions.get(1), versions)
    return Dates(_changed(line, notes), None, {})


def _versions(value: Any, notes: Notes) -> dict[int, date | None]:
    if value is None:
        return {}
    if not isinstance(value, list):
        notes.wrong_type("versions")
        return {}
    found: dict[int, date | None] = {}
    for version in value:
        name, created = (version.get("version"), version.get("created")) if isinstance(version, dict) else ("", "")
        number = VERSION.fullmatch(name) if isinstance(name, str) else None
        if number is None or not isinstance(created, str | None):
            notes.wrong_type("versions")
            continue
        found[int(number[1])] = _mail_date(created, notes) if created else None
    return found


def _changed(line: dict[str, Any], notes: Notes) -> date | None:
    if replaced := text_field(line.get("replaced"), "replaced", notes):
        return _mail_date(replaced, notes)
    text = text_field(line.get("update_date"), "update_date", notes)
    if not text:
        return None
    if found := ISO_DATE.match(text):
        return date_of(found.groups(), "update_date", notes)
    bad_date(text, "update_date", notes)
    return None


def _mail_date(text: str, notes: Notes) -> date | None:
    """The day of `Mon, 2 Apr 2007 19:18:42 GMT`."""
    found = MAIL_DATE.search(text)
    if found and found[2] in MONTHS:
        return date_of((found[3], MONTHS[found[2]], found[1]), "created", notes)
    bad_date(text, "created", notes)
    return None
