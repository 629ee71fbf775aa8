"""Likes and dislikes: one an account and work; the counts move under the lock of the work's figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from bzpeer.accounts.models import User
from bzpeer.db.retries import retried
from profiles.curation.access import MARKS, count, is_own
from profiles.curation.errors import OwnWork
from profiles.curation.models import WorkFeedback, WorkMark
from works.models import Work

FORGET = """
WITH gone AS (DELETE FROM profiles_workmark WHERE account_id = %(account)s RETURNING work_id, is_like)
UPDATE profiles_workfeedback f
SET likes = f.likes - gone.is_like::int, dislikes = f.dislikes - (NOT gone.is_like)::int
FROM gone WHERE f.work_id = gone.work_id
"""
# Who marked both works keeps what they said of the one that stays.
CARRY_OVER = """
INSERT INTO profiles_workmark (account_id, work_id, is_like, made_at)
SELECT account_id, %(new)s, is_like, made_at FROM profiles_workmark WHERE work_id = %(old)s
ON CONFLICT (account_id, work_id) DO NOTHING
"""
COUNT_AGAIN = """
INSERT INTO profiles_workfeedback (work_id, likes, dislikes, is_discussed)
SELECT %(new)s, count(*) FILTER (WHERE m.is_like), count(*) FILTER (WHERE NOT m.is_like),
    EXISTS (SELECT FROM profiles_workfeedback f WHERE f.work_id IN (%(old)s, %(new)s) AND f.is_discussed)
FROM profiles_workmark m WHERE m.work_id = %(new)s
HAVING count(*) > 0 OR EXISTS (SELECT FROM profiles_workfeedback f WHERE f.work_id IN (%(old)s, %(new)s))
ON CONFLICT (work_id) DO UPDATE
SET likes = excluded.likes, dislikes = excluded.dislikes, is_discussed = excluded.is_discussed
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """How things stand after the act: the counts, and whether the account likes (True), dislikes (False), neither."""

    likes: int
    dislikes: int
    own: bool | None


@retried
def mark(*, account: User, work: Work, is_like: bool) -> Marked:
    """The account likes or dislikes the work; twice is once. Raises OwnWork, and TooManyRequests beyond 120 an hour."""
    if is_own(work, account):
        raise OwnWork
    count(MARKS, account)
    return _set(account, work, is_like)


@retried
def unmark(*, account: User, work: Work) -> Marked:
    """The account neither likes nor dislikes the work; nothing happens if it did not."""
    return _set(account, work, None)


def forget(*, account: User) -> None:
    """Ends every mark of an account; called when it is deleted, so that no count keeps it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, {"account": account.pk})


def move_works(moves: Mapping[int, int]) -> None:
    """Marks of works that turned out to be others (old id → new id) are theirs; called before the old rows go."""
    with transaction.atomic(), connection.cursor() as cursor:
        for old, new in moves.items():
            for statement in (CARRY_OVER, COUNT_AGAIN):
                cursor.execute(statement, {"old": old, "new": new})


def _set(account: User, work: Work, wanted: bool | None) -> Marked:  # noqa: FBT001 - three states of one thing
    figures, _ = WorkFeedback.objects.select_for_update().get_or_create(work=work)
    marks = WorkMark.objects.filter(account=account, work=work)
    was = marks.values_list("is_like", flat=True).first()
    if was is not wanted:
        marks.delete()
        if wanted is not None:
            WorkMark.objects.create(account=account, work=work, is_like=wanted)
        figures.likes += (wanted is True) - (was is True)
        figures.dislikes += (wanted is False) - (was is False)
        figures.save(update_fields=["likes", "dislikes"])
    return Marked(figures.likes, figures.dislikes, wanted)
