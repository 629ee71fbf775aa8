"""What a corrected value may be, and how it stands in a record. Pure."""

from works.record.text import clean

LONGEST = {"title": 2_000, "year": 4, "published_in": 1_000, "abstract": 20_000}
FIRST_YEAR, LAST_YEAR = 1500, 2200


class NoValue(ValueError):
    """This cannot be the value of that field."""


def normal_value(field: str, typed: str) -> str:
    """The value as it is kept. Raises NoValue for an empty title, a year that is none, and what is too long."""
    text = clean(typed).strip()
    if field != "abstract":
        text = " ".join(text.split())
    is_year = not text or (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR)
    if len(text) > LONGEST[field] or (field == "title" and not text) or (field == "year" and not is_year):
        raise NoValue(field)
    return text


def stored(field: str, value: str) -> str | int | None:
    """The kept value as the work and a source's record hold it."""
    if field == "year":
        return int(value) if value else None
    return value


def kept(value: str | int | None) -> str:
    """A value of a work or record as corrections keep it."""
    return "" if value is None else str(value)
