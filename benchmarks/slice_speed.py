"""Slices of hubs: reading and choosing what is around them, laying it out and drawing it.

networkx's own layouts all need numpy, which the site does without, so there is no comparison with them here.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from benchmarks.figure import RUNS, Figure, at_most, percentile, seconds_of
from benchmarks.ground import Ground

HUBS = 40


def measure(ground: Ground) -> Iterator[Figure]:
    """The authors with most works, each five times; the first reading of each is left out."""
    ground.connect()
    from graph.explorer.filters import Filters
    from graph.explorer.page import explorer_page
    from graph.explorer.stored import SEEDS, content_of
    from graph.slices import drawn, neighbourhood
    from graph.slices.cut import cut
    from works.models import Author

    selects, pictures, large, filtered = [], [], [], []
    for pk in Author.objects.order_by("-works_count").values_list("pk", flat=True)[:HUBS]:
        around = neighbourhood.read("author", pk)
        reads = _times(partial(neighbourhood.read, "author", pk))
        cuts = _times(partial(cut, around))
        selects += [read + chosen for read, chosen in zip(reads, cuts, strict=True)]
        pictures += [whole - median(cuts) for whole in _times(partial(drawn.picture, around))]
        whole = neighbourhood.read("author", pk, seeds=SEEDS)
        content = content_of(whole)
        large += _times(partial(content_of, whole))
        filtered += _times(partial(explorer_page, content, Filters(kinds=frozenset({"author", "work"}))))
    note = f"the {HUBS} busiest of {ground.scale:,} works"
    yield from _both("slice of a hub, select", selects, 15, note)
    yield from _both("slice of a hub, lay out and draw", pictures, 40, note)
    yield Figure("explorer of a hub, lay out up to 300 nodes, p99", percentile(large, 0.99) * 1000, "ms", note=note)
    yield Figure("explorer of a hub, a filtered view, p99", percentile(filtered, 0.99) * 1000, "ms", note=note)


def _times(act: Callable[[], object]) -> list[float]:
    return [seconds_of(act) for _ in range(RUNS)]


def _both(name: str, seconds: Sequence[float], goal: float, note: str) -> Iterator[Figure]:
    yield Figure(f"{name}, p50", median(seconds) * 1000, "ms", note=note)
    yield at_most(f"{name}, p99", percentile(seconds, 0.99) * 1000, goal, unit="ms", note=note)
