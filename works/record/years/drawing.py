"""Bars of works per year: where each stands and how high it is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Where there are more years than this, one bar stands for two, five, ten of them …
MOST_BARS = 48
STEPS = (1, 2, 5, 10, 20, 50, 100)
# A bar and the space after it, in units of the picture, which is stretched to the width of its place.
PITCH, BAR_WIDTH = 10, 8
HEIGHT = 100
# One work beside a thousand is still to be seen.
LOWEST = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One year, or several: `first` to `last`, both in it. Units of the picture, from its upper left corner."""

    first: int
    last: int
    works: int
    x: int
    y: int
    height: int

    @property
    def years(self) -> str:
        """`2024`, or `2020–2024`."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class YearChart:
    """Bars from the first year with works to the last, years without works too; `rows` are those with works, newest
    first; `peak` is the highest bar, the latest of several."""

    width: int
    height: int
    bar_width: int
    bars: Sequence[Bar]
    rows: Sequence[tuple[int, int]]
    peak: Bar


def year_chart(works_by_year: Mapping[int, int]) -> YearChart | None:
    """The chart of these counts; None where no year has a work."""
    counts = {year: works for year, works in works_by_year.items() if works > 0}
    if not counts:
        return None
    earliest, latest = min(counts), max(counts)
    step = next((step for step in STEPS if (latest - earliest) // step < MOST_BARS), STEPS[-1])
    # Steps of five begin at years that five divides.
    starts = range(earliest - earliest % step, latest + 1, step)
    sums = [sum(counts.get(year, 0) for year in range(start, start + step)) for start in starts]
    most = max(sums)
    bars = [
        _bar(place, max(start, earliest), min(start + step - 1, latest), works, most)
        for place, (start, works) in enumerate(zip(starts, sums, strict=True))
    ]
    return YearChart(
        width=len(bars) * PITCH - (PITCH - BAR_WIDTH),
        height=HEIGHT,
        bar_width=BAR_WIDTH,
        bars=bars,
        rows=sorted(counts.items(), reverse=True),
        peak=max(bars, key=lambda bar: (bar.works, bar.first)),
    )


def _bar(place: int, first: int, last: int, works: int, most: int) -> Bar:
    height = max(LOWEST, round(works * HEIGHT / most)) if works else 0
    return Bar(first, last, works, place * PITCH, HEIGHT - height, height)
