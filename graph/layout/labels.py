"""Which labels are shown and where: whole names or none, never one over another, over a node, or out of the frame."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.layout.frame import EDGE, SLICE, Box, Disc, Frame, Spot
from graph.layout.text import ASCENT, LEADING, height_of, split, width_of, wrap

Anchor = Literal["start", "middle", "end"]
# Between a node's rim and its label.
OFF = 4.0
# Kept free beside each label, and above and below: browsers round the height of a line to whole pixels.
AIR = 2.0
AIR_ABOVE = 1.2
# Where a label may stand, the best first: (across, down), −1 left or above, 1 right or below.
SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
# A name of more than this many em is better in two lines.
LONG = 13.0
# The centre's label takes at most these shares of the frame.
CENTRE_WIDTH = 0.62
CENTRE_HEIGHT = 0.3
# A side of a cell of the grid in which what is in the way is looked up; any length gives the same labels.
CELL = 40.0


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: `spot` is the baseline of its first line, at the side that `anchor` names."""

    node: int
    lines: tuple[str, ...]
    spot: Spot
    anchor: Anchor
    size: float
    box: Box

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return round(self.size * LEADING, 1)


def centre_label(text: str, node_size: float, size: float, frame: Frame = SLICE) -> Label:
    """The centre's label, always shown, under its node; a very long one in smaller letters rather than cut."""
    widest, highest = frame.width * CENTRE_WIDTH, frame.height * CENTRE_HEIGHT
    while True:
        lines = wrap(text, widest / size)
        if height_of(len(lines)) * size <= highest and max(map(width_of, lines)) * size <= frame.width - 4 * EDGE:
            break
        size *= 0.9
    return _Placing(0, Disc(frame.centre, node_size), size).label(lines, (0, 1))


def place_labels(
    discs: Sequence[Disc], texts: Sequence[str], order: Sequence[int], size: float, frame: Frame = SLICE
) -> list[Label]:
    """Labels of `size` units, given to nodes in `order` (the most important first) as long as there is room.

    Node 0 is the centre: its label is there whatever else is. Nodes with an empty text get none.
    """
    placed = [centre_label(texts[0], discs[0].size, size, frame)] if discs else []
    return place_equal_labels(discs, texts, [node for node in order if node], size, frame, given=placed)


def place_equal_labels(
    discs: Sequence[Disc],
    texts: Sequence[str],
    order: Sequence[int],
    size: float,
    frame: Frame,
    *,
    given: Sequence[Label] = (),
) -> list[Label]:
    """As `place_labels`, where no node is the centre; labels that are `given` keep their places."""
    placed = list(given)
    room = _Room(frame, discs, placed)
    for node in order:
        if texts[node]:
            candidates = _Placing(node, discs[node], size).candidates(texts[node])
            label = next((label for label in candidates if room.is_free(label)), None)
            if label is not None:
                room.take(label)
                placed.append(label)
    return placed


class _Room:
    """What is in the way, by the cells of a grid: among 300 nodes a label is near a dozen."""

    def __init__(self, frame: Frame, discs: Sequence[Disc], placed: Sequence[Label]) -> None:
        self.frame = frame
        self.discs: dict[tuple[int, int], list[tuple[int, Disc]]] = defaultdict(list)
        self.boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for node, disc in enumerate(discs):
            (x, y), reach = disc.spot, disc.size + 1.0
            for cell in _cells(Box(x - reach, y - reach, x + reach, y + reach)):
                self.discs[cell].append((node, disc))
        for label in placed:
            self.take(label)

    def take(self, label: Label) -> None:
        """The label is there."""
        for cell in _cells(label.box):
            self.boxes[cell].append(label.box)

    def is_free(self, label: Label) -> bool:
        """Whether it would lie in the frame, over no other label and over no node but its own."""
        box = label.box
        return box.is_framed(self.frame) and not any(self._is_met(label, cell) for cell in _cells(box))

    def _is_met(self, label: Label, cell: tuple[int, int]) -> bool:
        box = label.box
        if any(box.meets(other) for other in self.boxes.get(cell, ())):
            return True
        near = self.discs.get(cell, ())
        return any(node != label.node and box.is_within(disc.spot, disc.size + 1.0) for node, disc in near)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    columns = range(int(box.left // CELL), int(box.right // CELL) + 1)
    rows = range(int(box.top // CELL), int(box.bottom // CELL) + 1)
    return ((column, row) for column in columns for row in rows)


@lru_cache(maxsize=4096)
def _shapes(text: str) -> list[list[str]]:
    two = split(text, 2)
    if not two:
        return [[text]]
    return [two, [text]] if width_of(text) > LONG else [[text], two]


@dataclass(frozen=True, slots=True)
class _Placing:
    """A node that is to get a label in letters of `size`."""

    node: int
    disc: Disc
    size: float

    def candidates(self, text: str) -> Iterator[Label]:
        """The text at every side in one line and in two, the best first."""
        return (self.label(lines, side) for lines in _shapes(text) for side in SIDES)

    def label(self, lines: Sequence[str], side: tuple[int, int]) -> Label:
        """The label at one side."""
        across, down = side
        width, height = max(map(width_of, lines)) * self.size, height_of(len(lines)) * self.size
        # On a diagonal the label begins nearer, for the node is round.
        away = self.disc.size + OFF if not (across and down) else self.disc.size * 0.7 + OFF - 1.0
        x = self.disc.spot.x + across * away
        top = self.disc.spot.y + (away if down > 0 else -away - height if down < 0 else -height / 2)
        left = x - (width / 2 if not across else width if across < 0 else 0.0)
        anchor: Anchor = "middle" if not across else "end" if across < 0 else "start"
        baseline = Spot(round(x, 1), round(top + ASCENT * self.size, 1))
        box = Box(left - AIR, top - AIR_ABOVE, left + width + AIR, top + height + AIR_ABOVE)
        return Label(self.node, tuple(lines), baseline, anchor, round(self.size, 1), box)
