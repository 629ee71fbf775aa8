"""After an import: what it brought becomes news for those who follow, in a few statements for a piece of its works.

The place in the run moves in the transaction of the news, so a killed worker doubles and loses none. It waits until
identity has said whose the works are.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.follows.models import KINDS, Follow
from profiles.news import searches, statements
from profiles.news.models import MailSubscription, News, NewsRun
from profiles.notices import services as notices
from profiles.researchers.models import Researcher
from works.models import Author, ImportRun, MarkKind, StaleBlock, StaleMark, Work
from works.record.bulk import one_column

TASK = "profiles.fan_out"
# Works and accounts at once.
WORKS, ACCOUNTS = 2_000, 5_000
KEPT = timedelta(days=365)
Targets = Mapping[str, list[int]]


def note(run: ImportRun | None) -> None:
    """The run may have created works, or was taken back; called in its transaction."""
    if run is not None and run.state == ImportRun.State.ROLLED_BACK:
        take_back(run)
    elif run is not None:
        NewsRun.objects.update_or_create(run=run, defaults={"is_waiting": True})


def wake_if_waiting() -> None:
    """The sweep's question: a run whose works have their authors by now; news a year old go."""
    if is_ready():
        outbox.put(TASK, queue="bulk", key="fan out")
    News.objects.filter(day__lt=Now() - KEPT).delete()


def is_ready() -> bool:
    """Whether a run waits, nobody's works are being told apart, and the search has their words. At most three
    queries.
    """
    if not NewsRun.objects.filter(is_waiting=True).exists() or StaleBlock.objects.exists():
        return False
    return not StaleMark.objects.filter(kind=MarkKind.WORK).exists()


def fan_out_all() -> None:
    """Piece by piece until nothing waits; for who runs without a worker."""
    while is_ready():
        fan_out()


def is_anybody_there() -> bool:
    """Whether anything is followed at all. At most two queries."""
    return Follow.objects.exists() or MailSubscription.objects.exists()


@transaction.atomic
def fan_out() -> None:
    """One piece of one run; puts the job in again while there is more."""
    transaction_lock("fan out")
    if not is_ready():
        return
    row = NewsRun.objects.filter(is_waiting=True).order_by("run").select_for_update()[0]
    if is_anybody_there():
        works = _new_works(row)
        row.told_at = row.told_at or clock.now()
        if works:
            today = clock.now().date()
            _tell(_gather(works, today), today)
            row.last_work = works[-1]
        row.is_waiting = len(works) == WORKS
    else:
        # The first imports of a site: none of it is news to who comes later.
        row.last_work, row.is_waiting = Work.objects.aggregate(last=Max("pk"))["last"] or 0, False
    row.save(update_fields=["last_work", "told_at", "is_waiting"])
    if is_ready():
        outbox.put(TASK, queue="bulk", key="fan out")


@transaction.atomic
def tell_of_moved(authors: Collection[int] | None) -> None:
    """Of these authors (None: all) works may have come from elsewhere, by a merge or a second look at who is who.

    Such a work is news if it is new to the site. Two queries where nobody waits for any of them.
    """
    awaited = set()
    for table in (Follow, MailSubscription):
        rows = table._default_manager.filter(author__isnull=False)
        of_these = rows if authors is None else rows.filter(author__in=authors)
        awaited |= set(of_these.values_list("author", flat=True).distinct())
    if awaited:
        transaction_lock("fan out")
        today = clock.now().date()
        found = _add("author", statements.CAME_LATER, {"authors": sorted(awaited), "day": today})
        if found:
            _tell({kind: found if kind == "author" else [] for kind in KINDS}, today)


@transaction.atomic
def take_back(run: ImportRun) -> None:
    """The works of the run are gone: so they are from the news, and from what is to be mailed."""
    transaction_lock("fan out")
    with connection.cursor() as cursor:
        cursor.execute(statements.TAKE_BACK, {"first": run.started_at.date() - timedelta(days=1)})
        empty = News.objects.filter(works_count=0)
        days = set(empty.values_list("day", flat=True))
        empty.delete()
        cursor.execute(statements.FORGET_NOTICES, {"keys": [f"news-{day}" for day in days]})


def carry_over(*, kind: str, moves: Mapping[int, int]) -> None:
    """News and subscriptions of records that went into others (old id → new id); called before the old rows go."""
    given = {"old": list(moves), "new": list(moves.values())}
    if News.objects.filter(**{f"{kind}__in": [*moves]}).exists():
        # Lines are written whole, from what was read of them.
        transaction_lock("fan out")
    with connection.cursor() as cursor:
        for statement in (statements.CARRY_OVER, statements.CARRY_SUBSCRIPTIONS):
            cursor.execute(statement.format(kind=kind), given)


def go_along(*, author: Author, new: Author) -> None:
    """The same where the holder of a record went to a new one."""
    if Researcher.objects.filter(author=new).exists():
        News.objects.filter(author=author).update(author=new)
        MailSubscription.objects.filter(author=author).update(author=new)


def _new_works(row: NewsRun) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statements.NEW_WORKS, {"run": row.run_id, "after": row.last_work, "most": WORKS})
        return one_column(cursor)


def _gather(works: list[int], today: date) -> Targets:
    """The news of these works; gives whom they are about, by kind."""
    given = {"works": works, "day": today}
    found = {kind: _add(kind, works_of, given) for kind, works_of in statements.WORKS_OF.items()}
    by_search = [_add("search", works_of, given | values) for works_of, values in searches.finds(works)]
    return {**found, "search": [pk for some in by_search for pk in some]}


def _add(kind: str, works_of: str, given: Mapping[str, Any]) -> list[int]:
    awaited = statements.AWAITED.format(kind=kind, target="n.target")
    with connection.cursor() as cursor:
        cursor.execute(statements.GATHER.format(kind=kind, works_of=works_of, awaited=awaited), given)
        return one_column(cursor)


def _tell(targets: Targets, today: date) -> None:
    """A notice a day for each follower, and a look at each subscription."""
    for accounts in _followers(targets):
        about = {"path": f"/following/#day-{today}", "day": today.isoformat()}
        notices.tell(accounts=accounts, kind="news", about=about, key=f"news-{today}")
    with connection.cursor() as cursor:
        cursor.execute(statements.SUBSCRIBERS, dict(targets))


def _followers(targets: Targets) -> Iterator[list[int]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statements.FOLLOWERS, {**targets, "after": after, "most": ACCOUNTS})
            accounts = one_column(cursor)
        if not accounts:
            return
        yield accounts
        after = accounts[-1]
