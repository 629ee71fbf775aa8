"""The trust score, formula version 1 (trust.md): how well a record is confirmed. Pure, integers only.

Each component is rounded half up before the sum, so the rows that a page shows add up to the number it shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

FORMULA = 1
# Points for the verification levels L0 to L4.
IDENTITY = (0, 9, 20, 32, 40)
LABELS = ((80, "Well documented"), (60, "Corroborated"), (40, "Supported"), (20, "Emerging"), (0, "Sparse"))
# More works than this add nothing: six well-known works identify a record as well as sixty do.
ENOUGH_WORKS = 6
# The level from which people confirm others, and how many of them one institution may bring.
CONFIRMED_LEVEL = 3
PER_INSTITUTION = 2
FOLLOWER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the score rests on; counts are 0 or more.

    `works` are works listed by a recognised source, `corroborated` those of them listed by two independent
    kinds of source, `confirmed` close collaborators at L3 or above (at most two of one institution),
    `followers` those at L3 or above for more than 30 days.
    """

    level: int = 0
    works: int = 0
    corroborated: int = 0
    confirmed: int = 0
    followers: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.level < len(IDENTITY):
            raise ValueError(f"level {self.level} is not one of 0 to {len(IDENTITY) - 1}")
        if min(self.works, self.corroborated, self.confirmed, self.followers) < 0:
            raise ValueError("counts are 0 or more")
        if self.corroborated > self.works:
            raise ValueError("more works corroborated than listed")


@dataclass(frozen=True, slots=True)
class Component:
    """One row of the score: points out of `of`, and the inputs they follow from."""

    name: str
    points: int
    of: int
    inputs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """The number (0 to 100), its label, and the five components in their fixed order."""

    points: int
    label: str
    components: tuple[Component, ...]
    formula: int = FORMULA


def _half_up(numerator: int, denominator: int) -> int:
    """The quotient of two whole numbers, rounded half up; 0 for nothing out of nothing."""
    return (2 * numerator + denominator) // (2 * denominator) if denominator else 0


def _identity(given: Inputs) -> int:
    return IDENTITY[given.level]


def _record(given: Inputs) -> int:
    return 2 * min(given.works, ENOUGH_WORKS)


def _corroboration(given: Inputs) -> int:
    return _half_up(18 * given.corroborated * min(given.works, ENOUGH_WORKS), given.works * ENOUGH_WORKS)


def _network(given: Inputs) -> int:
    return _half_up(20 * given.confirmed, given.confirmed + 4)


def _community(given: Inputs) -> int:
    return _half_up(10 * given.followers, given.followers + 10)


# name, at most, what it reads, how it is computed
COMPONENTS: tuple[tuple[str, int, tuple[str, ...], Callable[[Inputs], int]], ...] = (
    ("identity", 40, ("level",), _identity),
    ("record", 12, ("works",), _record),
    ("corroboration", 18, ("works", "corroborated"), _corroboration),
    ("network", 20, ("confirmed",), _network),
    ("community", 10, ("followers",), _community),
)


def label_of(points: int) -> str:
    """The word for a score of 0 to 100; it describes the record, not the person."""
    return next(label for least, label in LABELS if points >= least)


def score(given: Inputs) -> Score:
    """The score of a record, from what is known about it."""
    components = tuple(
        Component(name, compute(given), of, {key: getattr(given, key) for key in reads})
        for name, of, reads, compute in COMPONENTS
    )
    points = sum(component.points for component in components)
    return Score(points, label_of(points), components)


def inputs_of(components: list[dict]) -> Inputs:
    """The inputs that stand in a snapshot's components (or in its JSON), so that anybody can compute it again."""
    merged: dict[str, int] = {}
    for component in components:
        merged |= component["inputs"]
    return Inputs(**merged)
