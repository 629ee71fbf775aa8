"""What a worker stores for the explorer: up to 300 nodes with their places, and everything that joins them; pure."""

from math import sqrt
from typing import Any

from bzpeer.web.markup import unmarked
from graph.drawing.picture import Dot, Line, arrange
from graph.layout.frame import SLICE, Frame
from graph.slices.cut import cut
from graph.slices.drawn import caption, strength
from graph.slices.typed import Neighbourhood, Node
from graph.slices.words import Connections

# Goes up when what is stored changes shape: older content counts as none.
FORMAT = 1
MOST = 300
# Works that the neighbourhood is read from; some ninety-five of the nodes are works.
SEEDS = 200
# Square units for each node, and how much wider than high the frame is.
ROOM, SHAPE = 3600.0, 1.4
Content = dict[str, Any]


def content_of(around: Neighbourhood) -> Content:
    """JSON: `frame`, `nodes` (the centre first), `edges` between them by their numbers, `left_out` by kind."""
    shown = cut(around, MOST)
    connections = Connections(around)
    nodes = [shown.centre, *sorted((n for n in shown.nodes if n != shown.centre), key=lambda n: n.key)]
    number = {node.key: n for n, node in enumerate(nodes)}
    frame = frame_for(len(nodes))
    dots = [
        Dot(node.kind, "", caption(node.kind, unmarked(node.label), is_centre=n == 0), "", "", shown.scores[node.key])
        for n, node in enumerate(nodes)
    ]
    lines = [Line(edge.relation, number[edge.one], number[edge.other], strength(edge, shown)) for edge in shown.edges]
    spots = arrange(dots, lines, frame)
    return {
        "format": FORMAT,
        "frame": frame,
        "nodes": [
            _node(node, connections.note(node), shown.scores[node.key]) | {"at": spot}
            for node, spot in zip(nodes, spots, strict=True)
        ],
        "edges": [
            [edge.relation, number[edge.one], number[edge.other], edge.shared, round(strength(edge, shown), 4)]
            for edge in sorted(around.edges)
            if edge.one in number and edge.other in number
        ],
        "left_out": shown.left_out,
    }


def frame_for(count: int) -> Frame:
    """A frame that has room for so many nodes, never smaller than that of a slice beside a page."""
    area = ROOM * count
    if area <= SLICE.width * SLICE.height:
        return SLICE
    return Frame(float(round(sqrt(area * SHAPE))), float(round(sqrt(area / SHAPE))))


def _node(node: Node, note: str, score: float) -> Content:
    return {
        "kind": node.kind,
        "pk": node.pk,
        "label": node.label,
        "slug": node.slug,
        "year": node.year if node.kind == "work" else None,
        "note": note,
        "score": round(score, 6),
    }
