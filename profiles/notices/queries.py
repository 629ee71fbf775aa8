"""Reading notices: a page of them, how many are new, what somebody chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from bzpeer.accounts.models import User
from profiles.notices.kinds import SUBJECTS
from profiles.notices.lines import Line, lines_of
from profiles.notices.models import Notice, NoticeChoice, NoticeHours
from profiles.notices.rules import Frequency, Hours

PER_PAGE = 50
# More than this is `99+`: the header counts no further.
COUNTED = 100


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Notices by day, newest first; `until` is the newest here, `before` where the next page goes on, if it does."""

    days: Sequence[tuple[date, Sequence[Line]]]
    until: int
    before: int | None
    any_new: bool


def notices_page(account: User, *, before: int | None) -> NoticesPage:
    """Fifty notices, those before this id. One query, and those of `lines_of`."""
    told = Notice.objects.filter(account=account).order_by("-pk")
    found = list((told if before is None else told.filter(pk__lt=before))[: PER_PAGE + 1])
    lines = lines_of(found[:PER_PAGE])
    days = [(day, list(of)) for day, of in groupby(lines, lambda line: timezone.localtime(line.made_at).date())]
    return NoticesPage(
        days=days,
        until=lines[0].pk if lines else 0,
        before=lines[-1].pk if len(found) > PER_PAGE else None,
        any_new=any(line.is_new for line in lines),
    )


def unseen_count(account: User) -> int:
    """How many notices the account has not seen, counted to a hundred; one query."""
    return Notice.objects.filter(account=account, seen_at=None)[:COUNTED].count()


def choices_of(account: User) -> Mapping[str, Frequency]:
    """How often the account wants mail about each subject; one query."""
    own = dict(NoticeChoice.objects.filter(account=account).values_list("subject", "frequency"))
    return {name: Frequency(own.get(name, subject.frequency)) for name, subject in SUBJECTS.items()}


def hours_of(account: User) -> Hours:
    """Its time zone and quiet hours; one query."""
    row = NoticeHours.objects.filter(account=account).first()
    return row.hours if row else Hours()
