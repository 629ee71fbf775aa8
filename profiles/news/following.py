"""What is new of whom somebody follows, and the list of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection
from django.http import Http404

from bzpeer.accounts.models import User
from profiles.follows.models import KINDS, Follow
from profiles.follows.targets import Target, targets_of
from profiles.news.lines import NewsLine, lines_of, shown, texts_of
from profiles.news.models import News
from profiles.notices.models import Notice
from works.record.bulk import one_column

PER_PAGE = 50
# In one mail.
MAILED = 10

# From the follows, each with its own index: whoever follows little reads little. News lie in the order of their days.
NEWS = " UNION ALL ".join(
    f"""
    SELECT n.id FROM profiles_follow f JOIN profiles_news n ON n.{kind}_id = f.{kind}_id
    WHERE f.account_id = %(account)s AND f.muted_at IS NULL AND n.day >= f.since::date
        AND n.id < %(before)s AND n.day BETWEEN %(first)s AND %(last)s
    """  # noqa: S608 - the kinds are ours
    for kind in KINDS
)
PAGE = f"SELECT id FROM ({NEWS}) found ORDER BY id DESC LIMIT %(most)s"  # noqa: S608
ALL_DAYS = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """News by day, newest first; `until` is the newest unseen notice, 0 for none, `before` where the next page is."""

    days: Sequence[tuple[date, bool, Sequence[NewsLine]]]
    until: int
    before: int | None
    follows: int


@dataclass(frozen=True, slots=True)
class Followed:
    """One line of the list of what is followed."""

    pk: int
    target: Target
    is_muted: bool


def following_page(account: User, *, before: int | None) -> FollowingPage:
    """Fifty news, those before this id. Four queries, and those of `lines_of`."""
    ids = _ids(account.pk, before=before, days=ALL_DAYS, most=PER_PAGE + 1)
    lines = lines_of(_news(ids[:PER_PAGE]))
    unseen = dict(Notice.objects.filter(account=account, kind="news", seen_at=None).values_list("key", "pk"))
    days = [(day, f"news-{day}" in unseen, list(of)) for day, of in groupby(lines, lambda line: line.day)]
    return FollowingPage(
        days=days,
        until=max(unseen.values(), default=0),
        before=ids[PER_PAGE - 1] if len(ids) > PER_PAGE else None,
        follows=Follow.objects.filter(account=account).count(),
    )


def follows_page(account: User, *, before: int | None) -> tuple[Sequence[Followed], int | None]:
    """Fifty of what the account follows, newest first, and where the next page goes on. At most five queries."""
    rows = Follow.objects.filter(account=account).order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before))[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    targets = targets_of(shown)
    lines = [
        Followed(row.pk, targets[row.kind, row.target_id], row.muted_at is not None)
        for row in shown
        if (row.kind, row.target_id) in targets
    ]
    return lines, shown[-1].pk if len(found) > PER_PAGE else None


def news_of_day(account_id: int, day: date) -> list[str]:
    """What is new on a day for an account, for a mail; at most ten lines."""
    return texts_of(_news(_ids(account_id, before=None, days=(day, day), most=MAILED)))


def own_follow_or_404(pk: int, account: User) -> Follow:
    """The account's follow; one query."""
    found = Follow.objects.filter(pk=pk, account=account).first()
    if found is None:
        raise Http404("no such follow")
    return found


def _ids(account_id: int, *, before: int | None, days: tuple[date, date], most: int) -> list[int]:
    given: dict[str, int | date] = {"account": account_id, "before": before or 2**62, "most": most}
    given |= {"first": days[0], "last": days[1]}
    with connection.cursor() as cursor:
        cursor.execute(PAGE, given)
        return one_column(cursor)


def _news(ids: Sequence[int]) -> list[News]:
    return list(shown(News.objects.filter(pk__in=ids)).order_by("-pk"))
