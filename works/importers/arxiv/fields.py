"""Fields of an arXiv record that no other source has, or that are arXiv's own to read."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from works.importers.arxiv.author_list import is_on
from works.importers.arxiv.byline import tidy_name, without_et_al
from works.importers.arxiv.categories import is_category
from works.importers.fields import (
    NAME_LENGTH,
    TOPICS,
    Notes,
    affiliations_of,
    authors_of as byline_of,
    text_field,
)
from works.importers.records import PrintedAuthor, RejectRecord
from works.record.identifiers import normal_arxiv, normal_doi
from works.record.text import plain_name, plain_title

DOIS = 20
# Subject classes of mathematics and computing, which the API lists among the categories.
OTHER_CLASSES = re.compile(r"\s*(?:\d{2}[A-Z-]|[A-K]\.)")


def key_of(value: Any) -> tuple[str, int | None]:
    """The arXiv id and its version. Raises RejectRecord."""
    if not isinstance(value, str):
        raise RejectRecord("bad_type" if value is not None else "bad_identifier", "The record has no arXiv id.")
    try:
        return normal_arxiv(value)
    except ValueError as error:
        raise RejectRecord("bad_identifier", str(error), plain_title(value[:100])) from error


def topics_of(codes: Iterable[str], notes: Notes) -> tuple[str, ...]:
    """Codes of arXiv's categories in their order, each once."""
    found: dict[str, None] = {}
    for code in codes:
        if is_category(code):
            found[code] = None
        elif code and not OTHER_CLASSES.match(code):
            notes.add("unknown_category", f"{plain_title(code[:60])} is no category of arXiv and was left out.")
    return tuple(found)[:TOPICS]


def dois_of(text: str, notes: Notes) -> list[str]:
    """The DOIs in a field that may hold several."""
    found: dict[str, None] = {}
    for part in re.split(r"[\s;,]+", text.strip())[:DOIS] if text.strip() else []:
        try:
            found[normal_doi(part)] = None
        except ValueError:
            if part.strip(".").lower() not in ("", "doi:", "and", "erratum:"):
                notes.add("bad_identifier", f"{plain_title(part[:60])} is not a DOI and was left out.")
    return list(found)


def authors_of(printed: Sequence[PrintedAuthor], key: str, author_list: str, notes: Notes) -> tuple[PrintedAuthor, ...]:
    """A byline within its limits, with the list that arXiv was asked for. Raises RejectRecord."""
    authors = byline_of(printed, key, notes)
    return tuple(_listed(author, author_list) for author in authors) if author_list else authors


def _listed(author: PrintedAuthor, author_list: str) -> PrintedAuthor:
    listed = (f"arxiv-list:{author_list}",) if is_on(author_list, author.name) else ()
    return PrintedAuthor(author.name, author.affiliations, listed)


def one_author(name: str, affiliations: Iterable[str], notes: Notes) -> PrintedAuthor | None:
    """A place on a byline that the source gives by itself; None for one that only says `et al.`"""
    text = plain_name(text_field(name, "author", notes)[: 4 * NAME_LENGTH])
    printed, had_et_al = without_et_al(text)
    if had_et_al:
        note_et_al(notes)
        if not printed:
            return None
    return PrintedAuthor(tidy_name(printed), affiliations_of(affiliations))


def note_et_al(notes: Notes) -> None:
    """Say that the byline is not whole."""
    notes.add("et_al", "The byline ends with “et al.”: not all authors are named.")
