"""Fields that records of every source have, each with its rule for what is missing, too long or of the wrong type."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from works.importers.records import PrintedAuthor, RejectRecord
from works.record.identifiers import normal_doi, recognise
from works.record.links import web_link
from works.record.text import has_hidden, plain_abstract, plain_name, plain_title

TITLE_LENGTH = 5_000
ABSTRACT_LENGTH = 50_000
LINE_LENGTH = 5_000
NAME_LENGTH = 300
AFFILIATION_LENGTH = 1_000
AFFILIATIONS = 20
AUTHORS = 20_000
TOPICS = 50
WARNINGS = 50
FIRST_YEAR = 1500
ADDRESS_LENGTH = 600
ISO_DATE = re.compile(r"\s*(-?\d{1,9})-(\d{1,2})-(\d{1,2})(?=[T\s]|$)", re.ASCII)
YEAR = re.compile(r"(?<![\d-])\d{4}(?!\d)", re.ASCII)
# An address is personal: it is no part of the record.
MAIL = re.compile(r"[^\s,;<>()]*@[^\s,;<>()]*")


class Notes:
    """The warnings of one record, each said once."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, str], None] = {}

    def add(self, code: str, sentence: str) -> None:
        """Remember a warning; a record has at most fifty."""
        if len(self.said) < WARNINGS:
            self.said[(code, sentence)] = None

    def unknown_field(self, name: str) -> None:
        """A field that this importer does not know."""
        name = plain_title(name[:60])
        self.add(f"unknown_field:{name}", f"The field {name} is not known and was left out.")

    def wrong_type(self, name: str) -> None:
        """A field that is not of the type it should be."""
        self.add("bad_type", f"The field {name} is not of the expected type and was left empty.")


def text_field(value: Any, name: str, notes: Notes) -> str:
    """The text of an optional field, not yet plain; empty when missing or of the wrong type."""
    if value is None:
        return ""
    if not isinstance(value, str):
        notes.wrong_type(name)
        return ""
    if has_hidden(value):
        notes.add("control_characters", f"Control or invisible characters were taken out of {name}.")
    return value


def line_field(value: Any, name: str, notes: Notes) -> str:
    """An optional field as one line of plain text."""
    text = text_field(value, name, notes)
    if len(text) > LINE_LENGTH:
        notes.add("field_cut", f"The field {name} was cut at {LINE_LENGTH:,} characters.")
    return plain_title(text[:LINE_LENGTH])


def title_of(value: Any, key: str, notes: Notes) -> str:
    """The title as one plain line. Raises RejectRecord."""
    if value is not None and not isinstance(value, str):
        raise RejectRecord("bad_type", "The title is not text.", key)
    text = " ".join(text_field(value, "title", notes).split())
    if len(text) > TITLE_LENGTH:
        raise RejectRecord(
            "title_too_long", f"The title has {len(text):,} characters; {TITLE_LENGTH:,} are the most.", key
        )
    title = plain_title(text)
    if not title:
        raise RejectRecord("no_title", "The record has no title.", key)
    return title


def abstract_of(value: Any, notes: Notes) -> tuple[str, bool]:
    """The abstract, and whether it was cut."""
    # What is far beyond the limit is not looked at: markup could at most halve it.
    text = text_field(value, "abstract", notes)
    abstract = plain_abstract(text[: 4 * ABSTRACT_LENGTH])
    if len(abstract) <= ABSTRACT_LENGTH:
        return abstract, len(text) > 4 * ABSTRACT_LENGTH
    notes.add("abstract_cut", f"The abstract was cut at {ABSTRACT_LENGTH:,} characters.")
    return abstract[:ABSTRACT_LENGTH].rstrip(), True


def date_of(parts: Sequence[str | int], name: str, notes: Notes) -> date | None:
    """Year, month and day as a date between 1500 and the end of next year; else None and a warning."""
    year, month, day = parts
    with suppress(ValueError, OverflowError):
        found = date(int(year), int(month), int(day))
        if FIRST_YEAR <= found.year <= datetime.now(UTC).year + 1:
            return found
    bad_date(f"{year}-{month}-{day}", name, notes)
    return None


def year_in(text: str, name: str, notes: Notes) -> int | None:
    """The first year of four digits in a text (`2021a`, `1998/1999`); None and a warning where there is none."""
    if not text.strip():
        return None
    if found := YEAR.search(text):
        first = date_of((found[0], 1, 1), name, notes)
        return first.year if first else None
    bad_date(text, name, notes)
    return None


def bad_date(text: str, name: str, notes: Notes) -> None:
    """Say that a date could not be taken."""
    notes.add("bad_date", f"The date {name} cannot be: {plain_title(text[:60])}.")


def iso_date(value: Any, name: str, notes: Notes) -> date | None:
    """The day of `2024-01-30` or `2024-01-30T12:00:00.5`; None when missing, not whole or beyond the bounds."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        notes.wrong_type(name)
        return None
    found = ISO_DATE.match(value)
    if found:
        return date_of(found.groups(), name, notes)
    bad_date(value, name, notes)
    return None


def year_of(value: Any, name: str, notes: Notes) -> int | None:
    """A year between 1500 and the next one; else None and a warning."""
    if value is None:
        return None
    if type(value) is not int:
        notes.wrong_type(name)
        return None
    if FIRST_YEAR <= value <= datetime.now(UTC).year + 1:
        return value
    bad_date(str(value), name, notes)
    return None


def count_of(value: Any, name: str, notes: Notes) -> int | None:
    """A number of things, which a database can hold; None when missing or of the wrong type."""
    if value is None:
        return None
    if type(value) is int and 0 <= value < 1 << 31:
        return value
    notes.wrong_type(name)
    return None


def normal_of(normal: Callable[[str], str], value: Any, name: str, notes: Notes) -> str:
    """An identifier in its normal form; empty when missing, and with a warning when it is none."""
    if not value:
        return ""
    if not isinstance(value, str):
        notes.wrong_type(name)
        return ""
    try:
        return normal(value)
    except ValueError as error:
        notes.add("bad_identifier", f"{plain_title(value[:60])} was left out of {name}. {error}")
        return ""


def doi_or_arxiv(value: Any, name: str, notes: Notes) -> tuple[str, str] | None:
    """A DOI as an identifier; that of a paper on arXiv as its arXiv id."""
    doi = normal_of(normal_doi, value, name, notes)
    return (recognise(doi) or ("doi", doi)) if doi else None


def link_of(value: Any) -> str:
    """An address that may be a link, else empty."""
    return web_link(value.strip()) if isinstance(value, str) and len(value) <= ADDRESS_LENGTH else ""


def reference_of(container: str, *, volume: str = "", issue: str = "", pages: str = "") -> str:
    """Where something was published: `Journal 12 (3), 4–5`; empty without a container."""
    if not container:
        return ""
    number = f"{volume} ({issue})" if volume and issue else volume or (f"({issue})" if issue else "")
    return " ".join(filter(None, (container, number))) + (f", {pages}" if pages else "")


def authors_of(printed: Sequence[PrintedAuthor], key: str, notes: Notes) -> tuple[PrintedAuthor, ...]:
    """A byline within its limits; blank names keep their places. Raises RejectRecord."""
    if len(printed) > AUTHORS:
        raise RejectRecord(
            "too_many_authors", f"The record has {len(printed):,} authors; {AUTHORS:,} are the most.", key
        )
    if not printed:
        notes.add("no_authors", "The record has no authors.")
    is_cut = False
    for author in printed:
        if not author.name:
            notes.add("blank_author", "A name on the byline is blank; its place is kept.")
        elif len(author.name) > NAME_LENGTH:
            is_cut = True
            notes.add("name_cut", f"A name on the byline was cut at {NAME_LENGTH} characters.")
    if not is_cut:
        return tuple(printed)
    return tuple(replace(author, name=author.name[:NAME_LENGTH].rstrip()) for author in printed)


def affiliations_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Affiliations as printed, each once, without mail addresses, within the limits."""
    found = (_affiliation(text[:AFFILIATION_LENGTH]) for text in texts)
    return tuple(dict.fromkeys(filter(None, found)))[:AFFILIATIONS]


# The same ones come again and again.
@lru_cache(maxsize=10_000)
def _affiliation(text: str) -> str:
    return tidy_affiliation(plain_name(text))


def tidy_affiliation(text: str) -> str:
    """An affiliation as printed, without mail addresses."""
    text = MAIL.sub("", text) if "@" in text else text
    return text.replace("``", "“").replace("''", "”").strip(" ,;:")
