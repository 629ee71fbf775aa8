"""Stress majorisation with the first node pinned: Gansner, Koren, North, Graph Drawing 2004 (localised form).

Only +, −, ×, ÷ and sqrt are used, which IEEE 754 fixes to the last bit: the same on every machine.
"""

from collections.abc import Sequence
from math import sqrt

from graph.layout.frame import Spot

ROUNDS = 30
# Each move goes this far beyond the place it aims at: half the rounds for the same stress, up to 1.8 or so.
BEYOND = 1.7
# Moves smaller than this share of a hop end the rounds early.
STILL = 0.004
# cos and sin of the golden angle, written out so that no library decides their last digit.
TURN_X, TURN_Y = -0.7373688780783197, 0.6754902942615238
TINY = 1e-9


def spiral(count: int) -> list[Spot]:
    """Starting places: the centre in the middle, the others on a sunflower, no two alike."""
    places = [Spot(0.0, 0.0)]
    x, y = 1.0, 0.0
    for n in range(1, count):
        reach = sqrt(n) * 0.5
        places.append(Spot(x * reach, y * reach))
        x, y = x * TURN_X - y * TURN_Y, x * TURN_Y + y * TURN_X
    return places


def majorise(wanted: Sequence[Sequence[float]], start: Sequence[Spot], rounds: int = ROUNDS) -> list[Spot]:
    """Places, in hops, whose distances come near those wanted; node 0 stays where it starts."""
    count = len(wanted)
    xs, ys = [spot.x for spot in start], [spot.y for spot in start]
    weights = [[0.0 if a == b else 1.0 / (d * d) for b, d in enumerate(row)] for a, row in enumerate(wanted)]
    pulls = [[0.0 if a == b else 1.0 / d for b, d in enumerate(row)] for a, row in enumerate(wanted)]
    sums = [sum(row) for row in weights]
    for _ in range(rounds):
        farthest = 0.0
        for node in range(1, count):
            x, y = xs[node], ys[node]
            new_x = new_y = 0.0
            for other_x, other_y, weight, pull in zip(xs, ys, weights[node], pulls[node], strict=True):
                dx, dy = x - other_x, y - other_y
                ratio = pull / sqrt(dx * dx + dy * dy + TINY)
                new_x += weight * other_x + ratio * dx
                new_y += weight * other_y + ratio * dy
            dx, dy = BEYOND * (new_x / sums[node] - x), BEYOND * (new_y / sums[node] - y)
            farthest = max(farthest, abs(dx), abs(dy))
            xs[node], ys[node] = x + dx, y + dy
        if farthest < STILL:
            break
    return [Spot(x, y) for x, y in zip(xs, ys, strict=True)]


def stress_of(wanted: Sequence[Sequence[float]], places: Sequence[Spot]) -> float:
    """Σ ((distance − wanted) / wanted)² over all pairs, at the scale that makes it least; 0 is perfect."""
    top = bottom = 0.0
    pairs = []
    for a in range(len(places)):
        for b in range(a):
            dx, dy = places[a].x - places[b].x, places[a].y - places[b].y
            ratio = sqrt(dx * dx + dy * dy) / wanted[a][b]
            pairs.append(ratio)
            top += ratio
            bottom += ratio * ratio
    scale = top / bottom if bottom else 1.0
    return sum((scale * ratio - 1.0) ** 2 for ratio in pairs)
