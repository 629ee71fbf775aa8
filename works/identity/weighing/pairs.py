"""Records that are likely one person's, kept for moderators until they decide."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.db.models.functions import Now

from works.identity.model.signatures import Proposal
from works.identity.models import LikelyPair
from works.identity.weighing.block import Weighed
from works.record.models import Authorship

SHOWN = 8
Key = tuple[int, int]


def refresh(weighed: Mapping[str, Weighed]) -> int:
    """What waits in these blocks is what the model finds now, decisions aside; gives how many pairs. Five queries."""
    holder = dict(
        Authorship.objects.filter(block__in=weighed, author__removed_at=None, author__isnull=False).values_list(
            "pk", "author"
        )
    )
    found: dict[Key, LikelyPair] = {}
    for block, one in weighed.items():
        for pair in _pairs(block, one, holder):
            key = (pair.one_id, pair.other_id)
            if key not in found or found[key].probability < pair.probability:
                found[key] = pair
    waiting = LikelyPair.objects.filter(block__in=weighed, verdict="")
    gone = [pk for pk, *key in waiting.values_list("pk", "one", "other") if tuple(key) not in found]
    LikelyPair.objects.filter(pk__in=gone).delete()
    LikelyPair.objects.bulk_create(
        found.values(),
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["block", "probability", "addends", "version"],
    )
    return len(found)


def _pairs(block: str, weighed: Weighed, holder: Mapping[int, int]) -> Iterator[LikelyPair]:
    for proposal in weighed.likely:
        one, other = _author(proposal.one, holder), _author(proposal.other, holder)
        if one is not None and other is not None and one != other:
            yield _pair(block, weighed.block.weights.version, (min(one, other), max(one, other)), proposal)


def _author(members: tuple[int | str, ...], holder: Mapping[int, int]) -> int | None:
    """Who holds most of these places; the older record where two hold as many."""
    held = Counter(author for member in members if (author := holder.get(int(member))) is not None)
    return min(held, key=lambda author: (-held[author], author)) if held else None


def _pair(block: str, version: str, key: Key, proposal: Proposal) -> LikelyPair:
    return LikelyPair(
        one_id=key[0],
        other_id=key[1],
        block=block,
        probability=round(proposal.probability, 4),
        addends=[[reason.kind, reason.detail, reason.addend] for reason in proposal.reasons[:SHOWN]],
        version=version,
        found_at=Now(),
    )
