"""The history of a score as points of a small drawing; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 600
HEIGHT = 120
MARGIN = 12


@dataclass(frozen=True, slots=True)
class Dot:
    """One snapshot: its place in the drawing, and its score."""

    x: float
    y: float
    score: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of WIDTH by HEIGHT, the scale from 0 at the bottom to 100 at the top."""

    dots: Sequence[Dot]
    line: str
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(scores: Sequence[int]) -> Chart | None:
    """The drawing of these scores, oldest first, evenly spaced; None for fewer than two, which show no course."""
    if len(scores) < 2:
        return None
    step = (WIDTH - 2 * MARGIN) / (len(scores) - 1)
    rise = (HEIGHT - 2 * MARGIN) / 100
    dots = [
        Dot(round(MARGIN + place * step, 1), round(HEIGHT - MARGIN - score * rise, 1), score)
        for place, score in enumerate(scores)
    ]
    return Chart(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots))
