"""After an import: what it brought becomes news for those who follow, in a few statements for a piece of its works.

The place in the run moves in the transaction of the news, so a killed worker doubles and loses none. It waits until
identity has said whose the works are.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.follows.models import KINDS, Follow
from profiles.news import statements
from profiles.news.models import MailSubscription, News, NewsRun
from profiles.notices import services as notices
from works.models import ImportRun, StaleBlock, Work
from works.record.bulk import one_column

TASK = "profiles.fan_out"
# Works and accounts at once.
WORKS, ACCOUNTS = 2_000, 5_000
KEPT = timedelta(days=365)
Targets = Mapping[str, list[int]]


def note(run: ImportRun | None) -> None:
    """The run may have created works; called in its transaction."""
    if run is not None and run.state not in (ImportRun.State.ROLLING_BACK, ImportRun.State.ROLLED_BACK):
        NewsRun.objects.update_or_create(run=run, defaults={"is_waiting": True})


def wake_if_waiting() -> None:
    """The sweep's question: a run whose works have their authors by now; news a year old go."""
    if is_ready():
        outbox.put(TASK, queue="bulk", key="fan out")
    News.objects.filter(day__lt=Now() - KEPT).delete()


def is_ready() -> bool:
    """Whether a run waits, and nobody's works are being told apart. At most two queries."""
    return NewsRun.objects.filter(is_waiting=True).exists() and not StaleBlock.objects.exists()


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
        if works:
            today = clock.now().date()
            _tell(_gather(works, today), today)
            row.last_work = works[-1]
        row.is_waiting = len(works) == WORKS
    else:
        # The first imports of a site: none of it is news to who comes later.
        row.last_work, row.is_waiting = Work.objects.aggregate(last=Max("pk"))["last"] or 0, False
    row.save(update_fields=["last_work", "is_waiting"])
    if is_ready():
        outbox.put(TASK, queue="bulk", key="fan out")


def carry_over(*, kind: str, moves: Mapping[int, int]) -> None:
    """News and subscriptions of records that went into others (old id → new id); called before the old rows go."""
    given = {"old": list(moves), "new": list(moves.values())}
    with connection.cursor() as cursor:
        for statement in (statements.CARRY_OVER, statements.CARRY_SUBSCRIPTIONS):
            cursor.execute(statement.format(kind=kind), given)


def _new_works(row: NewsRun) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statements.NEW_WORKS, {"run": row.run_id, "after": row.last_work, "most": WORKS})
        return one_column(cursor)


def _gather(works: list[int], today: date) -> Targets:
    """The news of these works; gives whom they are about, by kind."""
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        for kind in KINDS:
            awaited = statements.AWAITED.format(kind=kind, target="n.target")
            works_of = statements.WORKS_OF[kind]
            statement = statements.GATHER.format(kind=kind, works_of=works_of, awaited=awaited)
            cursor.execute(statement, {"works": works, "day": today})
            found[kind] = one_column(cursor)
    return found


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
