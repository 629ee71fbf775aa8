"""Pictures of neighbourhoods of every size, measured box by box (`benchmarks/boxes.py`)."""

import random
import re

import pytest

from benchmarks.boxes import faults
from graph.explorer.filters import Filters
from graph.explorer.page import draw_selection
from graph.explorer.selection import select
from graph.explorer.stored import MOST, content_of
from graph.slices.drawn import picture
from graph.slices.typed import Edge, Neighbourhood, Node

NAMES = (
    "Ines Marlow",
    "Jo Li",
    "Wilhelmina Aurelia von Hohenstein-Rothenburg",
    "王小明",
    "O. Brink",
    "Ngọc-Hân Ó Súilleabháin",
)
PLACES = ("University of the Coast", "Königliche Akademie der Ungedruckten Wissenschaften zu Unterwasserhausen")


def around(count: int) -> Neighbourhood:
    """So many nodes around somebody: papers by a few of them, topics and places."""
    chance = random.Random(count)
    kinds = ["author", *chance.choices(["author", "work", "topic", "institution"], [6, 4, 1, 1], k=count - 1)]
    labels = {
        "author": NAMES,
        "work": ("On moss",),
        "topic": ("Mosses", "Neural and Evolutionary Computing"),
        "institution": PLACES,
    }
    nodes = [Node(kind, n, chance.choice(labels[kind]), "x", 3, 2020) for n, kind in enumerate(kinds, 1)]
    works = [node.key for node in nodes if node.kind == "work"]
    edges = {Edge("wrote", nodes[0].key, work) for work in works}
    for node in nodes[1:]:
        for work in chance.sample(works, min(len(works), chance.randint(1, 3))):
            if node.kind == "author":
                edges.add(Edge("wrote", node.key, work))
            elif node.kind == "topic":
                edges.add(Edge("about", work, node.key))
        if node.kind == "institution":
            edges.add(Edge("at", nodes[0].key, node.key))
        if node.kind == "author" and not works:
            edges.add(Edge("together", nodes[0].key, node.key))
    return Neighbourhood(nodes[0].key, {node.key: node for node in nodes}, sorted(edges))


@pytest.mark.parametrize("count", [1, 2, 3, 11, 40, 61, 130, 301])
def test_nothing_in_a_picture_lies_over_anything_or_leaves_the_frame(count):
    given = around(count)
    content = content_of(given)
    whole = select(content, Filters())
    assert len(whole.nodes) >= min(count, MOST) * 0.9
    assert faults(draw_selection(whole, "x")) == []
    assert faults(draw_selection(select(content, Filters(kinds=frozenset({"author"}))), "x")) == []
    assert faults(picture(given).svg) == []


def test_the_same_data_in_another_order_is_the_same_picture():
    given = around(150)
    shuffled = Neighbourhood(given.centre, dict(reversed(given.nodes.items())), given.edges[::-1])
    assert content_of(given) == content_of(shuffled)


def test_the_measure_finds_what_it_should():
    svg = draw_selection(select(content_of(around(11)), Filters()), "x")
    x, y = re.search(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"', svg).groups()
    for place, word in ((f'x="{x}" y="{y}"', "lies over"), ('x="1" y="90"', "leaves the frame")):
        one_more = f'<text {place} text-anchor="middle">Over</text></g></svg>'
        assert any(word in fault for fault in faults(svg.replace("</g></svg>", one_more)))
