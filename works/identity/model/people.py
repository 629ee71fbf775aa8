"""The front door: signatures of one block in, people out, in two layers.

`fragments` are strict: what is linked by itself. `proposals` joins fragments further, to what is likely;
each such step is shown with its reasons and done by a person.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from works.identity.model import evidence, profiles
from works.identity.model.agglomerate import Agglomeration, Pair
from works.identity.model.constraints import Constraints
from works.identity.model.index import candidate_pairs
from works.identity.model.signatures import Contradiction, Decisions, Id, Signature
from works.identity.model.sketches import Crowds, Sketch, sketches_of
from works.identity.model.weights import Layer, Weights, current
from works.identity.model.words import Background

# With fewer clusters than these the second stage compares all of them.
FEW = 400
ROUNDS = 2
Kind = tuple[str, bool]


class Block:
    """The signatures that are looked at together, compared once for both layers."""

    def __init__(
        self,
        signatures: Sequence[Signature],
        *,
        background: Background | None = None,
        decisions: Decisions = Decisions(),
        weights: Weights | None = None,
    ) -> None:
        self.signatures = sorted(signatures, key=lambda signature: signature.order)
        self.weights = weights or current()
        self.sketches = sketches_of(self.signatures, background or Background.of(self.signatures))
        self.crowds = Crowds([signature.name for signature in self.signatures])
        self.constraints = Constraints(self.signatures, self.crowds, decisions)
        self.bases: dict[tuple[Hashable, Hashable], float] = {}

    @cached_property
    def pairs(self) -> dict[Pair, list[float]]:
        """The numbers of the pairs that share something and do not contradict each other."""
        found = {}
        for i, j in candidate_pairs([_shown(sketch) for sketch in self.sketches]):
            name = self.crowds.compare(self.sketches[i].name, self.sketches[j].name)
            if name is not None:
                found[i, j] = evidence.pair_values(self.sketches[i], self.sketches[j], name)
        return found

    @cached_property
    def scores(self) -> dict[Pair, float]:
        """The log-odds of those pairs."""
        return {pair: evidence.score(values, self.weights.pair) for pair, values in self.pairs.items()}

    def cluster(self, layer: Layer) -> list[list[int]]:
        """Positions in clusters, by both stages."""
        return Joining(self, self.first_stage(layer.pairs)).run(layer.profiles)

    def first_stage(self, bar: float) -> list[list[int]]:
        """Average linkage."""
        kinds: list[Kind] = [(sketch.name, bool(sketch.coauthors)) for sketch in self.sketches]
        excess = {(i, j): score - self._base(kinds[i], kinds[j]) for (i, j), score in self.scores.items()}
        return Agglomeration(self.constraints, kinds, excess, self._base).run(bar)

    def _base(self, one: Kind, other: Kind) -> float:
        key = (one, other)
        if key not in self.bases:
            name = self.crowds.compare(one[0], other[0])
            known = one[1] and other[1]
            values = evidence.nothing_shared(name, both_known=known) if name else None
            self.bases[key] = evidence.score(values, self.weights.pair) if values else 0.0
        return self.bases[key]

    def pair_score(self, i: int, j: int) -> float | None:
        """The log-odds of two signatures; None for a veto of names."""
        pair = (min(i, j), max(i, j))
        if pair in self.scores:
            return self.scores[pair]
        one, other = self.sketches[i], self.sketches[j]
        if self.crowds.compare(one.name, other.name) is None:
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


@dataclass(slots=True)
class _Person:
    members: list[int]
    profile: profiles.Profile


class Joining:
    """The second stage: clusters as profiles, the best two joined first, in at most ROUNDS rounds."""

    def __init__(self, block: Block, clusters: Sequence[Sequence[int]]) -> None:
        self.block = block
        self.people: dict[int, _Person] = {}
        for members in clusters:
            self.people[members[0]] = self._person(list(members))
        self.holdings = {first: block.constraints.holding(p.members) for first, p in self.people.items()}
        self.owner = {member: first for first, person in self.people.items() for member in person.members}
        self.best: dict[Pair, float] = {}
        for (i, j), score in block.scores.items():
            self._note(self.owner[i], self.owner[j], score)

    def _person(self, members: list[int]) -> _Person:
        return _Person(members, profiles.Profile.of([self.block.sketches[member] for member in sorted(members)]))

    def _note(self, a: int, b: int, score: float) -> None:
        if a != b:
            pair = (min(a, b), max(a, b))
            self.best[pair] = max(score, self.best.get(pair, score))

    def run(self, bar: float) -> list[list[int]]:
        """The clusters after the last round, by first member."""
        for _ in range(ROUNDS):
            if not self._round(bar):
                break
        return [sorted(self.people[first].members) for first in sorted(self.people)]

    def _round(self, bar: float) -> bool:
        scored = [(self.score(a, b), a, b) for a, b in self.candidates()]
        ordered = sorted((-score, a, b) for score, a, b in scored if score is not None and score >= bar)
        went: dict[int, int] = {}
        stamps = {first: id(person) for first, person in self.people.items()}
        for _, first, second in ordered:
            a, b = sorted((_followed(went, first), _followed(went, second)))
            if a == b:
                continue
            if stamps[first] != id(self.people[a]) or stamps.get(second) != id(self.people[b]):
                again = self.score(a, b)
                if again is None or again < bar:
                    continue
            self._join(a, b)
            went[b] = a
        return bool(went)

    def candidates(self) -> list[Pair]:
        """Pairs of clusters worth comparing, by their first members."""
        firsts = sorted(self.people)
        if len(firsts) <= FEW:
            return [(a, b) for n, a in enumerate(firsts) for b in firsts[n + 1 :]]
        shown = [self.people[first].profile.shown() for first in firsts]
        return [(firsts[i], firsts[j]) for i, j in candidate_pairs(shown)]

    def values(self, a: int, b: int) -> list[float] | None:
        """The numbers of two clusters; None where a constraint forbids them."""
        one, other = self.people[a].profile, self.people[b].profile
        name = profiles.name_evidence(one, other, self.block.crowds)
        if name is None or not self.block.constraints.may_join(self.holdings[a], self.holdings[b]):
            return None
        return profiles.profile_values(one, other, name, self.best_pair(a, b))

    def best_pair(self, a: int, b: int) -> float:
        """The log-odds of the nearest two signatures."""
        pair = (min(a, b), max(a, b))
        if pair in self.best:
            return self.best[pair]
        found = self.block.pair_score(a, b)
        return -4.0 if found is None else found

    def score(self, a: int, b: int) -> float | None:
        """Log-odds of two clusters; None where a constraint forbids them."""
        values = self.values(a, b)
        return None if values is None else evidence.score(values, self.block.weights.profile)

    def _join(self, a: int, b: int) -> None:
        gone = self.people.pop(b)
        self.people[a] = self._person(sorted(self.people[a].members + gone.members))
        self.holdings[a].take(self.holdings.pop(b))
        for pair in [pair for pair in self.best if b in pair]:
            other = pair[0] if pair[1] == b else pair[1]
            self._note(a, other, self.best.pop(pair))


def _followed(went: dict[int, int], first: int) -> int:
    while first in went:
        first = went[first]
    return first
