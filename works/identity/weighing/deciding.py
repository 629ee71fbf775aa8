"""What people decide about likely pairs; no machine asks again, and no machine goes against it."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from works.identity.models import LikelyPair, NotMine
from works.record.models import Authorship, StaleBlock

Verdict = LikelyPair.Verdict


class Decided(Exception):
    """Somebody decided meanwhile, or there is nothing to take back."""


@transaction.atomic
def decide(*, pair: LikelyPair, verdict: str, by: User) -> None:
    """One of `Verdict`; `two people` is a word about every place of the two. Raises Decided."""
    locked = _locked(pair, is_open=True)
    if verdict == Verdict.TWO:
        locked.words = _keep_apart(locked)
    locked.verdict, locked.decided_by, locked.decided_at = verdict, by, Now()
    locked.save()


@transaction.atomic
def take_back(*, pair: LikelyPair) -> None:
    """The pair waits again, and the words that came of the decision fall. Raises Decided."""
    locked = _locked(pair, is_open=False)
    NotMine.objects.filter(pk__in=locked.words).delete()
    locked.verdict, locked.decided_by, locked.decided_at, locked.words = "", None, None, []
    locked.save()
    _cluster_again(locked)


def _locked(pair: LikelyPair, *, is_open: bool) -> LikelyPair:
    locked = LikelyPair.objects.select_for_update().filter(pk=pair.pk).first()
    if locked is None or (locked.verdict == "") != is_open:
        raise Decided
    return locked


def _keep_apart(pair: LikelyPair) -> list[int]:
    """Neither has a place of the other; gives the new words, not those that somebody had said before."""
    words = [word for one, other in _both_ways(pair) for word in _words(one, other)]
    known = set(NotMine.objects.filter(author__in=[pair.one_id, pair.other_id]).values_list("author", "work", "name"))
    new = [word for word in words if (word.author_id, word.work_id, word.name) not in known]
    made = NotMine.objects.bulk_create(new)
    _cluster_again(pair)
    return [word.pk for word in made]


def _both_ways(pair: LikelyPair) -> tuple[tuple[int, int], tuple[int, int]]:
    return (pair.one_id, pair.other_id), (pair.other_id, pair.one_id)


def _words(author: int, other: int) -> Iterator[NotMine]:
    places = Authorship.objects.filter(author=other).exclude(name="").values_list("work", "name").distinct()
    return (NotMine(author_id=author, work_id=work, name=name) for work, name in places.order_by("work", "name"))


def _cluster_again(pair: LikelyPair) -> None:
    places = Authorship.objects.filter(author__in=[pair.one_id, pair.other_id]).exclude(block="")
    StaleBlock.objects.bulk_create(StaleBlock(block=block) for block in set(places.values_list("block", flat=True)))
