"""The model against labelled signatures: clustered without the labels, then compared with them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from works.identity.model.blocks import gather
from works.identity.model.gold import Labelled, Marks, by_block, marks
from works.identity.model.people import identify
from works.identity.model.signatures import Id, Signature
from works.identity.model.weights import Weights
from works.identity.model.words import Background

Clusters = dict[Id, Hashable]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The likely people of one file, over all its blocks and over those of two or more persons; and the fragments."""

    natural: Marks
    ambiguous: Marks
    fragments: Marks
    signatures: int


def evaluate(
    labelled: Sequence[Labelled], *, has_own_blocks: bool = False, weights: Weights | None = None
) -> Evaluation:
    """Cluster each block of the file, or each that the model makes itself, and compare.

    With the blocks of the file nobody is looked for beyond them, which is how such sets are compared.
    """
    likely, strict = clusters(
        blocks_of(labelled, has_own_blocks=has_own_blocks), Background.of(one.signature for one in labelled), weights
    )
    true = {one.signature.id: one.person for one in labelled}
    several = {
        one.signature.id: one.person
        for block in by_block(labelled).values()
        if len({one.person for one in block}) > 1
        for one in block
    }
    return Evaluation(marks(likely, true), marks(likely, several), marks(strict, true), len(true))


def blocks_of(labelled: Sequence[Labelled], *, has_own_blocks: bool) -> Iterable[list[Signature]]:
    """The signatures in the blocks of the file or in our own."""
    if has_own_blocks:
        return gather(one.signature for one in labelled)
    return ([one.signature for one in block] for block in by_block(labelled).values())


def clusters(
    blocks: Iterable[list[Signature]], background: Background, weights: Weights | None
) -> tuple[Clusters, Clusters]:
    """The cluster of each signature: likely people, and fragments."""
    likely: Clusters = {}
    strict: Clusters = {}
    for block in blocks:
        found = identify(block, background=background, weights=weights)
        for kept, people in ((likely, found.likely()), (strict, found.strict())):
            for members in people:
                kept.update(dict.fromkeys(members, members[0]))
    return likely, strict
