"""The cut keeps what is closest, something of every kind, and nothing that hangs in the air."""

import random

import networkx as nx
import pytest

from graph.slices.cut import MOST, PLACES, closeness, cut
from graph.slices.typed import Edge, Neighbourhood, Node
from works.record.addresses import Kind

AUTHOR = ("author", 1)


def neighbourhood(papers: int, people: int, topics: int, institutions: int, totals=None) -> Neighbourhood:
    chance = random.Random(papers * 7 + people)
    keys = [
        *(("author", n) for n in range(1, people + 1)),
        *(("work", n) for n in range(1, papers + 1)),
        *(("topic", n) for n in range(1, topics + 1)),
        *(("institution", n) for n in range(1, institutions + 1)),
    ]
    edges = {Edge("wrote", AUTHOR, ("work", n)) for n in range(1, papers + 1)}
    edges |= {Edge("wrote", ("author", n), ("work", chance.randint(1, papers))) for n in range(2, people + 1)}
    edges |= {Edge("together", AUTHOR, ("author", n), 0.2) for n in range(2, people + 1)}
    edges |= {Edge("about", ("work", n % min(papers, 5) + 1), ("topic", n)) for n in range(1, topics + 1)}
    edges |= {Edge("at", ("author", n % min(people, 20) + 1), ("institution", n)) for n in range(1, institutions + 1)}
    nodes = {key: Node(key[0], key[1], f"{key[0]} {key[1]}", "x") for key in keys}
    return Neighbourhood(AUTHOR, nodes, sorted(edges), totals or {})


def test_a_neighbourhood_of_sixty_is_shown_whole():
    made = cut(neighbourhood(12, 32, 7, 9))
    assert made.counts == {"author": 31, "work": 12, "topic": 7, "institution": 9}
    assert made.left_out == {}
    assert made.nodes[0].key == AUTHOR


@pytest.mark.parametrize("sizes", [(80, 400, 90, 60), (200, 30, 3, 1), (3, 500, 2, 0), (80, 20, 300, 0)])
def test_at_most_sixty_are_kept_and_no_kind_crowds_the_others_out(sizes):
    around = neighbourhood(*sizes)
    made = cut(around)
    assert sum(made.counts.values()) + 1 == len(made.nodes) == min(MOST, len(around.nodes))
    kinds: dict[Kind, int] = dict(zip(("work", "author", "topic", "institution"), sizes, strict=True))
    for kind, there in kinds.items():
        assert made.counts.get(kind, 0) >= min(there, PLACES[kind] // 2)
        assert made.counts.get(kind, 0) + made.left_out.get(kind, 0) == there - (kind == "author")


def test_everything_shown_is_joined_to_the_centre():
    made = cut(neighbourhood(80, 400, 90, 60))
    shown = nx.Graph()
    shown.add_nodes_from(node.key for node in made.nodes)
    shown.add_edges_from((edge.one, edge.other) for edge in made.edges)
    assert nx.is_connected(shown)


def test_the_order_of_the_rows_does_not_matter():
    around = neighbourhood(40, 200, 40, 20)
    keys, edges = list(around.nodes), list(around.edges)
    random.Random(1).shuffle(keys)
    random.Random(2).shuffle(edges)
    assert cut(Neighbourhood(AUTHOR, {key: around.nodes[key] for key in keys}, edges)) == cut(around)


def test_ties_go_to_the_lower_id():
    edges = [Edge("wrote", ("author", 1), ("work", n)) for n in range(1, 100)]
    nodes = {("work", n): Node("work", n, "", "") for n in range(1, 100)} | {AUTHOR: Node("author", 1, "", "")}
    made = cut(Neighbourhood(AUTHOR, nodes, edges))
    assert [node.pk for node in made.nodes[1:]] == list(range(1, MOST))


def test_the_strongest_partner_is_closest():
    edges = [Edge("together", AUTHOR, ("author", n), 0.1 * n) for n in range(2, 6)]
    nodes = {("author", n): Node("author", n, "", "") for n in range(1, 6)}
    assert [node.pk for node in cut(Neighbourhood(AUTHOR, nodes, edges)).nodes] == [1, 5, 4, 3, 2]


def test_people_of_a_shown_paper_need_no_line_of_their_own():
    nodes = {AUTHOR: Node("author", 1, "", ""), ("work", 1): Node("work", 1, "", "")}
    nodes |= {("author", n): Node("author", n, "", "") for n in (2, 3)}
    edges = [
        Edge("wrote", AUTHOR, ("work", 1)),
        Edge("wrote", ("author", 2), ("work", 1)),
        Edge("together", AUTHOR, ("author", 2), 1.5),
        Edge("together", AUTHOR, ("author", 3), 1.5),
    ]
    together = [edge.other for edge in cut(Neighbourhood(AUTHOR, nodes, edges)).edges if edge.relation == "together"]
    assert together == [("author", 3)]


def test_what_is_known_beyond_what_was_read_counts_as_left_out():
    made = cut(neighbourhood(80, 100, 9, 0, totals={"work": 50_000, "author": 20_000}))
    assert made.left_out["work"] == 50_000 - made.counts["work"]
    assert made.left_out["author"] == 20_000 - made.counts["author"]


def test_closeness_adds_up_to_one():
    graph = nx.Graph([((("author"), 1), ("work", 1)), (("work", 1), ("author", 2))])
    nx.set_edge_attributes(graph, 1.0, "weight")
    ranks = closeness(graph, AUTHOR)
    assert sum(ranks.values()) == pytest.approx(1)
    assert ranks[AUTHOR] > ranks["author", 2]
