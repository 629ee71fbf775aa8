"""From a neighbourhood to what is stored of a slice: the picture, and the rows of the table behind it."""

from dataclasses import dataclass
from typing import Any

from bzpeer.web.markup import unmarked
from graph.drawing.picture import Dot, Line, draw
from graph.slices.cut import Cut, cut
from graph.slices.typed import KINDS, Edge, Neighbourhood, Node
from graph.slices.words import Connections, heading, kind_word, this_paper
from works.record.addresses import Kind


@dataclass(frozen=True, slots=True)
class Drawn:
    """`content` is JSON: `rows` (kind, label, href, note), `counts` and `left_out` by kind."""

    content: dict[str, Any]
    svg: str


def picture(around: Neighbourhood) -> Drawn:
    """The slice of a neighbourhood; pure, and the same for the same data in whatever order."""
    shown = cut(around)
    connections = Connections(around)
    notes = {node.key: connections.note(node) for node in shown.nodes}
    # By kind and then closest first, as the table reads; the layout needs an order that no score decides.
    rows = sorted(shown.nodes, key=lambda node: (node.key != shown.centre.key, KINDS.index(node.kind)))
    content = {
        "rows": [{"kind": node.kind, "label": node.label, "href": node.href, "note": notes[node.key]} for node in rows],
        "counts": shown.counts,
        "left_out": shown.left_out,
    }
    nodes = [shown.centre, *sorted((n for n in shown.nodes if n != shown.centre), key=lambda n: n.key)]
    dots = [_dot(node, notes[node.key], shown) for node in nodes]
    number = {node.key: n for n, node in enumerate(nodes)}
    lines = [Line(edge.relation, number[edge.one], number[edge.other], strength(edge, shown)) for edge in shown.edges]
    return Drawn(content, draw(unmarked(heading(shown)), dots, lines))


def _dot(node: Node, note: str, shown: Cut) -> Dot:
    title = unmarked(node.label)
    name = f"{title}, {kind_word(node.kind)}, {note}"
    return Dot(
        node.kind,
        node.href,
        caption(node.kind, title, is_centre=node == shown.centre),
        title,
        name,
        shown.scores[node.key],
    )


def caption(kind: Kind, title: str, *, is_centre: bool) -> str:
    """What is written beside a node; a title is too long for a picture and stands in its name and the table."""
    if kind != "work":
        return title
    return this_paper() if is_centre else ""


def strength(edge: Edge, shown: Cut) -> float:
    """How much a line matters: those that touch the centre first, then between near nodes; ties by kind of line."""
    centre = shown.centre.key in (edge.one, edge.other)
    both = shown.scores[edge.one] * shown.scores[edge.other]
    return (1.0 if centre else 0.0) + both * min(1.0, edge.weight)
