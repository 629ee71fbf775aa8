"""How two people are connected: the fewest steps, then the strongest links; pure, with a reader of the record.

From both ends at once, layer by layer, the smaller side first. A layer holds everybody so many steps away, each
with the cost of the cheapest way there. A link costs 1/weight (M. E. J. Newman, Phys. Rev. E 64, 016132, 2001),
as a whole number of millionths, so that a sum does not depend on the order of its terms.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

Layer = Mapping[int, int]
MOST_PATHS = 4
# Nobody makes anything of a longer chain.
MOST_STEPS = 8
# People of one layer whose links are read, the cheapest to reach first.
MOST_PEOPLE = 2_000


class Link(NamedTuple):
    """One person and another who wrote with them, and what going there costs."""

    one: int
    other: int
    cost: int


class Path(NamedTuple):
    """The people of a path from one end to the other, and the sum of its links."""

    cost: int
    people: tuple[int, ...]


class OutOfTime(Exception):
    """The reader would take longer than anybody waits."""


class Reader(Protocol):
    """Reads links, each way alike. Raises OutOfTime."""

    def step(self, near: Layer, far: Layer, most: int) -> tuple[list[Link], dict[int, int]]:
        """The cheapest links from one layer into the other, both costs and its own together, ties by id; where there
        are none, everybody linked to one of the first `most` of `near`, with the least cost of going there.
        """

    def back(self, people: Collection[int], layer: Layer) -> list[Link]:
        """For each of these people their cheapest links into the layer, its costs included; ties by id."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best paths, none for no path, and what was tried.

    `steps` and `people` say how far was looked and at how many; `is_whole` is False where a layer was too large
    to be read whole, so that a shorter way may have been missed; `gave_up` when there was no time for more.
    """

    paths: list[Path]
    steps: int
    people: int
    is_whole: bool = True
    gave_up: bool = False


@dataclass(slots=True)
class _Side:
    """What is known from one end: its layers, and everybody in them."""

    layers: list[dict[int, int]]
    seen: set[int]
    is_whole: bool = True

    @classmethod
    def of(cls, person: int, avoided: Collection[int]) -> "_Side":
        return cls([{person: 0}], {person, *avoided})

    def grow(self, found: Layer) -> None:
        """One step further from this end."""
        self.layers.append({person: cost for person, cost in found.items() if person not in self.seen})
        self.seen.update(found)


def search(
    reader: Reader, start: int, goal: int, *, avoided: Collection[int] = (), most_people: int = MOST_PEOPLE
) -> Found:
    """The shortest paths between two people, the strongest first; through nobody who is `avoided`."""
    near, far = _Side.of(start, avoided), _Side.of(goal, avoided)
    paths: list[Path] = []
    steps, gave_up = 0, False
    try:
        bridges: list[Link] = []
        while not bridges and steps < MOST_STEPS and near.layers[-1] and far.layers[-1]:
            steps += 1
            bridges = _step(reader, near, far, most_people if steps < MOST_STEPS else 0)
        paths = _paths(reader, near.layers, far.layers, bridges)
    except OutOfTime:
        gave_up = True
    # The two ends are not among those who were looked at, and who is avoided neither.
    people = sum(len(layer) for side in (near, far) for layer in side.layers[1:])
    return Found(paths, steps, people, near.is_whole and far.is_whole, gave_up)


def _step(reader: Reader, near: _Side, far: _Side, most: int) -> list[Link]:
    """The links between both sides; where there are none, the side with fewer people at its edge grows by a layer."""
    if len(far.layers[-1]) < len(near.layers[-1]):
        return [Link(link.other, link.one, link.cost) for link in _step(reader, far, near, most)]
    # The cheapest first, as many as are read of a layer.
    edge = dict(sorted(near.layers[-1].items(), key=lambda way: (way[1], way[0])))
    bridges, found = reader.step(edge, far.layers[-1], most)
    if not bridges and most:
        near.is_whole &= len(edge) <= most
        near.grow(found)
    return bridges


def _paths(reader: Reader, near: Sequence[Layer], far: Sequence[Layer], bridges: Sequence[Link]) -> list[Path]:
    if not bridges:
        return []
    heads = _ways(reader, near, {link.one for link in bridges})
    tails = _ways(reader, far, {link.other for link in bridges})
    whole = [
        Path(head.cost + link.cost + tail.cost, head.people + tail.people[::-1])
        for link in bridges
        for head in heads[link.one]
        for tail in tails[link.other]
    ]
    return sorted(whole)[:MOST_PATHS]


def _ways(reader: Reader, layers: Sequence[Layer], ends: Iterable[int]) -> dict[int, list[Path]]:
    """For each of these people of the last layer the cheapest ways from the first."""
    people = set(ends)
    steps: list[list[Link]] = []
    for layer in reversed(layers[:-1]):
        steps.append(reader.back(people, layer))
        people = {link.other for link in steps[-1]}
    ways: dict[int, list[Path]] = {person: [Path(0, (person,))] for person in layers[0]}
    for links in reversed(steps):
        longer: dict[int, list[Path]] = defaultdict(list)
        for link in links:
            longer[link.one] += [Path(way.cost + link.cost, (*way.people, link.one)) for way in ways[link.other]]
        ways = {person: sorted(found)[:MOST_PATHS] for person, found in longer.items()}
    return ways
