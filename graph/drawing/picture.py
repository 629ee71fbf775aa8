"""The picture of a slice as SVG text: every node a link with a name, colours left to the style sheet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

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
    return draw_at(title, dots, lines, arrange(dots, lines, frame), frame)


def arrange(dots: Sequence[Dot], lines: Sequence[Line], frame: Frame = SLICE) -> list[Spot]:
    """Where each dot stands."""
    reach = _reach(dots, _sizes(dots))
    return place(reach, [(line.one, line.other) for line in lines], _kept_free(dots[0].caption, reach[0], frame), frame)


def draw_at(
    title: str,
    dots: Sequence[Dot],
    lines: Sequence[Line],
    spots: Sequence[Spot],
    frame: Frame,
    *,
    is_live: bool = False,
) -> str:
    """As `draw`, of dots that have their places; a live picture tells a script which line joins which dots."""
    sizes = _sizes(dots)
    reach = _reach(dots, sizes)
    captions = [dot.caption for dot in dots]
    order = sorted(range(len(dots)), key=lambda n: (-sizes[n], n))
    labels = (
        place_labels(list(map(Disc, spots, reach)), captions, order, WIDE, frame),
        place_labels(list(map(Disc, spots, _grown(reach))), captions, order, narrow_letters(frame), frame),
    )
    kept = thin(len(spots), [(line.one, line.other, line.strength) for line in lines])
    return compose(title, dots, [lines[n] for n in kept], Placed(frame, spots, sizes, *labels, is_live=is_live))


def narrow_letters(frame: Frame) -> float:
    """The size of letters that can still be read where a picture of this frame is as wide as a telephone."""
    return NARROW * frame.width / SLICE.width


def _sizes(dots: Sequence[Dot]) -> list[float]:
    return [CENTRE_SIZE if n == 0 else size_of(dot.kind, dot.importance) for n, dot in enumerate(dots)]


def _reach(dots: Sequence[Dot], sizes: Sequence[float]) -> list[float]:
    return [size * REACH[dot.kind] for size, dot in zip(sizes, dots, strict=True)]


def _grown(reach: Sequence[float]) -> list[float]:
    return [GROWN * size for size in reach]


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
    is_live: bool = False


def compose(title: str, dots: Sequence[Dot], lines: Sequence[Line], placed: Placed) -> str:
    """The `<svg>` of dots that have their places, with every line given."""
    parts = [
        f'<svg class="slice-picture" viewBox="0 0 {placed.frame.width:.0f} {placed.frame.height:.0f}" role="group"',
        ' aria-labelledby="slice-title">',
        f'<title id="slice-title">{escape(title)}</title>',
        _edges(lines, placed),
        '<g class="nodes">',
        *(_node(n, dot, placed) for n, dot in enumerate(dots)),
        "</g>",
        _labels("wide", WIDE, placed.wide, dots, placed.marked),
        _labels("narrow", narrow_letters(placed.frame), placed.narrow, dots, placed.marked),
        "</svg>",
    ]
    return "".join(parts)


def _kept_free(caption: str, size: float, frame: Frame) -> list[Box]:
    """Where no node may stand: under the centre, from its middle down, so that none is caught in between."""
    wide = centre_label(caption, size, WIDE, frame).box
    narrow = centre_label(caption, GROWN * size, narrow_letters(frame), frame).box
    room, middle = (GROWN - 1) * LARGEST, frame.centre.y
    grown = Box(narrow.left - room, middle, narrow.right + room, narrow.bottom + room)
    return [wide._replace(top=middle), grown]


def _edges(lines: Sequence[Line], placed: Placed) -> str:
    drawn = "".join(_edge(line, placed) for line in lines)
    return f'<g class="edges" aria-hidden="true">{drawn}</g>'


def _edge(line: Line, placed: Placed) -> str:
    (x1, y1), (x2, y2) = placed.spots[line.one], placed.spots[line.other]
    ends = f' data-ends="{line.one} {line.other}"' if placed.is_live else ""
    return (
        f'<line class="edge {line.relation}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        f"{ends}/>"
    )


def _node(n: int, dot: Dot, placed: Placed) -> str:
    spot, size = placed.spots[n], placed.sizes[n]
    centre = " centre" if n in placed.marked else ""
    own = f' data-n="{n}"' if placed.is_live else ""
    return (
        f'<a class="node {CLASSES[dot.kind]}{centre}" href="{escape(dot.href)}" aria-label="{escape(dot.name)}"{own}>'
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
