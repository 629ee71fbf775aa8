"""Average linkage over the pairs that share something; all other pairs count with what their names say."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from works.identity.model.constraints import Constraints, Holding

Pair = tuple[int, int]
# What the name of a signature says with nothing else: the printed name, and whether its co-authors are known.
Kind = tuple[str, bool]


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    kinds: Counter[Kind]
    holding: Holding
    # Summed over pairs: how much more they say than their names alone.
    excess: dict[int, float]
    age: int = 0


class Agglomeration:
    """Clusters of one block; each is known by its first member.

    `base` gives the log-odds of two kinds of signatures that share nothing; `excess` what a pair says beyond.
    """

    def __init__(
        self,
        constraints: Constraints,
        kinds: Sequence[Kind],
        excess: Mapping[Pair, float],
        base: Callable[[Kind, Kind], float],
    ) -> None:
        self.constraints = constraints
        self.base = base
        self.clusters: dict[int, _Cluster] = {}
        of: dict[int, int] = {}
        for group in constraints.groups:
            of.update(dict.fromkeys(group, group[0]))
            counted = Counter(kinds[member] for member in group)
            self.clusters[group[0]] = _Cluster(list(group), counted, constraints.holding(group), {})
        for (i, j), value in excess.items():
            if of[i] != of[j]:
                self._add(of[i], of[j], value)

    def _add(self, a: int, b: int, value: float) -> None:
        ours, theirs = self.clusters[a].excess, self.clusters[b].excess
        ours[b] = theirs[a] = ours.get(b, 0.0) + value

    def run(self, bar: float) -> list[list[int]]:
        """Join the two nearest as long as their average is at least `bar`; clusters in order of first members."""
        heap = [entry for a in self.clusters for entry in self._entries(a, bar) if entry[1] == a]
        heapify(heap)
        while heap:
            _, a, b, age_a, age_b = heappop(heap)
            if self._age(a) != age_a or self._age(b) != age_b:
                continue
            if self.constraints.may_join(self.clusters[a].holding, self.clusters[b].holding):
                self._join(a, b)
                for entry in self._entries(a, bar):
                    heappush(heap, entry)
            else:
                # What is forbidden once stays so: clusters only grow.
                del self.clusters[a].excess[b], self.clusters[b].excess[a]
        return [sorted(self.clusters[first].members) for first in sorted(self.clusters)]

    def _age(self, first: int) -> int:
        return self.clusters[first].age if first in self.clusters else -1

    def _entries(self, a: int, bar: float) -> Iterator[tuple[float, int, int, int, int]]:
        ours = self.clusters[a]
        for b in ours.excess:
            average = self._average(a, b)
            if average >= bar:
                first, second = min(a, b), max(a, b)
                yield (-average, first, second, self.clusters[first].age, self.clusters[second].age)

    def _average(self, a: int, b: int) -> float:
        ours, theirs = self.clusters[a], self.clusters[b]
        alone = sum(n * m * self.base(one, other) for one, n in ours.kinds.items() for other, m in theirs.kinds.items())
        return round((alone + ours.excess[b]) / (len(ours.members) * len(theirs.members)), 6)

    def _join(self, a: int, b: int) -> None:
        """The cluster `b` goes into `a`, whose first member comes first."""
        ours, theirs = self.clusters[a], self.clusters.pop(b)
        ours.members += theirs.members
        ours.kinds += theirs.kinds
        ours.holding.take(theirs.holding)
        ours.age += 1
        for other, value in theirs.excess.items():
            del self.clusters[other].excess[b]
            if other != a:
                self._add(a, other, value)
