"""How politely sources are asked, and what an answer's status means; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

# In the order in which pages name them.
SOURCES = ("arxiv", "openalex", "crossref", "orcid")
# Between two questions. arXiv's terms of use ask for three seconds; the others take several a second.
PACE = {
    "arxiv": timedelta(seconds=3),
    "openalex": timedelta(seconds=0.2),
    "crossref": timedelta(seconds=0.2),
    "orcid": timedelta(seconds=0.2),
}
# The night in which a question is due again: one about an institution covers all its people.
NIGHTS = {"institution": 1, "author": 7}
NIGHT_BEGINS = time(1)
# What changed while the last answer was read is asked for again.
OVERLAP = timedelta(days=1)
# What a first question goes back to, where everything would be too much: names at arXiv are many people's.
FIRST_DAYS = {("arxiv", "author"): 365, ("openalex", "institution"): 30}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
FIRST_RETRY, LONGEST_RETRY = timedelta(hours=1), timedelta(days=7)
LONGEST_REST = timedelta(days=1)
# After so many failures in a row nobody waits for this answer any more, and a cursor is not begun anew at once.
PATIENCE = 3
# Sources whose answer says whether it changed.
CONDITIONAL = frozenset({"orcid"})

Meaning = Literal["answer", "unchanged", "missing", "rest", "locked", "expired", "failed"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means. `rest` is how long the source wants to be left alone, where it says so."""

    meaning: Meaning
    rest: timedelta | None = None


def verdict(status: int, headers: Mapping[str, str], *, has_cursor: bool, now: datetime) -> Verdict:
    """By the status: an answer, nothing new, no such thing, a wish to rest, or one of the ways to fail.

    A refusal of any kind while a cursor was sent is taken for the cursor's end: no two sources say it alike.
    """
    if status in (429, 503):
        return Verdict("rest", _rest(headers.get("retry-after", ""), now))
    simple: dict[int, Meaning] = {200: "answer", 304: "unchanged", 401: "locked"}
    if status in simple:
        return Verdict(simple[status])
    if has_cursor and 400 <= status < 500:
        return Verdict("expired")
    refusals: dict[int, Meaning] = {403: "locked", 404: "missing", 409: "missing", 410: "missing"}
    return Verdict(refusals.get(status, "failed"))


def _rest(header: str, now: datetime) -> timedelta | None:
    """Seconds, or a date; None for what is neither. Never longer than a day."""
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=int(header[:9])), LONGEST_REST)
    try:
        until = parsedate_to_datetime(header)
        return min(max(until - now, timedelta(0)), LONGEST_REST)
    except (ValueError, TypeError):  # TypeError: a date without a zone.
        return None


def pause_after(failures: int, chance: float) -> timedelta:
    """How long a source is left alone after so many failures in a row: twice as long each time, up to an hour.

    `chance`, from 0 to 1, spreads it over half to all of that, so that several sites do not come back together.
    """
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE) * (0.5 + chance / 2)


def retry_after(failures: int) -> timedelta:
    """When a question that failed so often in a row is due again."""
    return min(FIRST_RETRY * 2 ** min(failures - 1, 10), LONGEST_RETRY)


def due_after(kind: str, now: datetime) -> datetime | None:
    """The night in which an answered question is asked again; None for works, which are asked for once."""
    if kind not in NIGHTS:
        return None
    return datetime.combine(now.date() + timedelta(days=NIGHTS[kind]), NIGHT_BEGINS, tzinfo=now.tzinfo)


def first_since(source: str, kind: str, today: date) -> date | None:
    """From which day on a question is asked for the first time; None for everything there is."""
    days = FIRST_DAYS.get((source, kind))
    return today - timedelta(days=days) if days else None


def next_since(began: datetime) -> date:
    """From which day on it is asked the next time, by when the pages of this answer began."""
    return (began - OVERLAP).date()


def midnight_after(now: datetime) -> datetime:
    """When the next day's budget begins."""
    return datetime.combine(now.date() + timedelta(days=1), time(0), tzinfo=now.tzinfo)
