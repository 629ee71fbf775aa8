"""How far apart nodes want to be: hops, without the centre, through which everything would be near everything."""

from collections import deque
from collections.abc import Iterable, Sequence

# Groups that only the centre holds together stand this much further apart than the way through it.
APART = 1.0
# An ideal length in hops is at least this; 0 would be one place for two.
LEAST = 0.5


def hops(count: int, edges: Iterable[tuple[int, int]]) -> list[list[float]]:
    """Wanted distances between all nodes, in hops; node 0 is the centre. Nodes with no way at all are 4 apart."""
    joined: list[list[int]] = [[] for _ in range(count)]
    for one, other in edges:
        joined[one].append(other)
        joined[other].append(one)
    from_centre = _reach(0, joined, avoid=-1)
    wanted = [[0.0] * count for _ in range(count)]
    for node in range(count):
        around = from_centre if node == 0 else _reach(node, joined, avoid=0)
        for other in range(node):
            distance = around[other] if other else from_centre[node]
            if distance < 0:
                distance = _through(from_centre[node], from_centre[other])
            wanted[node][other] = wanted[other][node] = max(LEAST, distance)
    return wanted


def _through(one: float, other: float) -> float:
    return one + other + APART if one > 0 and other > 0 else 4.0


def _reach(start: int, joined: Sequence[Sequence[int]], *, avoid: int) -> list[float]:
    """Hops from `start` to every node, −1 where no way leads; `avoid` is not passed."""
    found = [-1.0] * len(joined)
    found[start] = 0.0
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in joined[node]:
            if found[other] < 0 and other != avoid:
                found[other] = found[node] + 1
                queue.append(other)
    return found
