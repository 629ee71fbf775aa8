"""The picture of a slice as SVG text: every node a link with a name, colours left to the style sheet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.html import escape

from graph.drawing.shapes import CENTRE_SIZE, CLASSES, LARGEST, REACH, number, shape, size_of
from graph.layout.frame import SLICE, Box, Disc, Frame, Spot
from graph.layout.labels import Label, centre_label, place_labels
from graph.layout.placing import place
from graph.layout.thinning import thin
from works.record.addresses import Kind

# Letters of the two sets of labels, in units of the viewBox: for a picture of 560 CSS pixels and more, and
# for a narrow one, which shrinks to less than half.
WIDE, NARROW = 12.5, 26.0
# How much larger the style sheet makes the nodes of a narrow picture.
GROWN = 1.4
# Radius of the invisible circle that takes the pointer: 24 CSS pixels across where the picture is 700 wide.
HIT = 13.5


@dataclass(frozen=True, slots=True)
class Dot:
    """A node to draw: `caption` is the visible label (empty for none), `name` the accessible one."""

    kind: Kind
    href: str
    caption: str
    title: str
    name: str
    importance: float


@dataclass(frozen=True, slots=True)
class Line:
    """An edge to draw, between two dots by their number; of the weakest some are not drawn."""

    relation: str
    one: int
    other: int
    strength: float


def draw(title: str, dots: Sequence[Dot], lines: Sequence[Line], frame: Frame = SLICE) -> str:
    """One `<svg>`; the first dot is the centre. The same dots and lines in the same order give the same bytes."""
    sizes = [CENTRE_SIZE if n == 0 else size_of(dot.kind, dot.importance) for n, dot in enumerate(dots)]
    reach = [size * REACH[dot.kind] for size, dot in zip(sizes, dots, strict=True)]
    grown = [GROWN * size for size in reach]
    captions = [dot.caption for dot in dots]
    spots = place(reach, [(line.one, line.other) for line in lines], _kept_free(captions[0], reach[0], frame), frame)
    order = sorted(range(len(dots)), key=lambda n: (-sizes[n], n))
    labels = (
        place_labels(list(map(Disc, spots, reach)), captions, order, WIDE, frame),
        place_labels(list(map(Disc, spots, grown)), captions, order, NARROW, frame),
    )
    kept = thin(len(spots), [(line.one, line.other, line.strength) for line in lines])
    return compose(title, dots, [lines[n] for n in kept], Placed(frame, spots, sizes, *labels))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything stands: a place and a size for each dot, and the two sets of labels."""

    frame: Frame
    spots: Sequence[Spot]
    sizes: Sequence[float]
    wide: Sequence[Label]
    narrow: Sequence[Label]
    # Those it is all about.
    marked: Collection[int] = (0,)


def compose(title: str, dots: Sequence[Dot], lines: Sequence[Line], placed: Placed) -> str:
    """The `<svg>` of dots that have their places, with every line given."""
    parts = [
        f'<svg class="slice-picture" viewBox="0 0 {placed.frame.width:.0f} {placed.frame.height:.0f}" role="group"',
        ' aria-labelledby="slice-title">',
        f'<title id="slice-title">{escape(title)}</title>',
        _edges(lines, placed.spots),
        '<g class="nodes">',
        *(_node(dot, placed.spots[n], placed.sizes[n], is_marked=n in placed.marked) for n, dot in enumerate(dots)),
        "</g>",
        _labels("wide", WIDE, placed.wide, dots, placed.marked),
        _labels("narrow", NARROW, placed.narrow, dots, placed.marked),
        "</svg>",
    ]
    return "".join(parts)


def _kept_free(caption: str, size: float, frame: Frame) -> list[Box]:
    """Where no node may stand: under the centre, from its middle down, so that none is caught in between."""
    wide = centre_label(caption, size, WIDE, frame).box
    narrow = centre_label(caption, GROWN * size, NARROW, frame).box
    room, middle = (GROWN - 1) * LARGEST, frame.centre.y
    grown = Box(narrow.left - room, middle, narrow.right + room, narrow.bottom + room)
    return [wide._replace(top=middle), grown]


def _edges(lines: Sequence[Line], spots: Sequence[Spot]) -> str:
    drawn = "".join(_edge(line, spots) for line in lines)
    return f'<g class="edges" aria-hidden="true">{drawn}</g>'


def _edge(line: Line, spots: Sequence[Spot]) -> str:
    (x1, y1), (x2, y2) = spots[line.one], spots[line.other]
    return (
        f'<line class="edge {line.relation}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'
    )


def _node(dot: Dot, spot: Spot, size: float, *, is_marked: bool) -> str:
    centre = " centre" if is_marked else ""
    return (
        f'<a class="node {CLASSES[dot.kind]}{centre}" href="{escape(dot.href)}" aria-label="{escape(dot.name)}">'
        f"<title>{escape(dot.title)}</title>"
        f'<circle class="hit" cx="{number(spot.x)}" cy="{number(spot.y)}" r="{number(max(HIT, size))}"/>'
        f"{shape(dot.kind, spot, size)}</a>"
    )


def _labels(name: str, size: float, labels: Sequence[Label], dots: Sequence[Dot], marked: Collection[int]) -> str:
    drawn = "".join(_label(label, dots[label.node].kind, size, is_marked=label.node in marked) for label in labels)
    return f'<g class="labels labels-{name}" font-size="{number(size)}" aria-hidden="true">{drawn}</g>'


def _label(label: Label, kind: Kind, size: float, *, is_marked: bool) -> str:
    x, y = number(label.spot.x), number(label.spot.y)
    centre = " centre" if is_marked else ""
    own_size = "" if label.size == size else f' font-size="{number(label.size)}"'
    first, *rest = label.lines
    more = "".join(f'<tspan x="{x}" dy="{number(label.leading)}">{escape(line)}</tspan>' for line in rest)
    return (
        f'<text class="{CLASSES[kind]}{centre}" x="{x}" y="{y}" text-anchor="{label.anchor}"{own_size}>'
        f"{escape(first)}{more}</text>"
    )
