"""Moves apart what overlaps, as little as need be, inside the frame; the first node never moves."""

from collections.abc import Sequence
from math import sqrt

from graph.layout.frame import MARGIN, SLICE, Box, Frame, Spot

ROUNDS = 80
# Between the rims of two nodes; and between two middles, so that each is a target of 24 CSS pixels (WCAG 2.5.8).
GAP = 7.0
LEAST = 29.0
# What rounding may take from a distance.
SLACK = 0.2
TINY = 1e-6


def separate(
    places: Sequence[Spot], sizes: Sequence[float], kept_free: Sequence[Box] = (), frame: Frame = SLICE
) -> list[Spot]:
    """Places with no two nodes nearer than they may be, none in a box `kept_free`; coordinates rounded to 0.1."""
    xs, ys = [spot.x for spot in places], [spot.y for spot in places]
    least = [[least_distance(one, other) + SLACK for other in sizes] for one in sizes]
    for _ in range(ROUNDS):
        moved = _push_pairs(xs, ys, least)
        for node in range(1, len(xs)):
            moved |= _push_from_boxes(xs, ys, node, sizes[node], kept_free)
            xs[node] = min(max(xs[node], MARGIN), frame.width - MARGIN)
            ys[node] = min(max(ys[node], MARGIN), frame.height - MARGIN)
        if not moved:
            break
    return _settle([Spot(round(x, 1), round(y, 1)) for x, y in zip(xs, ys, strict=True)], sizes, kept_free, frame)


def least_distance(one: float, other: float) -> float:
    """How near the middles of two nodes of these radii may come."""
    return max(LEAST, one + other + GAP)


def _push_pairs(xs: list[float], ys: list[float], least: Sequence[Sequence[float]]) -> bool:
    moved = False
    for a in range(1, len(xs)):
        x, y, row = xs[a], ys[a], least[a]
        for b in range(a):
            dx, dy, apart = x - xs[b], y - ys[b], row[b]
            square = dx * dx + dy * dy
            if square >= apart * apart:
                continue
            moved = True
            if square < TINY:
                # On one spot: the later one goes down, by a way of its own.
                dx, dy, square = 0.01 * a, 1.0, 1.0
            distance = sqrt(square)
            # A little more than needed, so that the last bit of a distance asks for no further round.
            push = (apart + TINY - distance) / distance * (0.5 if b else 1.0)
            x, y = x + dx * push, y + dy * push
            if b:
                xs[b], ys[b] = xs[b] - dx * push, ys[b] - dy * push
        xs[a], ys[a] = x, y
    return moved


def _push_from_boxes(xs: list[float], ys: list[float], node: int, size: float, boxes: Sequence[Box]) -> bool:
    """Out of a box by the nearest side."""
    moved = False
    for box in boxes:
        if not box.is_within(Spot(xs[node], ys[node]), size + 2.0):
            continue
        moved = True
        ways = (
            (xs[node] - (box.left - size - 2.5), -1, 0),
            (box.right + size + 2.5 - xs[node], 1, 0),
            (ys[node] - (box.top - size - 2.5), 0, -1),
            (box.bottom + size + 2.5 - ys[node], 0, 1),
        )
        way, right, down = min(ways)
        xs[node] += way * right
        ys[node] += way * down
    return moved


def _settle(places: list[Spot], sizes: Sequence[float], boxes: Sequence[Box], frame: Frame) -> list[Spot]:
    """Puts what is still in the way on the nearest free place of a grid: crowded frames end here."""
    for node in range(1, len(places)):
        others = [(places[n], sizes[n]) for n in range(len(places)) if n != node]
        if not _is_free(places[node], sizes[node], others, boxes):
            places[node] = _nearest_free(places[node], sizes[node], others, boxes, frame)
    return places


def _nearest_free(
    spot: Spot, size: float, others: Sequence[tuple[Spot, float]], boxes: Sequence[Box], frame: Frame
) -> Spot:
    step = LEAST / 2
    columns, rows = int((frame.width - 2 * MARGIN) / step), int((frame.height - 2 * MARGIN) / step)
    grid = (Spot(MARGIN + step * n, MARGIN + step * m) for n in range(columns + 1) for m in range(rows + 1))
    by_distance = sorted(grid, key=lambda g: ((g.x - spot.x) ** 2 + (g.y - spot.y) ** 2, g))
    return next((g for g in by_distance if _is_free(g, size, others, boxes)), spot)


def _is_free(spot: Spot, size: float, others: Sequence[tuple[Spot, float]], boxes: Sequence[Box]) -> bool:
    if any(box.is_within(spot, size + 1.0) for box in boxes):
        return False
    for other, other_size in others:
        dx, dy = spot.x - other.x, spot.y - other.y
        least = least_distance(size, other_size)
        if dx * dx + dy * dy < least * least:
            return False
    return True
