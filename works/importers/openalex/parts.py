"""What several kinds of OpenAlex's objects have in them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from works.importers.fields import Notes, iso_date, normal_of
from works.importers.organisations import country_code_of
from works.importers.records import PrintedInstitution, PrintedTopic
from works.record.addresses import fold
from works.record.identifiers import normal_openalex, normal_orcid, normal_ror
from works.record.text import plain_title

ADDRESS = "https://openalex.org/"
NAME_LENGTH = 300
WORD_LENGTH = 100
# The authors whom OpenAlex puts where it knows none.
NOBODY = frozenset({"A5317838346", "A9999999999"})


def openalex_id(value: Any, letter: str) -> str:
    """The id of an object of one kind (`A5023888391`); empty where none is given or it is of another kind."""
    if not isinstance(value, str):
        return ""
    short = value.removeprefix(ADDRESS)
    if short[:1] == letter and short[1:].isdecimal() and short.isascii() and len(short) <= 13:
        return short
    try:
        found = normal_openalex(value)
    except ValueError:
        return ""
    return found if found[0] == letter else ""


def updated_on(record: Mapping[str, Any], notes: Notes) -> date | None:
    """The day of the last change; older files call it `updated`."""
    return iso_date(record.get("updated_date") or record.get("updated"), "updated_date", notes)


def orcid_of(value: Any, notes: Notes) -> str:
    """An ORCID iD, empty where it is missing or wrong."""
    return normal_of(_orcid, value, "orcid", notes)


@lru_cache(maxsize=50_000)
def _orcid(value: str) -> str:
    return normal_orcid(value)


def institution_of(value: Mapping[str, Any]) -> PrintedInstitution | None:
    """An institution as other objects name it; None for one without a name."""
    parts = (value.get("display_name"), value.get("id"), value.get("ror"), value.get("country_code"))
    name, openalex, ror, country = (part if isinstance(part, str) else "" for part in parts)
    return _institution(name, openalex, ror, country)


@lru_cache(maxsize=50_000)
def _institution(name: str, openalex: str, ror: str, country: str) -> PrintedInstitution | None:
    name = plain_title(name[:NAME_LENGTH])
    identifiers = [("ror", found)] if (found := _ror(ror)) else []
    if key := openalex_id(openalex, "I"):
        identifiers.append(("openalex", key))
    return PrintedInstitution(name, tuple(identifiers), country_code_of(country)) if name else None


def _ror(value: str) -> str:
    try:
        return normal_ror(value)
    except ValueError:
        return ""


@lru_cache(maxsize=50_000)
def keyword_of(word: str) -> PrintedTopic | None:
    """A keyword as a topic, whose code is the folded word; None for one without letters."""
    name = plain_title(word[: 2 * WORD_LENGTH])[:WORD_LENGTH].strip()
    code = fold(name)[:WORD_LENGTH]
    return PrintedTopic("keyword", code, name) if code else None
