"""One figure of `speed.md`, and how a time is taken."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

# Never fewer: one run says nothing on a machine that does other things too.
RUNS = 5


@dataclass(frozen=True)
class Figure:
    """What was measured; `goal` is that of speed.md in its words, `is_met` None where there is none.

    `value` is in `unit`: `ratio` is of two things measured in this run, `ms`, `s`, `MB`, `KB`, `requests`.
    """

    name: str
    value: float
    unit: str
    goal: str = ""
    is_met: bool | None = None
    note: str = ""

    def line(self) -> str:
        """The figure on one line."""
        verdict = {True: "met", False: "MISSED", None: ""}[self.is_met]
        goal = f"goal {self.goal}" if self.goal else ""
        return "  ".join(part for part in (f"{self.name}: {self.shown}", goal, verdict, self.note) if part)

    @property
    def shown(self) -> str:
        """The value with its unit, in as many digits as mean something."""
        digits = 0 if self.unit == "requests" or self.value >= 1000 else 1 if self.value >= 100 else 2
        return f"{self.value:,.{digits}f} {self.unit}"


def at_least(name: str, value: float, goal: float, *, unit: str = "ratio", note: str = "") -> Figure:
    """A figure that should be `goal` or more."""
    return Figure(name, value, unit, f"≥ {goal:g}", value >= goal, note)


def at_most(name: str, value: float, goal: float, *, unit: str, note: str = "") -> Figure:
    """A figure that should be `goal` or less."""
    return Figure(name, value, unit, f"≤ {goal:g}", value <= goal, note)


def seconds_of(act: Callable[[], object]) -> float:
    """How long an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def median_seconds(act: Callable[[], object], *, runs: int = RUNS) -> float:
    """The median of several runs of an act that can be repeated."""
    return median(seconds_of(act) for _ in range(runs))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed. Raises IndexError for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
