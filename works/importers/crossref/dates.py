"""Dates as Crossref writes them: `{"date-parts": [[2019, 4, 8]]}`, often the year or the month alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from works.importers.fields import Notes, date_of, year_of
from works.importers.json_fields import object_in

# When a work appeared, from the surest on.
PUBLISHED = ("published", "issued", "published-online", "published-print", "posted", "approved", "published-other")
FIRST = ("published-online", "published-print", "posted", "published", "issued")


@dataclass(frozen=True, slots=True)
class Dates:
    """When a work appeared first, in which year, and when its record was changed."""

    first: date | None
    year: int | None
    updated: date | None


def dates_of(record: Mapping[str, Any], notes: Notes) -> Dates:
    """The dates that are whole; a day is never invented."""
    days = (day_of(record, name, notes) for name in FIRST)
    years = (_year(record, name, notes) for name in PUBLISHED)
    return Dates(
        first=min((day for day in days if day), default=None),
        year=next(filter(None, years), None),
        updated=day_of(record, "indexed", notes) or day_of(record, "deposited", notes),
    )


def day_of(record: Mapping[str, Any], name: str, notes: Notes) -> date | None:
    """The day of a date that has year, month and day."""
    parts = _parts(record, name, notes)
    return date_of(parts[:3], name, notes) if len(parts) >= 3 else None


def _year(record: Mapping[str, Any], name: str, notes: Notes) -> int | None:
    parts = _parts(record, name, notes)
    return year_of(parts[0], name, notes) if parts else None


def _parts(record: Mapping[str, Any], name: str, notes: Notes) -> list[int]:
    """The numbers of a date as far as they are numbers; `[[null]]` stands for an unknown one."""
    value = object_in(record, name, notes).get("date-parts")
    if value is None:
        return []
    first = value[0] if isinstance(value, list) and value else []
    if not isinstance(first, list):
        notes.wrong_type(name)
        return []
    found: list[int] = []
    for part in first:
        number = int(part) if isinstance(part, str) and part.isdecimal() and len(part) <= 4 else part
        if type(number) is not int:
            if part is not None:
                notes.wrong_type(name)
            break
        found.append(number)
    return found
