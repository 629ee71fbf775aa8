"""Following and unfollowing; the stored count moves in the same transaction, by what the row's write did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.accounts import limits
from bzpeer.accounts.models import User
from bzpeer.db.retries import retried
from profiles.follows.models import Follow, FollowFigure
from profiles.follows.targets import Target, row_of, stored_search
from profiles.researchers.models import Researcher
from works.models import Author

# safety.md, Rate limits.
PRESSES = limits.Allowance("follow", 120, 3600)


class OwnRecord(Exception):
    """Nobody follows the record they hold."""


@dataclass(frozen=True, slots=True)
class Following:
    """How things stand after the act: followers of the author, and whether the account is one."""

    followers: int
    is_following: bool


FOLLOW = """
WITH added AS (
    INSERT INTO profiles_follow (account_id, author_id) VALUES (%(account)s, %(author)s)
    ON CONFLICT (account_id, author_id) DO NOTHING RETURNING author_id
)
INSERT INTO profiles_followfigure (author_id, followers) SELECT author_id, 1 FROM added
ON CONFLICT (author_id) DO UPDATE SET followers = profiles_followfigure.followers + 1
"""

UNFOLLOW = """
WITH gone AS (
    DELETE FROM profiles_follow WHERE account_id = %(account)s AND author_id = %(author)s RETURNING author_id
)
UPDATE profiles_followfigure f SET followers = f.followers - 1 FROM gone WHERE f.author_id = gone.author_id
"""

FORGET = """
WITH gone AS (
    DELETE FROM profiles_follow WHERE account_id = %(account)s RETURNING author_id
)
UPDATE profiles_followfigure f SET followers = f.followers - 1 FROM gone WHERE f.author_id = gone.author_id
"""

# Followers of what went into another; who follows both stays one follower, and hears of it who muted only one.
CARRY_OVER = """
WITH moved AS (SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m(old_id, new_id))
INSERT INTO profiles_follow (account_id, {kind}_id, since, muted_at)
SELECT f.account_id, m.new_id, min(f.since),
    CASE WHEN bool_and(f.muted_at IS NOT NULL) THEN min(f.muted_at) END
FROM profiles_follow f JOIN moved m ON m.old_id = f.{kind}_id
GROUP BY f.account_id, m.new_id
ON CONFLICT (account_id, {kind}_id) DO UPDATE SET since = least(profiles_follow.since, excluded.since),
    muted_at = CASE WHEN excluded.muted_at IS NOT NULL THEN profiles_follow.muted_at END
"""

# One way to follow and one to stop for what has no count; the column is one of ours.
FOLLOW_OTHER = """
INSERT INTO profiles_follow (account_id, {kind}_id) VALUES (%(account)s, %(target)s)
ON CONFLICT (account_id, {kind}_id) DO NOTHING
"""

# Nobody follows the record they hold, not either when it came to them by a merge.
FORGET_OWN = """
DELETE FROM profiles_follow f USING profiles_researcher r
WHERE r.author_id = f.author_id AND r.account_id = f.account_id AND f.author_id = ANY(%(authors)s)
"""

COUNT_AGAIN = """
INSERT INTO profiles_followfigure (author_id, followers)
SELECT a.id, count(f.id) FROM works_author a LEFT JOIN profiles_follow f ON f.author_id = a.id
LEFT JOIN profiles_followfigure g ON g.author_id = a.id
WHERE a.id = ANY(%(authors)s) GROUP BY a.id HAVING count(f.id) > 0 OR count(g.author_id) > 0
ON CONFLICT (author_id) DO UPDATE SET followers = excluded.followers
"""


@retried
def follow(*, account: User, author: Author) -> Following:
    """The account follows the author; twice is once. Raises OwnRecord."""
    if Researcher.objects.filter(account=account, author=author).exists():
        raise OwnRecord
    return _move(FOLLOW, account, author, is_following=True)


@retried
def unfollow(*, account: User, author: Author) -> Following:
    """The account follows the author no longer; nothing happens if it did not."""
    return _move(UNFOLLOW, account, author, is_following=False)


@retried
def follow_target(*, account: User, target: Target) -> None:
    """The account follows it; twice is once. Raises OwnRecord."""
    if target.kind == "author":
        follow(account=account, author=Author.objects.get(pk=target.pk))
        return
    pk = target.pk or stored_search(target).pk
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW_OTHER.format(kind=target.kind), {"account": account.pk, "target": pk})


@retried
def unfollow_target(*, account: User, target: Target) -> None:
    """The account follows it no longer; nothing happens if it did not."""
    if target.kind == "author":
        unfollow(account=account, author=Author.objects.get(pk=target.pk))
        return
    Follow.objects.filter(account=account, **row_of(target)).delete()


def set_muted(*, follow: Follow, is_muted: bool) -> None:
    """A muted follow brings no news."""
    Follow.objects.filter(pk=follow.pk).update(muted_at=Now() if is_muted else None)


def count_press(account: User) -> None:
    """Counts one press of a button. Raises TooManyRequests beyond 120 in an hour."""
    limits.take([(PRESSES, f"account {account.pk}")])


def carry_institutions(*, moves: Mapping[int, int]) -> None:
    """Follows of institutions that went into others (old id → new id) go along; called before the old rows go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CARRY_OVER.format(kind="institution"), {"old": list(moves), "new": list(moves.values())})


def forget(*, account: User) -> None:
    """Ends everything the account follows; called when it is deleted, so that no count keeps it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, {"account": account.pk})


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Follows of records that went into others (old id → new id) go along; called before the old rows go.

    Whoever calls it counts the new ones again at the end.
    """
    given = {"old": list(moves), "new": list(moves.values())}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CARRY_OVER.format(kind="author"), given)


def go_along(*, author: Author, new: Author) -> None:
    """Who follows somebody who holds a record goes on following them where they went; else the address is followed."""
    if Researcher.objects.filter(author=new).exists():
        Follow.objects.filter(author=author).update(author=new)
    count_again(authors=[author.pk, new.pk])


def count_again(*, authors: Collection[int]) -> None:
    """The followers of these authors as they are; who holds one of them is none of its followers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET_OWN, {"authors": [*authors]})
        cursor.execute(COUNT_AGAIN, {"authors": [*authors]})


def _move(statement: str, account: User, author: Author, *, is_following: bool) -> Following:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"account": account.pk, "author": author.pk})
        figure = FollowFigure.objects.filter(author=author).values_list("followers", flat=True).first()
    return Following(followers=figure or 0, is_following=is_following)
