"""The profile page against a view that returns a constant, on the same server (one process), four connections.

Fresh is what a visitor with any cookie gets: rendered for them and stored nowhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median

from benchmarks.corpus import Plan
from benchmarks.figure import RUNS, Figure, at_least, at_most
from benchmarks.ground import Ground
from benchmarks.web import Client, rate, serving

# As many at once as keep one process busy while the database works for it.
CONNECTIONS = 4
# Requests of one measurement; long enough to be past the noise, short enough for ten kinds of five rounds.
COUNTS = {"bare": 1500, "stored": 800, "revalidated": 1000, "fresh": 120}
GOALS = {"stored": 0.5, "revalidated": 0.6, "fresh": 0.10}


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds; each ratio is of two rates of one round."""
    planted = list(Plan.of(ground.scale).planted)
    ground.connect()
    few, some, many = (_path_of(name) for name in (planted[2], planted[1], planted[0]))
    with serving(ground.site, ground.folder) as port, ExitStack() as stack:
        clients = [stack.enter_context(Client(port)) for _ in range(CONNECTIONS)]
        rounds = [_round(clients, [few, some, many]) for _ in range(RUNS)]
    size = Plan.of(ground.scale).planted
    for path, works in ((few, size[planted[2]]), (some, size[planted[1]])):
        for kind, goal in GOALS.items():
            ratio = median(taken[kind, path] / taken["bare", ""] for taken in rounds)
            note = f"{median(taken[kind, path] for taken in rounds):,.0f}/s"
            yield at_least(f"profile with {works} works, {kind}, against a bare view", ratio, goal, note=note)
    hub = f"profile with {size[planted[0]]:,} works, fresh"
    times = median(taken["fresh", few] / taken["fresh", many] for taken in rounds)
    yield at_most(f"{hub}, against one with 12", times, 1.3, unit="times the time", note="50 of them on the page")
    times = median(taken["fresh", some] / taken["fresh", many] for taken in rounds)
    yield Figure(f"{hub}, against one with {size[planted[1]]}", times, "times the time", note="50 on both pages")
    yield Figure("a bare view", median(taken["bare", ""] for taken in rounds), "requests/s")


def _round(clients: Sequence[Client], paths: list[str]) -> dict[tuple[str, str], float]:
    one = clients[0]
    bare = one.request("/benchmarks/constant/")
    rates = {("bare", ""): rate(clients, bare, status=200, count=COUNTS["bare"])}
    for path in paths:
        etag = one.send(one.request(path)).etag
        rates["stored", path] = rate(clients, one.request(path), status=200, count=COUNTS["stored"])
        known = one.request(path, If_None_Match=etag)
        rates["revalidated", path] = rate(clients, known, status=304, count=COUNTS["revalidated"])
        fresh = one.request(path, Cookie="seen=1")
        rates["fresh", path] = rate(clients, fresh, status=200, count=COUNTS["fresh"])
    return rates


def _path_of(name: str) -> str:
    from graph.slices import services as slices
    from works.models import Author

    # By a careful rule a name may be several people; the one that was planted has most works.
    author = Author.objects.filter(name=name).order_by("-works_count", "pk")[0]
    # With its picture in it, as every page but the very first is sent.
    slices.compute("author", author.pk)
    return author.get_absolute_url()
