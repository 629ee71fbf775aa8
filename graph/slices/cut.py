"""Chooses what of a neighbourhood is shown: closest first, room for every kind; pure."""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from graph.slices.typed import KINDS, Edge, Neighbourhood, Node, NodeKey
from works.record.addresses import Kind

MOST = 60
# Places that a kind has before others may take them; 60 in all, the centre's own included.
PLACES: dict[Kind, int] = {"author": 25, "work": 19, "topic": 9, "institution": 7}
# Personalised PageRank with the usual damping; 30 rounds leave less than 1 % to settle.
DAMPING = 0.85
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Cut:
    """The chosen nodes, closest first and so the centre before all, with their scores (the centre's is 1).

    The counts are those of what stands around the centre: it is not one of its own people or papers.
    """

    centre: Node
    nodes: list[Node]
    scores: dict[NodeKey, float]
    edges: list[Edge]
    counts: dict[Kind, int]
    left_out: dict[Kind, int]


def cut(around: Neighbourhood, most: int = MOST) -> Cut:
    """At most `most` nodes, all joined to the centre; the same data gives the same cut in whatever order it came."""
    graph = _graph(around)
    ranks = closeness(graph, around.centre)
    chosen = _grow(graph, around.centre, ranks, most)
    nodes = [around.nodes[key] for key in chosen]
    counts = Counter(node.kind for node in nodes[1:])
    known = Counter(key[0] for key in around.nodes if key != around.centre)
    return Cut(
        centre=around.nodes[around.centre],
        nodes=nodes,
        scores=_scores(chosen, ranks),
        edges=_shown_edges(around.edges, set(chosen)),
        counts={kind: counts[kind] for kind in KINDS if counts[kind]},
        left_out={
            kind: left for kind in KINDS if (left := max(known[kind], around.totals.get(kind, 0)) - counts[kind]) > 0
        },
    )


def closeness(graph: nx.Graph, centre: NodeKey) -> dict[NodeKey, float]:
    """Personalised PageRank from the centre; the nodes of `graph` are taken in its own order, so sort them first."""
    keys = list(graph)
    index = {key: n for n, key in enumerate(keys)}
    shares: list[list[tuple[int, float]]] = []
    for key in keys:
        total = sum(edge["weight"] for edge in graph[key].values()) or 1.0
        shares.append([(index[other], DAMPING * edge["weight"] / total) for other, edge in graph[key].items()])
    start = index[centre]
    rank = [0.0] * len(keys)
    rank[start] = 1.0
    for _ in range(ROUNDS):
        after = [0.0] * len(keys)
        for value, row in zip(rank, shares, strict=True):
            if value:
                for other, share in row:
                    after[other] += value * share
        after[start] += 1.0 - sum(after)
        rank = after
    return dict(zip(keys, rank, strict=True))


def _graph(around: Neighbourhood) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(sorted(around.nodes))
    # Two people have one edge of their own; a weight above 1 would outdo the papers it comes from.
    for edge in sorted(around.edges, key=lambda edge: (edge.one, edge.other)):
        graph.add_edge(edge.one, edge.other, weight=min(1.0, edge.weight))
    return graph


def _grow(graph: nx.Graph, centre: NodeKey, ranks: dict[NodeKey, float], most: int) -> list[NodeKey]:
    """From the centre outwards, the closest first: so that nothing is shown without its tie to the centre."""
    chosen = [centre]
    seen = {centre}
    places = {kind: most * places // MOST for kind, places in PLACES.items()}
    places[centre[0]] -= 1
    border: dict[Kind, list[tuple[float, int, int]]] = {kind: [] for kind in KINDS}
    while len(chosen) < most:
        for other in graph[chosen[-1]]:
            if other not in seen:
                seen.add(other)
                heapq.heappush(border[other[0]], (-ranks[other], KINDS.index(other[0]), other[1]))
        within_reach = [kind for kind in KINDS if border[kind]]
        if not within_reach:
            break
        # Kinds with places of their own first; what one kind does not need is open to all.
        kind = min([kind for kind in within_reach if places[kind] > 0] or within_reach, key=lambda k: border[k][0])
        chosen.append((kind, heapq.heappop(border[kind])[-1]))
        places[kind] -= 1
    return chosen


def _scores(chosen: Sequence[NodeKey], ranks: dict[NodeKey, float]) -> dict[NodeKey, float]:
    highest: dict[Kind, float] = {}
    for key in chosen[1:]:
        highest[key[0]] = max(highest.get(key[0], 0.0), ranks[key])
    return {key: 1.0 if key == chosen[0] else ranks[key] / (highest[key[0]] or 1.0) for key in chosen}


def _shown_edges(edges: Sequence[Edge], chosen: set[NodeKey]) -> list[Edge]:
    """Edges within the cut; people who share a shown paper are joined by it and need no line of their own."""
    inside = sorted(edge for edge in edges if edge.one in chosen and edge.other in chosen)
    wrote: dict[NodeKey, set[NodeKey]] = {}
    for edge in inside:
        if edge.relation == "wrote":
            wrote.setdefault(edge.one, set()).add(edge.other)
    return [
        edge
        for edge in inside
        if edge.relation != "together" or not wrote.get(edge.one, set()) & wrote.get(edge.other, set())
    ]
