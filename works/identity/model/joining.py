"""The second stage: clusters as profiles, the nearest two joined first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from works.identity.model import evidence, profiles
from works.identity.model.agglomerate import Pair
from works.identity.model.block import Block
from works.identity.model.index import candidate_pairs
from works.identity.model.signatures import Reason

# With fewer clusters than these all of them are compared.
FEW = 400
ROUNDS = 2
# What the nearest pair counts as where no pair may be one person.
NO_PAIR = -4.0


@dataclass(slots=True)
class Cluster:
    """Positions in a block, sorted, and their profile."""

    members: list[int]
    profile: profiles.Profile


@dataclass(frozen=True, slots=True)
class Join:
    """Two clusters that were joined: who was in them, the log-odds, the addends."""

    one: tuple[int, ...]
    other: tuple[int, ...]
    log_odds: float
    reasons: tuple[Reason, ...]


class Joining:
    """Clusters of a block, each known by its first member, being joined."""

    def __init__(self, block: Block, clusters: Sequence[Sequence[int]]) -> None:
        self.block = block
        self.clusters = {members[0]: self._cluster(sorted(members)) for members in clusters}
        self.holdings = {first: block.constraints.holding(c.members) for first, c in self.clusters.items()}
        self.joins: list[Join] = []
        self._count_names()
        first_of = {member: first for first, cluster in self.clusters.items() for member in cluster.members}
        self.best: dict[int, dict[int, float]] = {first: {} for first in self.clusters}
        for (i, j), score in block.scores.items():
            self._note(first_of[i], first_of[j], score)

    def _cluster(self, members: list[int]) -> Cluster:
        return Cluster(members, profiles.Profile.of([self.block.sketches[member] for member in members]))

    def _note(self, a: int, b: int, score: float) -> None:
        if a != b:
            self.best[a][b] = self.best[b][a] = max(score, self.best[a].get(b, score))

    def run(self, bar: float) -> list[list[int]]:
        """The clusters after the last round, in order of their first members."""
        for _ in range(ROUNDS):
            if not self._round(bar):
                break
            self._count_names()
        return [self.clusters[first].members for first in sorted(self.clusters)]

    def _round(self, bar: float) -> bool:
        """Join what reaches the bar, best first; what has grown meanwhile is looked at anew."""
        near = sorted((-score, a, b) for a, b in self.candidates() if (score := self.score(a, b)) is not None)
        went: dict[int, int] = {}
        grown: set[int] = set()
        for minus, first, second in near:
            if -minus < bar:
                break
            a, b = sorted((_followed(went, first), _followed(went, second)))
            if a == b or ({a, b} & grown and not self._reaches(a, b, bar)):
                continue
            self._join(a, b)
            went[b] = a
            grown.add(a)
        return bool(went)

    def _reaches(self, a: int, b: int, bar: float) -> bool:
        score = self.score(a, b)
        return score is not None and score >= bar

    def candidates(self) -> Iterator[Pair]:
        """Pairs of clusters worth comparing."""
        firsts = sorted(self.clusters)
        if len(firsts) <= FEW:
            return ((a, b) for n, a in enumerate(firsts) for b in firsts[n + 1 :])
        shown = [self.clusters[first].profile.shown() for first in firsts]
        return ((firsts[i], firsts[j]) for i, j in candidate_pairs(shown))

    def values(self, a: int, b: int) -> list[float] | None:
        """The numbers of two clusters; None where a constraint forbids them."""
        if not self.block.constraints.may_join(self.holdings[a], self.holdings[b]):
            return None
        one, other = self.clusters[a].profile, self.clusters[b].profile
        name = profiles.name_evidence(one, other, self.block.names)
        if name is None:
            return None
        rivals = max(self._bearers(one.names[0]), self._bearers(other.names[0]))
        links = self.block.background.links
        return profiles.profile_values(one, other, name, best_pair=self._best_pair(a, b), links=links, rivals=rivals)

    def _best_pair(self, a: int, b: int) -> float:
        if b in self.best[a]:
            return self.best[a][b]
        found = self.block.pair_score(a, b)
        return NO_PAIR if found is None else found

    def score(self, a: int, b: int) -> float | None:
        """Log-odds of two clusters; None where a constraint forbids them."""
        values = self.values(a, b)
        return None if values is None else evidence.score(values, self.block.weights.profile)

    def _count_names(self) -> None:
        self.main_names = Counter(cluster.profile.names[0] for cluster in self.clusters.values())
        self.bearers: dict[str, int] = {}

    def _bearers(self, name: str) -> int:
        """How many clusters of the block could bear a name, as the round began."""
        if name not in self.bearers:
            compare = self.block.names.compare
            self.bearers[name] = sum(count for other, count in self.main_names.items() if compare(name, other))
        return self.bearers[name]

    def _join(self, a: int, b: int) -> None:
        self.joins.append(self._told(a, b))
        gone = self.clusters.pop(b)
        self.clusters[a] = self._cluster(sorted(self.clusters[a].members + gone.members))
        self.holdings[a].take(self.holdings.pop(b))
        for other, score in self.best.pop(b).items():
            del self.best[other][b]
            self._note(a, other, score)

    def _told(self, a: int, b: int) -> Join:
        one, other = self.clusters[a].members, self.clusters[b].members
        return Join(tuple(one), tuple(other), self.score(a, b) or 0.0, self.reasons(a, b))

    def reasons(self, a: int, b: int) -> tuple[Reason, ...]:
        """What speaks for and against two clusters being one person; nothing where a constraint forbids it."""
        values = self.values(a, b)
        if values is None:
            return ()
        one, other = self.clusters[a].profile, self.clusters[b].profile
        return profiles.profile_reasons(one, other, values, self.block.weights.profile)


def _followed(went: dict[int, int], first: int) -> int:
    while first in went:
        first = went[first]
    return first
