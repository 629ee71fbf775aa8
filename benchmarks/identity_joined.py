"""Labelled signatures joined as an import and the night after it join them: the careful rule, then the model."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from works.identity import clusters
from works.identity.model.gold import Labelled
from works.identity.model.signatures import Id, Signature
from works.identity.weighing.block import weigh
from works.record.names import block_of
from works.record.teams import block_part, member_of, team_of


def joined(labelled: Sequence[Labelled]) -> dict[Id, Hashable]:
    """The cluster of each signature, by its own id."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(labelled):
        blocks[block_of(one.signature.name)].append(number)
    found: dict[Id, Hashable] = {}
    for _, numbers in sorted(blocks.items()):
        for members in _people([replace(labelled[n].signature, id=n) for n in numbers]):
            found.update({labelled[n].signature.id: members[0] for n in members})
    return found


def _people(signatures: Sequence[Signature]) -> list[list[int]]:
    careful = [as_settled(one) for one in signatures]
    weighed = weigh(signatures, clusters.cluster(careful))
    return clusters.cluster(careful, weighed.sure)


def as_settled(one: Signature) -> clusters.Signature:
    """The same place as settling compares it; its id has to be a number."""
    own = block_part(member_of(one.name))
    teammates = frozenset(member for member in team_of([one.name, *one.coauthors]) if block_part(member) != own)
    order = f"{one.title} {one.work}"
    return clusters.Signature(int(one.id), one.work, one.name, teammates, (), order)
