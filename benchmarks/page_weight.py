"""From the home page to a profile to a co-author in Chromium: bytes and requests over the wire, largest paint.

Throttled as WebPageTest's fast 3G (1.6 Mbit/s down, 768 kbit/s up, 150 ms there and back) and to a quarter of
the processor; the cache starts empty and is kept from page to page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from shutil import which
from statistics import median
from typing import Any

from benchmarks.corpus import Plan
from benchmarks.figure import RUNS, Figure, at_most
from benchmarks.ground import Ground
from benchmarks.web import HOST, serving

FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 768_000 / 8}
SLOWER = 4
LARGEST_PAINT = """() => new Promise((answer) => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries()))
        .observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => answer(Math.max(...seen.map((entry) => entry.startTime))), 300);
})"""
STEPS = ("home", "profile", "co-author")


@dataclass
class Wire:
    """What went over the wire since `clear`; answers from the browser's cache do not count."""

    requests: int = 0
    bytes: int = 0

    def listen(self, session: Any) -> None:
        """Counts from now on."""
        from_cache: set[str] = set()
        session.on("Network.requestServedFromCache", lambda event: from_cache.add(event["requestId"]))
        session.on("Network.loadingFinished", lambda event: self._count(event, from_cache))
        session.send("Network.enable")

    def clear(self) -> None:
        """Counts from zero."""
        self.requests = self.bytes = 0

    def _count(self, event: dict[str, Any], from_cache: set[str]) -> None:
        if event["requestId"] not in from_cache and event["encodedDataLength"]:
            self.requests += 1
            self.bytes += int(event["encodedDataLength"])


def measure(ground: Ground) -> Iterator[Figure]:
    """Five walks, each in a new browser profile."""
    from playwright.sync_api import sync_playwright

    path, mate = _walk(ground)
    with serving(ground.site, ground.folder, workers=2) as port, sync_playwright() as playwright:
        # The system's, else the one that Playwright installed for itself.
        chromium = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        try:
            walks = [_one_walk(chromium, f"http://{HOST}:{port}", path, mate) for _ in range(RUNS)]
        finally:
            chromium.close()
    for number, step in enumerate(STEPS):
        paint, size, requests = (median(walk[number][part] for walk in walks) for part in range(3))
        yield at_most(f"{step}, largest paint on fast 3G", paint / 1000, 2.0, unit="s")
        if number == 0:
            yield Figure(f"{step}, first page, transferred", size / 1000, "KB")
            yield Figure(f"{step}, first page", requests, "requests")
        else:
            yield at_most(f"{step}, transferred", size / 1000, 60, unit="KB")
            yield at_most(f"{step}", requests, 4, unit="requests")


def _walk(ground: Ground) -> tuple[str, str]:
    """The profile with 12 works and one of its co-authors, with their pictures."""
    ground.connect()
    from graph.slices import services as slices
    from works.models import Author

    name = list(Plan.of(ground.scale).planted)[2]
    author = Author.objects.filter(name=name).order_by("-works_count", "pk")[0]
    mate = Author.objects.filter(authorships__work__authorships__author=author).exclude(pk=author.pk).order_by("pk")[0]
    for one in (author, mate):
        slices.compute("author", one.pk)
    return author.get_absolute_url(), mate.get_absolute_url()


def _one_walk(chromium: Any, site: str, path: str, mate: str) -> list[tuple[float, int, int]]:
    context = chromium.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    wire = Wire()
    wire.listen(session)
    session.send("Network.emulateNetworkConditions", FAST_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    taken = []
    for address in (f"{site}/", f"{site}{path}", f"{site}{mate}"):
        wire.clear()
        page.goto(address, wait_until="networkidle")
        taken.append((page.evaluate(LARGEST_PAINT), wire.bytes, wire.requests))
    context.close()
    return taken
