"""The front door: signatures of one block in, people out, in two layers.

Strict *fragments* are what is linked by itself. A *proposal* joins fragments further, to what is likely: it is
shown with its reasons, and a person does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from works.identity.model import evidence
from works.identity.model.block import NOTHING_DECIDED, Block
from works.identity.model.joining import Join, Joining
from works.identity.model.signatures import Contradiction, Decisions, Id, Link, Proposal, Signature
from works.identity.model.weights import Weights
from works.identity.model.words import Background

# In a larger fragment the reasons for a signature are sought among so many others, the nearest in the order.
MOST_COMPARED = 200


@dataclass(frozen=True)
class Found:
    """Who is who in one block; `version` is that of the weights, to be kept with every link."""

    block: Block
    fragments: list[list[int]]

    @property
    def version(self) -> str:
        """The version of the weights."""
        return self.block.weights.version

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What persons and identifiers say against each other: left alone, for the desk."""
        return tuple(self.block.constraints.contradictions)

    @cached_property
    def _second(self) -> tuple[list[list[int]], list[Join]]:
        joining = Joining(self.block, self.fragments)
        return joining.run(self.block.weights.likely), joining.joins

    def strict(self) -> list[tuple[Id, ...]]:
        """Ids of signatures, a list a fragment."""
        return self._ids(self.fragments)

    def likely(self) -> list[tuple[Id, ...]]:
        """Ids of signatures as they would be with all proposals done."""
        return self._ids(self._second[0])

    def _ids(self, clusters: Sequence[Sequence[int]]) -> list[tuple[Id, ...]]:
        return [tuple(self.block.signatures[member].id for member in members) for members in clusters]

    def proposals(self) -> list[Proposal]:
        """The steps from the fragments to the likely people, in order: a later one may stand on an earlier one."""
        return [
            Proposal(one, other, evidence.probability(join.log_odds), join.reasons)
            for join in self._second[1]
            for one, other in [self._ids((join.one, join.other))]
        ]

    def links(self) -> list[Link]:
        """For every signature why it stands in its fragment."""
        return [self._link(member, members) for members in self.fragments for member in members]

    def _link(self, member: int, members: Sequence[int]) -> Link:
        signature = self.block.signatures[member]
        others = sorted(members, key=lambda other: (abs(other - member), other))[1 : MOST_COMPARED + 1]
        scored = [(score, -other) for other in others if (score := self.block.pair_score(member, other)) is not None]
        if not scored:
            return Link(signature.id, None, 1.0, ())
        score, minus = max(scored)
        one, other = self.block.sketches[member], self.block.sketches[-minus]
        name = self.block.names.compare(one.name, other.name)
        why = evidence.pair_reasons(one, other, name, self.block.weights.pair) if name else ()
        return Link(signature.id, other.id, evidence.probability(score), why)


def identify(
    signatures: Sequence[Signature],
    *,
    background: Background | None = None,
    decisions: Decisions = NOTHING_DECIDED,
    weights: Weights | None = None,
) -> Found:
    """Who is who among the signatures of one block (`blocks.gather`), whatever their order.

    `background` says how rare words and names are; without one they are counted over these signatures.
    """
    block = Block(signatures, background=background, decisions=decisions, weights=weights)
    joining = Joining(block, block.first_stage(block.weights.pairs))
    return Found(block, joining.run(block.weights.profiles))
