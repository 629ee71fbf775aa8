"""The choice among paths, against networkx on random graphs."""

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings, strategies as st

from graph.paths.rules import MOST_PATHS, MOST_STEPS, Link, OutOfTime, search


class GraphReader:
    """Links of a graph in memory."""

    def __init__(self, graph: nx.Graph) -> None:
        self.graph = graph

    def step(self, near, far, most):
        links = [Link(a, b, self.graph[a][b]["cost"]) for a in near for b in far if b in self.graph[a]]
        found: dict[int, int] = {}
        for person in list(near)[:most]:
            for other, edge in self.graph[person].items():
                found[other] = min(found.get(other, 10**12), near[person] + edge["cost"])
        return self._best(links, near, far), {} if links else found

    def back(self, people, layer):
        each = [[Link(p, o, self.graph[p][o]["cost"]) for o in layer if o in self.graph[p]] for p in sorted(people)]
        return [link for links in each for link in self._best(links, {}, layer)]

    @staticmethod
    def _best(links, near, far):
        return sorted(links, key=lambda k: (near.get(k.one, 0) + k.cost + far[k.other], k.one, k.other))[:MOST_PATHS]


@st.composite
def graphs(draw):
    count = draw(st.integers(2, 14))
    pairs = [(a, b) for a in range(count) for b in range(a)]
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for a, b in draw(st.lists(st.sampled_from(pairs), max_size=30)):
        graph.add_edge(a, b, cost=draw(st.integers(1, 4)))
    return graph


def costs_by_networkx(graph: nx.Graph, start: int, goal: int) -> list[int]:
    if not nx.has_path(graph, start, goal):
        return []
    paths = list(nx.all_shortest_paths(graph, start, goal))
    if len(paths[0]) - 1 > MOST_STEPS:
        return []
    return sorted(sum(graph[a][b]["cost"] for a, b in pairwise(path)) for path in paths)[:MOST_PATHS]


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_the_paths_are_the_shortest_and_of_those_the_strongest(graph):
    start, goal = 0, len(graph) - 1
    found = search(GraphReader(graph), start, goal)
    assert [path.cost for path in found.paths] == costs_by_networkx(graph, start, goal)
    assert found.paths == sorted(set(found.paths))
    for path in found.paths:
        assert (path.people[0], path.people[-1]) == (start, goal)
        assert path.cost == sum(graph[a][b]["cost"] for a, b in pairwise(path.people))
        assert found.steps == len(path.people) - 1


@settings(max_examples=100, deadline=None)
@given(graphs(), st.sets(st.integers(1, 12), max_size=4))
def test_nobody_who_is_avoided_is_on_a_path(graph, avoided):
    start, goal = 0, len(graph) - 1
    avoided -= {goal}
    found = search(GraphReader(graph), start, goal, avoided=avoided)
    graph.remove_nodes_from(avoided)
    assert [path.cost for path in found.paths] == costs_by_networkx(graph, start, goal)


def joined(*pairs: tuple[int, int]) -> nx.Graph:
    graph = nx.Graph()
    for one, other in pairs:
        graph.add_edge(one, other, cost=one + other)
    return graph


def test_no_path_says_how_far_was_looked_and_at_how_many():
    found = search(GraphReader(joined((1, 2), (2, 3), (7, 8))), 1, 7)
    assert (found.paths, found.gave_up, found.is_whole) == ([], False, True)
    assert (found.steps, found.people) == (3, 2)


def test_a_chain_longer_than_anybody_follows_is_no_path():
    long = joined(*((n, n + 1) for n in range(1, MOST_STEPS + 2)))
    assert len(search(GraphReader(long), 1, MOST_STEPS + 1).paths) == 1
    assert search(GraphReader(long), 1, MOST_STEPS + 2).paths == []


def test_of_a_layer_too_large_the_strongest_are_read_and_it_is_said():
    # Everybody of the second layer leads on, 10 the most cheaply; both ends have many friends.
    hub = joined(
        *((1, n) for n in range(10, 20)),
        *((n, n + 30) for n in range(10, 20)),
        *((n + 30, n + 60) for n in range(10, 20)),
        *((2, n + 60) for n in range(10, 20)),
    )
    found = search(GraphReader(hub), 1, 2, most_people=1)
    assert not found.is_whole
    assert [path.people for path in found.paths] == [(1, 10, 40, 70, 2)]


def test_a_reader_without_time_left_ends_the_search():
    class Slow(GraphReader):
        def step(self, near, far, most):
            raise OutOfTime

    found = search(Slow(joined((1, 2), (2, 3))), 1, 3)
    assert (found.paths, found.gave_up) == ([], True)
