"""The labels of a picture, measured where they are drawn: none over another, none out of the frame."""

from itertools import combinations

import pytest
from playwright.sync_api import Page

from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser labels")]

MEASURED = """() => {
    const box = one => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }
    const picture = document.querySelector('svg.slice-picture')
    return {
        frame: box(picture),
        labels: [...picture.querySelectorAll('text')].filter(one => one.getClientRects().length)
            .map(one => [one.textContent, ...box(one)]),
    }
}"""
WIDTHS = (1360, 1000, 390, 320)
# A tenth of a CSS pixel is rounding.
HAIR = 0.1


def addresses(places: Places) -> dict[str, str]:
    pages = places.pages()
    return {kind: pages[kind] for kind in ("profile", "profile of a hub", "work", "topic", "institution")} | {
        "explorer": pages["explorer"],
        "explorer of a hub": pages["profile of a hub"] + "graph/",
    }


@pytest.mark.parametrize(
    "kind", ["profile", "profile of a hub", "work", "topic", "institution", "explorer", "explorer of a hub"]
)
def test_no_label_lies_over_another_or_leaves_the_frame(page: Page, places: Places, kind: str) -> None:
    page.goto(addresses(places)[kind])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready")
        measured = page.evaluate(MEASURED)
        labels = measured["labels"]
        # In a narrow picture of long names there may be room for the centre's alone.
        assert len(labels) >= (5 if width > 900 else 1), width
        over = [(one[0], other[0]) for one, other in combinations(labels, 2) if meet(one, other)]
        assert (width, over, outside(labels, *measured["frame"])) == (width, [], [])


def outside(labels: list, left: float, top: float, right: float, bottom: float) -> list[str]:
    """Those that stick out of the frame."""
    return [
        text
        for text, x1, y1, x2, y2 in labels
        if x1 < left - HAIR or y1 < top - HAIR or x2 > right + HAIR or y2 > bottom + HAIR
    ]


def meet(one: list, other: list) -> bool:
    _, left, top, right, bottom = one
    _, x1, y1, x2, y2 = other
    return left + HAIR < x2 and x1 + HAIR < right and top + HAIR < y2 and y1 + HAIR < bottom


def test_the_measure_finds_labels_that_meet() -> None:
    assert meet(["a", 0, 0, 10, 10], ["b", 9, 9, 20, 20])
    assert not meet(["a", 0, 0, 10, 10], ["b", 10, 0, 20, 10])
