"""When a mail about a notice may go. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING = time(8)
MONDAY = 0
# So many mails to one address within a day; what comes after them waits for the next morning, and is one.
MAILS_A_DAY = 20


class Frequency(StrEnum):
    """How often somebody wants mail about a subject; what is muted is not told on the site either."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
    MUTED = "muted"


DIGESTS = frozenset({Frequency.DAILY, Frequency.WEEKLY})


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's time zone, and between which hours of it no mail comes; equal or missing hours are no quiet ones."""

    zone: str = "UTC"
    quiet_from: time | None = None
    quiet_until: time | None = None


def goes_at(*, now: datetime, made_at: datetime, frequency: Frequency, hours: Hours) -> datetime:
    """The first moment from `now` on at which a mail about something told at `made_at` may go.

    A digest goes on the first morning after it, a weekly one on the first Monday's. What is late goes at once, and
    nothing in quiet hours.
    """
    planned = next_morning(made_at, hours, is_weekly=frequency is Frequency.WEEKLY) if frequency in DIGESTS else made_at
    return _after_quiet(max(now, planned), hours)


def next_morning(after: datetime, hours: Hours, *, is_weekly: bool = False) -> datetime:
    """Eight o'clock where the person is, strictly after this moment; on a Monday if it is weekly."""
    zone = ZoneInfo(hours.zone)
    day = after.astimezone(zone).date()
    while (morning := datetime.combine(day, MORNING, zone)) <= after or (is_weekly and day.weekday() != MONDAY):
        day += timedelta(days=1)
    return morning


def day_of(moment: datetime, hours: Hours) -> str:
    """The day where the person is, as `2026-03-03`: of it there is one digest."""
    return moment.astimezone(ZoneInfo(hours.zone)).date().isoformat()


def _after_quiet(moment: datetime, hours: Hours) -> datetime:
    begin, end = hours.quiet_from, hours.quiet_until
    if begin is None or end is None or begin == end:
        return moment
    local = moment.astimezone(ZoneInfo(hours.zone))
    clock = local.time()
    is_quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if clock >= end else 0)
    return datetime.combine(day, end, ZoneInfo(hours.zone))
