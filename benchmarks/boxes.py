"""Measures pictures: no label over another or over a node, no node over another, nothing out of the frame.

`python -m benchmarks.boxes [NUMBER]` draws the slices and the explorers of so many authors (200) of the site that
DATABASE_URL names, from those with one neighbour to those with most, says what is wrong, and ends with 1 if anything
is. Letters are as wide as the tables of `graph.layout` say, which browsers stay below.
"""

import os
import re
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import django

from benchmarks.figure import percentile, seconds_of
from graph.layout.frame import Box, Disc, Frame, Spot
from graph.layout.text import ASCENT, LEADING, height_of, width_of

SVG = "{http://www.w3.org/2000/svg}"
# Shapes of a narrow picture are larger by this, as in the style sheet.
GROWN = 1.4
# Coordinates are rounded to a tenth.
HAIR = 0.11


def faults(svg: str) -> list[str]:
    """What is wrong with a picture, in words; empty for a good one."""
    root = ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))
    frame = Frame(*map(float, root.get("viewBox", "").split()[2:]))
    discs = [_disc(node) for node in root.iter(f"{SVG}a")]
    found = list(_of_nodes(discs, frame))
    for group in root.iter(f"{SVG}g"):
        if "labels" in group.get("class", ""):
            grown = GROWN if "labels-narrow" in group.get("class", "") else 1.0
            boxes = [(_words(text), _box(text, group)) for text in group.iter(f"{SVG}text")]
            found += _of_labels(boxes, [Disc(disc.spot, disc.size * grown) for disc in discs], frame)
    return found


def _of_nodes(discs: list[Disc], frame: Frame) -> Iterator[str]:
    for (spot, size), (other, other_size) in combinations(discs, 2):
        if (spot.x - other.x) ** 2 + (spot.y - other.y) ** 2 < (size + other_size - HAIR) ** 2:
            yield f"nodes at {spot} and {other} meet"
    for spot, size in discs:
        if not (size <= spot.x <= frame.width - size and size <= spot.y <= frame.height - size):
            yield f"a node at {spot} leaves the frame"


def _of_labels(boxes: list[tuple[str, Box]], discs: list[Disc], frame: Frame) -> Iterator[str]:
    for (words, box), (other_words, other) in combinations(boxes, 2):
        if box.meets(other):
            yield f"{words!r} lies over {other_words!r}"
    for words, box in boxes:
        if box.left < 0 or box.top < 0 or box.right > frame.width or box.bottom > frame.height:
            yield f"{words!r} leaves the frame"
        if any(box.is_within(spot, size - HAIR) for spot, size in discs):
            yield f"{words!r} lies over a node"


def _disc(node: ElementTree.Element) -> Disc:
    """The circle around the shape that is seen."""
    shape, hit = node.find(f"{SVG}*[@class='shape']"), node.find(f"{SVG}circle[@class='hit']")
    if shape is None or hit is None:
        raise ValueError("a node without a shape")
    spot = Spot(float(hit.get("cx", "")), float(hit.get("cy", "")))
    if shape.get("r"):
        return Disc(spot, float(shape.get("r", "")))
    if shape.get("width"):
        return Disc(spot, float(shape.get("width", "")) / 2)
    corners = re.findall(r"([\d.-]+),([\d.-]+)", shape.get("points", ""))
    return Disc(spot, max(spot.y - float(y) for _, y in corners))


def _box(text: ElementTree.Element, group: ElementTree.Element) -> Box:
    size = float(text.get("font-size") or group.get("font-size", ""))
    lines = [text.text or "", *(line.text or "" for line in text.iter(f"{SVG}tspan"))]
    width, height = max(map(width_of, lines)) * size, height_of(len(lines)) * size
    x, top = float(text.get("x", "")), float(text.get("y", "")) - ASCENT * size
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
    # The leading that is drawn is rounded too.
    return Box(left + HAIR, top + HAIR, left + width - HAIR, top + height - HAIR * len(lines) * LEADING)


def _words(text: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()).split())


def _evenly(group: list[Any], number: int) -> list[Any]:
    return [group[n * len(group) // number] for n in range(min(number, len(group)))]


def main(number: int) -> int:
    """Every author by their number of collaborators, as many as asked for, evenly."""
    from graph.explorer.filters import Filters
    from graph.explorer.page import draw_selection
    from graph.explorer.selection import select
    from graph.explorer.stored import SEEDS, content_of
    from graph.slices import neighbourhood
    from graph.slices.drawn import picture
    from works.models import Author

    everybody = list(Author.objects.public().filter(works_count__gt=0).order_by("collaborators_count", "pk"))
    # Half evenly among the tenth with most neighbours, half over all others; all where there are no more.
    most = min(max(number // 2, len(everybody) // 10), len(everybody))
    busiest, others = everybody[len(everybody) - most :], everybody[: len(everybody) - most]
    chosen = [*_evenly(others, number // 2), *_evenly(busiest, number - number // 2)]
    bad, seconds, sizes = 0, [], []
    for author in chosen:
        around = neighbourhood.read("author", author.pk, seeds=SEEDS)
        if around is None:
            continue
        contents: list[dict] = []
        seconds.append(seconds_of(lambda around=around, into=contents: into.append(content_of(around))))
        whole = select(contents[0], Filters())
        sizes.append(len(whole.nodes))
        for svg in (draw_selection(whole, author.name), picture(around).svg):
            for fault in faults(svg):
                bad += 1
                print(f"{author.get_absolute_url()}: {fault}")
    print(f"{len(sizes)} authors, {min(sizes)} to {max(sizes)} nodes, {bad} faults")
    print(
        f"laid out in {percentile(seconds, 0.5) * 1000:.0f} ms (p50), {percentile(seconds, 0.99) * 1000:.0f} ms (p99)"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
