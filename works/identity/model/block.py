"""The signatures that are looked at together: compared in pairs, and put together in the first stage."""

from collections.abc import Hashable, Sequence
from functools import cached_property

from works.identity.model import evidence
from works.identity.model.agglomerate import Agglomeration, Kind, Pair
from works.identity.model.constraints import Constraints
from works.identity.model.index import candidate_pairs
from works.identity.model.signatures import Decisions, Signature
from works.identity.model.sketches import Names, Sketch, sketches_of
from works.identity.model.weights import Weights, current
from works.identity.model.words import Background

NOTHING_DECIDED = Decisions()


class Block:
    """Signatures in a stable order; everything else knows them by their position in it."""

    def __init__(
        self,
        signatures: Sequence[Signature],
        *,
        background: Background | None = None,
        decisions: Decisions = NOTHING_DECIDED,
        weights: Weights | None = None,
    ) -> None:
        self.signatures = sorted(signatures, key=lambda signature: signature.order)
        self.weights = weights or current()
        self.background = background or Background.of(self.signatures)
        self.sketches = sketches_of(self.signatures, self.background)
        self.names = Names(self.background.shares)
        self.constraints = Constraints(self.signatures, self.names, decisions)
        self.bases: dict[tuple[Kind, Kind], float] = {}

    @cached_property
    def pairs(self) -> dict[Pair, list[float]]:
        """The numbers of the pairs that share something and do not contradict each other."""
        found = {}
        for i, j in candidate_pairs([_shown(sketch) for sketch in self.sketches]):
            name = self.names.compare(self.sketches[i].name, self.sketches[j].name)
            if name is not None:
                found[i, j] = evidence.pair_values(self.sketches[i], self.sketches[j], name)
        return found

    @cached_property
    def scores(self) -> dict[Pair, float]:
        """The log-odds of those pairs."""
        return {pair: evidence.score(values, self.weights.pair) for pair, values in self.pairs.items()}

    def first_stage(self, bar: float) -> list[list[int]]:
        """Average linkage, up to an average of `bar`."""
        kinds: list[Kind] = [(sketch.name, bool(sketch.coauthors)) for sketch in self.sketches]
        excess = {(i, j): score - self._base(kinds[i], kinds[j]) for (i, j), score in self.scores.items()}
        return Agglomeration(self.constraints, kinds, excess, self._base).run(bar)

    def _base(self, one: Kind, other: Kind) -> float:
        key = (one, other)
        if key not in self.bases:
            name = self.names.compare(one[0], other[0])
            values = evidence.nothing_shared(name, both_known=one[1] and other[1]) if name else None
            self.bases[key] = evidence.score(values, self.weights.pair) if values else 0.0
        return self.bases[key]

    def pair_score(self, i: int, j: int) -> float | None:
        """The log-odds of two signatures; None for a veto of names."""
        pair = (min(i, j), max(i, j))
        if pair in self.scores:
            return self.scores[pair]
        one, other = self.sketches[i], self.sketches[j]
        if self.names.compare(one.name, other.name) is None:
            return None
        return self._base((one.name, bool(one.coauthors)), (other.name, bool(other.coauthors)))


def _shown(sketch: Sketch) -> list[Hashable]:
    return [
        *(("coauthor", key) for key in sketch.coauthors),
        *(("word", word) for word in sketch.title),
        *(("place", word) for word in sketch.places),
        *(("abstract", word) for word in sketch.abstract),
        *([("venue", sketch.venue)] if sketch.venue else []),
        *(("identifier", identifier) for identifier in sketch.identifiers),
    ]
