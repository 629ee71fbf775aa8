"""Which edges are drawn: in a dense neighbourhood the weakest only make a grey cloud."""

from collections.abc import Sequence

# Drawn edges for each node, on the average, at most.
PER_NODE = 2.1


def thin(count: int, edges: Sequence[tuple[int, int, float]]) -> list[int]:
    """Indexes of the edges to draw, ascending: a strongest tree of everything, then the strongest of the rest.

    Edges are (node, node, strength); of equal ones the earlier is kept. Nothing loses its last edge.
    """
    most = int(count * PER_NODE)
    order = sorted(range(len(edges)), key=lambda n: (-edges[n][2], n))
    parents = list(range(count))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    tree = []
    for n in order:
        one, other = root(edges[n][0]), root(edges[n][1])
        if one != other:
            parents[one] = other
            tree.append(n)
    kept = set(tree)
    for n in order:
        if len(kept) >= most:
            break
        kept.add(n)
    return sorted(kept)
