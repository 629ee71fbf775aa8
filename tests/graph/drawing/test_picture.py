"""The picture as a whole, and what no picture may do."""

from itertools import pairwise
from math import dist
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings, strategies as st

from graph.drawing.picture import Dot, Line, draw
from graph.drawing.shapes import number, size_of

GOLDEN = Path(__file__).parents[2] / "golden" / "graph" / "small.svg"
SVG = "{http://www.w3.org/2000/svg}"


def dot(kind: str, n: int, label: str, note: str, importance: float = 0.5) -> Dot:
    words = {"author": "person", "work": "paper"}.get(kind, kind)
    caption = "" if kind == "work" else label
    return Dot(kind, f"/{kind}/x-{n}/", caption, label, f"{label}, {words}, {note}", importance)


DOTS = [
    dot("author", 1, "Ines Marlow", "centre of this graph", 1.0),
    dot("author", 2, "Otto Brink", "2 shared works", 1.0),
    dot("author", 3, "Runa Vale & Søn", "1 shared work", 0.4),
    dot("work", 1, "On moss <and> ferns", "2023, 3 authors"),
    dot("work", 2, 'A "second" look', "2024, 2 authors"),
    dot("topic", 1, "Mosses", "2 papers here", 1.0),
    dot("institution", 1, "University of the Coast", "1 paper here"),
]
LINES = [
    Line("wrote", 0, 3, 1.5),
    Line("wrote", 0, 4, 1.4),
    Line("wrote", 1, 3, 0.5),
    Line("wrote", 1, 4, 0.5),
    Line("wrote", 2, 3, 0.2),
    Line("about", 3, 5, 0.5),
    Line("about", 4, 5, 0.5),
    Line("at", 1, 6, 0.3),
    Line("together", 1, 2, 0.1),
]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def by_class(svg: str, name: str) -> list[ElementTree.Element]:
    return [element for element in parsed(svg).iter() if name in element.get("class", "").split()]


def test_the_picture_is_the_golden_one():
    assert draw("Research graph of Ines Marlow", DOTS, LINES) == GOLDEN.read_text(encoding="utf-8").rstrip("\n")


def test_every_node_is_a_link_with_a_name_and_a_shape_of_its_kind():
    nodes = by_class(draw("Graph", DOTS, LINES), "node")
    assert [(node.tag, node.get("href"), node.get("aria-label")) for node in nodes] == [
        (f"{SVG}a", dot.href, dot.name) for dot in DOTS
    ]
    tags = {node.get("class").split()[1]: node.find("*[@class='shape']").tag.removeprefix(SVG) for node in nodes}
    assert tags == {"person": "circle", "paper": "rect", "topic": "polygon", "institution": "polygon"}


def test_edges_and_labels_are_kept_from_screen_readers():
    svg = draw("Graph", DOTS, LINES)
    groups = by_class(svg, "edges") + by_class(svg, "labels")
    assert [group.get("aria-hidden") for group in groups] == ["true"] * 3


def test_the_picture_has_a_name():
    root = parsed(draw("Graph of <i>", DOTS, LINES))
    assert root.find(f"{SVG}title").text == "Graph of <i>"
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")


def test_nothing_is_styled_or_scripted_in_place():
    svg = draw("Graph", DOTS, LINES)
    assert not any(forbidden in svg for forbidden in ("style=", " on", "<script", "javascript:", "fill=", "stroke="))


def test_papers_have_no_written_title_but_a_name():
    svg = draw("Graph", DOTS, LINES)
    written = "".join("".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text"))
    assert "On moss" not in written
    assert "Otto Brink" in written


def test_the_centre_is_labelled_in_both_sets():
    for name in ("labels-wide", "labels-narrow"):
        [group] = by_class(draw("Graph", DOTS, LINES), name)
        assert "".join(group[0].itertext()) == "Ines Marlow"


def test_pointer_targets_are_24_pixels_and_do_not_overlap():
    dots = [DOTS[0], *(dot("author", n, f"Guest {n}", "1 shared work") for n in range(2, 61))]
    hits = by_class(draw("Graph", dots, [Line("together", 0, n, 1.0) for n in range(1, 60)]), "hit")
    spots = [(float(hit.get("cx")), float(hit.get("cy")), float(hit.get("r"))) for hit in hits]
    # Shown 700 pixels wide, which is a viewBox of 760.
    assert all(2 * r * 700 / 760 >= 24 for _, _, r in spots)
    assert all(dist(a[:2], b[:2]) >= a[2] + b[2] for n, a in enumerate(spots) for b in spots[:n])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), min_size=1, max_size=12))
def test_any_text_of_a_record_stays_text(labels):
    dots = [dot("author", n, label, "x") for n, label in enumerate(labels, 1)]
    svg = draw(labels[0], dots, [Line("together", 0, n, 1.0) for n in range(1, len(dots))])
    names = [node.get("aria-label") for node in by_class(svg, "node")]
    assert names == [f"{label}, person, x" for label in labels]


def test_a_dense_neighbourhood_loses_lines_but_no_node_its_last_one():
    dots = [dot("author", n, f"Guest {n}", "x") for n in range(40)]
    lines = [Line("together", a, b, 1.0 / (b + 1)) for a in range(40) for b in range(a + 1, 40)]
    drawn = by_class(draw("Graph", dots, lines), "edge")
    assert len(drawn) == 84
    ends = {(edge.get(f"x{n}"), edge.get(f"y{n}")) for edge in drawn for n in (1, 2)}
    assert len(ends) == 40


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (12.34, "12.3"), (-3.0, "-3")])
def test_numbers_are_short(value, text):
    assert number(value) == text


@pytest.mark.parametrize("kind", ["author", "work", "topic", "institution"])
def test_area_grows_evenly_with_importance(kind):
    areas = [size_of(kind, n / 4) ** 2 for n in range(5)]
    steps = [b - a for a, b in pairwise(areas)]
    assert min(steps) > 0
    assert max(steps) == pytest.approx(min(steps), rel=0.15)
