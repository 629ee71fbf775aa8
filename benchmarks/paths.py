"""How two people are connected, against networkx with the whole graph in memory.

`all_shortest_paths` gives what the page needs, every best path; it goes through the whole graph, and takes some of
the pairs only. `bidirectional_dijkstra` stops at one path; that its length and cost are ours is checked for every
pair. Making the graph, which takes longer than a search and as much memory as all edges, is not counted.
"""

import random
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from statistics import median

import networkx as nx

from benchmarks.figure import Figure, at_least, at_most, percentile, seconds_of
from benchmarks.ground import Ground

SEED = 20261124
PAIRS = 100
HUBS = 100
# One pair in so many is searched through the whole graph.
WHOLE = 8
# Steps decide before cost does: more than any path's cost of links.
STEP = 10**12


def measure(ground: Ground) -> Iterator[Figure]:
    """Pairs at random, and a quarter of them among the hundred people with most collaborators."""
    ground.connect()
    from graph.paths.reading import DatabaseReader
    from graph.paths.rules import search

    graph = _graph()
    ours, one_path, every_path = [], [], []
    for number, (one, other) in enumerate(_pairs()):
        found = search(DatabaseReader(patience=60), one, other)
        best = [(len(path.people), path.cost) for path in found.paths[:1]]
        known = _by_networkx(graph, one, other)
        if best != [(len(known), _cost(graph, known))][: len(known)]:
            raise RuntimeError(f"from {one} to {other}: {best} here, {known} by networkx")
        ours.append(seconds_of(lambda one=one, other=other: search(DatabaseReader(patience=60), one, other)))
        one_path.append(seconds_of(partial(_by_networkx, graph, one, other)) / ours[-1])
        if known and number % WHOLE == 0:
            every_path.append(seconds_of(partial(_every_path, graph, one, other)) / ours[-1])
    note = f"{PAIRS} pairs, {graph.number_of_nodes():,} people, {graph.number_of_edges():,} collaborations"
    yield Figure("path between two authors, p50", median(ours) * 1000, "ms", note=note)
    yield at_most("path between two authors, p99", percentile(ours, 0.99) * 1000, 500, unit="ms", note=note)
    note = "networkx in memory · here, median of pairs"
    yield at_least("path, every best one", median(every_path), 20, note=note)
    yield Figure("path, networkx stopping at one", median(one_path), "ratio", note=note)


def _graph() -> nx.Graph:
    from django.db.models import F

    from graph.models import CollaborationEdge

    graph = nx.Graph()
    rows = CollaborationEdge.objects.filter(author_id__lt=F("other_id")).values_list("author_id", "other_id", "weight")
    for one, other, weight in rows.iterator(chunk_size=50_000):
        graph.add_edge(one, other, cost=round(1e6 / weight))
    return graph


def _pairs() -> list[tuple[int, int]]:
    from works.models import Author

    linked = Author.objects.filter(collaborators_count__gt=0)
    everybody = list(linked.order_by("pk").values_list("pk", flat=True))
    hubs = list(linked.order_by("-collaborators_count", "pk").values_list("pk", flat=True)[:HUBS])
    chance = random.Random(SEED)
    return [tuple(chance.sample(everybody if number % 4 else hubs, 2)) for number in range(PAIRS)]


def _by_networkx(graph: nx.Graph, one: int, other: int) -> Sequence[int]:
    try:
        return nx.bidirectional_dijkstra(graph, one, other, weight=_weight)[1]
    except nx.NetworkXNoPath:
        return ()


def _every_path(graph: nx.Graph, one: int, other: int) -> list[list[int]]:
    return list(nx.all_shortest_paths(graph, one, other, weight=_weight))


def _weight(_one: int, _other: int, edge: dict[str, int]) -> int:
    return STEP + edge["cost"]


def _cost(graph: nx.Graph, people: Sequence[int]) -> int:
    return sum(graph[one][other]["cost"] for one, other in pairwise(people))
