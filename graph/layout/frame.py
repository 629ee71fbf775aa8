"""The frame that a picture is laid out in; lengths are the units of the drawing's viewBox."""

from typing import NamedTuple

MARGIN = 22.0
# Nothing is drawn nearer to the edge than this.
EDGE = 4.0


class Spot(NamedTuple):
    """A place in the frame."""

    x: float
    y: float


class Frame(NamedTuple):
    """How large a picture is."""

    width: float
    height: float

    @property
    def centre(self) -> Spot:
        """The middle."""
        return Spot(self.width / 2, self.height / 2)


class Disc(NamedTuple):
    """A node as far as room goes: its middle and its radius."""

    spot: Spot
    size: float


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_framed(self, frame: Frame) -> bool:
        """Whether it lies inside the frame."""
        right, bottom = frame.width - EDGE, frame.height - EDGE
        return self.left >= EDGE and self.top >= EDGE and self.right <= right and self.bottom <= bottom

    def is_within(self, spot: Spot, reach: float) -> bool:
        """Whether the circle of radius `reach` around `spot` shares area with the box."""
        dx = spot.x - min(max(spot.x, self.left), self.right)
        dy = spot.y - min(max(spot.y, self.top), self.bottom)
        return dx * dx + dy * dy < reach * reach


# The slice beside a page; the explorer has more nodes, and a path fewer.
SLICE = Frame(760.0, 520.0)
