"""Records that are likely one person's, kept for moderators until they decide.

Two kinds: what the model finds inside a block, and records of any two blocks that an equal ORCID iD says are one
person's: a changed family name, or an iD beside the wrong name, which no machine tells apart.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from django.db.models.functions import Now

from works.identity.clusters import ORCID_SCHEME
from works.identity.model.evidence import probability
from works.identity.model.signatures import Proposal, Reason
from works.identity.models import LikelyPair
from works.identity.weighing.block import Weighed
from works.record.models import Author, Authorship

SHOWN = 8
# Log-odds of two records with one iD: names that do not go together speak against it.
SAME_ID = 3.0
Key = tuple[int, int]


def refresh(weighed: Mapping[str, Weighed], carriers: Mapping[str, int]) -> int:
    """What waits in these blocks is what is found now, decisions aside; gives how many pairs. Six queries.

    `carriers` are the authors who carry the printed identifiers.
    """
    holder = dict(
        Authorship.objects.filter(block__in=weighed, author__removed_at=None, author__isnull=False).values_list(
            "pk", "author"
        )
    )
    found: dict[Key, LikelyPair] = {}
    carriers = {name: author for name, author in carriers.items() if name.startswith(ORCID_SCHEME)}
    there = set(Author.objects.public().filter(pk__in=set(carriers.values())).values_list("pk", flat=True))
    carriers = {name: author for name, author in carriers.items() if author in there}
    for block, one in weighed.items():
        for pair in chain(_pairs(block, one, holder), _of_one_id(block, one, holder, carriers)):
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


def _of_one_id(
    block: str, weighed: Weighed, holder: Mapping[int, int], carriers: Mapping[str, int]
) -> Iterator[LikelyPair]:
    """Whoever holds a place beside whose name the iD of somebody else is printed, with that one."""
    for signature in weighed.block.signatures:
        author = holder.get(int(signature.id))
        for name in sorted(signature.identifiers & carriers.keys()):
            if author is not None and author != carriers[name]:
                told = Reason("identifier", name, SAME_ID)
                one = Proposal((), (), probability(SAME_ID), (told,))
                key = (min(author, carriers[name]), max(author, carriers[name]))
                yield _pair(block, weighed.block.weights.version, key, one)


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
