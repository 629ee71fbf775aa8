"""Which labels are shown and where: whole names or none, never one over another, over a node, or out of the frame."""

from collections import defaultdict
from collections.abc import Sequence
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
CELL = 60.0


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
    under = _Text(0, Disc(frame.centre, node_size), lines, size)
    return under.label((0, 1), under.box((0, 1)))


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
            label = _free_label(room, node, discs[node], texts[node], size)
            if label is not None:
                room.take(label)
                placed.append(label)
    return placed


class _Room:
    """What is in the way, by the cells of a grid: among 300 nodes a label is near a dozen."""

    def __init__(self, frame: Frame, discs: Sequence[Disc], placed: Sequence[Label]) -> None:
        self.frame = frame
        # Node, across, down, and the square of the radius.
        self.discs: dict[tuple[int, int], list[tuple[int, float, float, float]]] = defaultdict(list)
        self.boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for node, disc in enumerate(discs):
            (x, y), reach = disc.spot, disc.size + 1.0
            for cell in _cells(Box(x - reach, y - reach, x + reach, y + reach)):
                self.discs[cell].append((node, x, y, reach * reach))
        for label in placed:
            self.take(label)

    def take(self, label: Label) -> None:
        """The label is there."""
        for cell in _cells(label.box):
            self.boxes[cell].append(label.box)

    def is_free(self, box: Box, node: int) -> bool:
        """Whether the box of a node's label would lie in the frame, over no other label and over no node but its own.

        Asked a thousand times for a picture that somebody waits for: written out rather than in parts.
        """
        if not box.is_framed(self.frame):
            return False
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self.boxes.get(cell, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
            for n, x, y, square in self.discs.get(cell, ()):
                across = left - x if x < left else x - right if x > right else 0.0
                down = top - y if y < top else y - bottom if y > bottom else 0.0
                if n != node and across * across + down * down < square:
                    return False
        return True


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    rows = range(int(top // CELL), int(bottom // CELL) + 1)
    return [(column, row) for column in range(int(left // CELL), int(right // CELL) + 1) for row in rows]


@lru_cache(maxsize=4096)
def _shapes(text: str) -> list[list[str]]:
    two = split(text, 2)
    if not two:
        return [[text]]
    return [two, [text]] if width_of(text) > LONG else [[text], two]


def _free_label(room: _Room, node: int, disc: Disc, text: str, size: float) -> Label | None:
    """The text at some side in one line or in two, the best that is free."""
    for lines in _shapes(text):
        beside = _Text(node, disc, lines, size)
        for side in SIDES:
            if room.is_free(box := beside.box(side), node):
                return beside.label(side, box)
    return None


class _Text:
    """Lines that are to stand beside a node in letters of `size`."""

    def __init__(self, node: int, disc: Disc, lines: Sequence[str], size: float) -> None:
        self.node, self.disc, self.lines, self.size = node, disc, lines, size
        self.width, self.height = max(map(width_of, lines)) * size, height_of(len(lines)) * size

    def box(self, side: tuple[int, int]) -> Box:
        """What they take up at one side, with their air."""
        (x, y), (across, down), away = self.disc.spot, side, self._away(side)
        left = x + across * away - (self.width / 2 if not across else self.width if across < 0 else 0.0)
        top = y + (away if down > 0 else -away - self.height if down < 0 else -self.height / 2)
        return Box(left - AIR, top - AIR_ABOVE, left + self.width + AIR, top + self.height + AIR_ABOVE)

    def label(self, side: tuple[int, int], box: Box) -> Label:
        """The label that takes up this box at this side."""
        across, _ = side
        anchor: Anchor = "middle" if not across else "end" if across < 0 else "start"
        baseline = box.top + AIR_ABOVE + ASCENT * self.size
        spot = Spot(round(self.disc.spot.x + across * self._away(side), 1), round(baseline, 1))
        return Label(self.node, tuple(self.lines), spot, anchor, round(self.size, 1), box)

    def _away(self, side: tuple[int, int]) -> float:
        # On a diagonal the label begins nearer, for the node is round.
        return self.disc.size * 0.7 + OFF - 1.0 if all(side) else self.disc.size + OFF
