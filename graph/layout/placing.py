"""Where the nodes of a slice stand: the same data gives the same places, to the byte."""

from collections.abc import Sequence

from graph.layout.distances import hops
from graph.layout.frame import MARGIN, SLICE, Box, Frame, Spot
from graph.layout.separation import separate
from graph.layout.stress import majorise, spiral

# A hop is at most this long: a handful of nodes stays together in the middle.
LONGEST_HOP = 150.0


def place(
    sizes: Sequence[float], edges: Sequence[tuple[int, int]], kept_free: Sequence[Box] = (), frame: Frame = SLICE
) -> list[Spot]:
    """Places of nodes of these radii in the frame, rounded to 0.1; node 0 is the centre and stands in the middle.

    No two overlap, none leaves the frame or stands in a box `kept_free` (while there is room for all: up to
    about 150 nodes). The order of nodes matters, so give them sorted.
    """
    if not sizes:
        return []
    count = len(sizes)
    wanted = hops(count, edges)
    return separate(fit(majorise(wanted, spiral(count)), frame), sizes, kept_free, frame)


def fit(places: Sequence[Spot], frame: Frame = SLICE) -> list[Spot]:
    """Stretches each side of the centre so that the farthest node stands at the margin; the centre in the middle."""
    middle = places[0]
    left, right = (max(way * (spot.x - middle.x) for spot in places) for way in (-1, 1))
    up, down = (max(way * (spot.y - middle.y) for spot in places) for way in (-1, 1))
    # One side may be stretched to twice the other: more would tear the picture, less would leave it empty.
    left, right = max(left, right / 2), max(right, left / 2)
    up, down = max(up, down / 2), max(down, up / 2)
    centre = frame.centre
    across, along = centre.x - MARGIN, centre.y - MARGIN
    return [
        Spot(
            centre.x + _stretched(spot.x - middle.x, left, right, across),
            centre.y + _stretched(spot.y - middle.y, up, down, along),
        )
        for spot in places
    ]


def _stretched(way: float, before: float, after: float, room: float) -> float:
    reach = after if way > 0 else before
    return way * min(LONGEST_HOP, room / reach if reach else LONGEST_HOP)
