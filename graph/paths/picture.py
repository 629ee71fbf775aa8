"""The picture of a connection: from left to right, the works between the people; pure."""

from collections.abc import Sequence
from typing import NamedTuple

from graph.drawing.picture import GROWN, WIDE, Dot, Line, Placed, compose, narrow_letters
from graph.drawing.shapes import CENTRE_SIZE, REACH, size_of
from graph.layout.frame import Disc, Frame, Spot
from graph.layout.labels import place_equal_labels

# Between two columns, between two rows, and beside the outermost, where the names of the ends begin.
COLUMN, ROW, SIDE = 92.0, 72.0, 92.0
NARROWEST = 760.0
Columns = Sequence[Sequence[int]]


class Placing(NamedTuple):
    """The dots of each column by their number: people and works in turn."""

    columns: Columns
    ends: tuple[int, int]


def draw_connection(title: str, dots: Sequence[Dot], lines: Sequence[Line], placing: Placing) -> str:
    """One `<svg>`; the same dots, lines and columns give the same bytes."""
    frame = _frame(placing.columns)
    sizes = [CENTRE_SIZE if n in placing.ends else size_of(dot.kind, dot.importance) for n, dot in enumerate(dots)]
    reach = [size * REACH[dot.kind] for size, dot in zip(sizes, dots, strict=True)]
    spots = _spots(placing.columns, frame, len(dots))
    captions = [dot.caption for dot in dots]
    # The ends first, then people, then works.
    order = sorted(range(len(dots)), key=lambda n: (n not in placing.ends, dots[n].kind != "author", n))
    labels = (
        place_equal_labels(list(map(Disc, spots, reach)), captions, order, WIDE, frame),
        place_equal_labels(
            [Disc(*pair) for pair in zip(spots, (GROWN * r for r in reach), strict=True)],
            # Years beside large letters would leave no room for names.
            [dot.caption if dot.kind == "author" else "" for dot in dots],
            order,
            narrow_letters(frame),
            frame,
        ),
    )
    return compose(title, dots, lines, Placed(frame, spots, sizes, *labels, marked=placing.ends))


def _frame(columns: Columns) -> Frame:
    rows = max(map(len, columns))
    return Frame(max(NARROWEST, 2 * SIDE + COLUMN * (len(columns) - 1)), 76.0 + ROW * rows)


def _spots(columns: Columns, frame: Frame, count: int) -> list[Spot]:
    across = (frame.width - 2 * SIDE) / (len(columns) - 1)
    spots = [frame.centre] * count
    for place, column in enumerate(columns):
        for row, dot in enumerate(column):
            down = frame.centre.y + (row - (len(column) - 1) / 2) * ROW
            spots[dot] = Spot(round(SIDE + across * place, 1), round(down, 1))
    return spots
