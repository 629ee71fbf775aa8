"""Writes on collections: by their owner only, each in one transaction, with the collection locked."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import Max

from bzpeer.accounts.models import User
from bzpeer.db.locks import transaction_lock
from bzpeer.db.retries import retried
from profiles.curation.access import MARKS, count
from profiles.curation.models import Collection, SavedWork
from works.models import Work

# As many as a page and a file hold.
MOST_WORKS = 500
MOST_COLLECTIONS = 200

# A collection that holds both keeps the place and note of the one that stays.
CARRY_OVER = """
UPDATE profiles_savedwork s SET work_id = %(new)s
WHERE s.work_id = %(old)s AND NOT EXISTS (
    SELECT FROM profiles_savedwork t WHERE t.collection_id = s.collection_id AND t.work_id = %(new)s
)
"""


class Full(Exception):
    """A collection, or an account, holds no more: 409."""


@retried
def save(*, account: User, work: Work, collection: Collection | None, title: str = "", note: str = "") -> SavedWork:
    """The work at the end of this collection, or of a new private one of that title; twice is once.

    A new collection of a title that the account has already is that one. Raises Full, TooManyRequests beyond 120 an
    hour, and Collection.DoesNotExist where it is somebody else's.
    """
    count(MARKS, account)
    into = _new(account, title) if collection is None else _locked(account, collection)
    if (there := SavedWork.objects.filter(collection=into, work=work).first()) is not None:
        return there
    places = SavedWork.objects.filter(collection=into)
    if places.count() >= MOST_WORKS:
        raise Full
    last = places.aggregate(last=Max("position"))["last"] or 0
    return SavedWork.objects.create(collection=into, work=work, position=last + 1, note=note)


@retried
def change(*, account: User, collection: Collection, title: str, is_public: bool) -> Collection:
    """Another name, or other readers. Raises Collection.DoesNotExist where it is somebody else's."""
    locked = _locked(account, collection)
    locked.title, locked.is_public = title, is_public
    locked.save(update_fields=["title", "is_public"])
    return locked


@retried
def delete(*, account: User, collection: Collection) -> None:
    """The collection goes, with its places and notes. Raises Collection.DoesNotExist where it is somebody else's."""
    _locked(account, collection).delete()


@retried
def move(*, account: User, collection: Collection, work_id: int, is_up: bool) -> None:
    """The work changes places with the one before or after it; nothing happens at the ends."""
    saved = SavedWork.objects.filter(collection=_locked(account, collection))
    one = saved.filter(work_id=work_id).first()
    if one is None:
        return
    nearest = saved.filter(position__lt=one.position) if is_up else saved.filter(position__gt=one.position)
    other = nearest.order_by("-position" if is_up else "position").first()
    if other is not None:
        one.position, other.position = other.position, one.position
        SavedWork.objects.bulk_update([one, other], ["position"])


@retried
def remove(*, account: User, collection: Collection, work_id: int) -> None:
    """The work is no more in the collection; nothing happens where it was not."""
    SavedWork.objects.filter(collection=_locked(account, collection), work_id=work_id).delete()


@retried
def note(*, account: User, collection: Collection, work_id: int, words: str) -> None:
    """What stands beside the work in the collection; nothing happens where it is not in it."""
    SavedWork.objects.filter(collection=_locked(account, collection), work_id=work_id).update(note=words)


def move_works(moves: Mapping[int, int]) -> None:
    """Works that turned out to be others (old id → new id) stay saved as these; called before the old rows go."""
    with transaction.atomic(), connection.cursor() as cursor:
        for old, new in moves.items():
            cursor.execute(CARRY_OVER, {"old": old, "new": new})


def _locked(account: User, collection: Collection) -> Collection:
    return Collection.objects.select_for_update().get(pk=collection.pk, account=account)


def _new(account: User, title: str) -> Collection:
    # Sent twice, the form makes one.
    transaction_lock(f"collections {account.pk}")
    own = Collection.objects.filter(account=account)
    if (there := own.filter(title=title).first()) is not None:
        return there
    if own.count() >= MOST_COLLECTIONS:
        raise Full
    return Collection.objects.create(account=account, title=title)
