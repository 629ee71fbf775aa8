"""The pass of the model over blocks that changed: by chunks, each one transaction, killed anywhere without loss."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from works.identity import services as identity
from works.identity.clusters import cluster
from works.identity.model.blocks import LARGEST
from works.identity.model.weights import current
from works.identity.seen import Seen, look
from works.identity.weighing import links, pairs, reasons, texts
from works.identity.weighing.block import Weighed, weigh

# Some three thousand signatures of ordinary data, a few seconds.
BLOCKS_AT_ONCE = 200


@transaction.atomic
def weigh_chunk() -> int:
    """Take blocks that wait, join what is sure, write reasons and likely pairs; gives how many blocks.

    Callers see to it that nothing else settles blocks meanwhile.
    """
    blocks = links.take(BLOCKS_AT_ONCE)
    if not blocks:
        return 0
    seen = look(blocks)
    weighed = _weigh(seen, blocks)
    changed = links.replace({block: _works(one) for block, one in weighed.items()}, version=current().version)
    if changed:
        identity.settle_blocks(changed)
    reasons.refresh(weighed, seen.pinned.keys())
    pairs.refresh(weighed, seen.carriers)
    return len(blocks)


def _weigh(seen: Seen, blocks: Sequence[str]) -> dict[str, Weighed]:
    """Every block but those that are too large, which stay with the careful rule."""
    told = texts.of_blocks(blocks)
    weighed = {}
    for block, rows in seen.by_block():
        if len(rows) <= LARGEST:
            signatures = list(seen.signatures(rows))
            weighed[block] = weigh(texts.told(signatures, told), cluster(signatures))
    return weighed


def _works(weighed: Weighed) -> list[tuple[int, int]]:
    """The sure pairs as works, but not where a work has two names of the block."""
    work: Mapping[int, int] = {int(one.id): int(one.work) for one in weighed.block.signatures}
    times = Counter(work.values())
    return [(work[a], work[b]) for a, b in weighed.sure if times[work[a]] == times[work[b]] == 1]
