"""Shapes of nodes: the kind is told by the shape as well as by the colour."""

from math import sqrt

from graph.layout.frame import Spot
from works.record.addresses import Kind

CLASSES: dict[Kind, str] = {"author": "person", "work": "paper", "topic": "topic", "institution": "institution"}
# Radii between which the area of a node follows its importance.
SMALLEST = 5.0
RANGES: dict[Kind, float] = {"author": 10.0, "work": 8.0, "topic": 9.0, "institution": 9.0}
LARGEST = max(RANGES.values())
CENTRE_SIZE = 13.0
# Half of a side, so that a square, a diamond and a hexagon look as large as the circle of the radius.
SQUARE, DIAMOND, HEXAGON = 0.89, 1.25, 1.1
HALF_ROOT_3 = 0.866
# How far a shape reaches from its middle, for each unit of its size.
REACH: dict[Kind, float] = {"author": 1.0, "work": 1.1, "topic": DIAMOND, "institution": HEXAGON}


def size_of(kind: Kind, importance: float) -> float:
    """Radius of a node, its area growing with an importance from 0 to 1."""
    smallest, largest = SMALLEST * SMALLEST, RANGES[kind] * RANGES[kind]
    return round(sqrt(smallest + (largest - smallest) * min(max(importance, 0.0), 1.0)), 1)


def shape(kind: Kind, spot: Spot, size: float) -> str:
    """The SVG element of a node."""
    x, y = spot
    if kind == "author":
        return f'<circle class="shape" cx="{number(x)}" cy="{number(y)}" r="{number(size)}"/>'
    if kind == "work":
        half = round(size * SQUARE, 1)
        side = number(2 * half)
        return (
            f'<rect class="shape" x="{number(x - half)}" y="{number(y - half)}" width="{side}" height="{side}" rx="2"/>'
        )
    if kind == "topic":
        d = size * DIAMOND
        return _polygon((x, y - d), (x + d, y), (x, y + d), (x - d, y))
    d = size * HEXAGON
    w, h = d * HALF_ROOT_3, d / 2
    return _polygon((x, y - d), (x + w, y - h), (x + w, y + h), (x, y + d), (x - w, y + h), (x - w, y - h))


def number(value: float) -> str:
    """A coordinate rounded to 0.1, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _polygon(*corners: tuple[float, float]) -> str:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon class="shape" points="{points}"/>'
