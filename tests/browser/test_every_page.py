"""Every kind of page, at every width: nothing sticks out, nothing is fetched from elsewhere, nothing complains."""

import pytest
from playwright.sync_api import Page

from tests.browser.modes import in_both_modes
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser every page")]

WIDTHS = (320, 390, 1360)
KINDS = (
    "home", "search", "search results", "search of one kind", "search without results", "directory",
    "search narrowed", "search by date", "search in vain", "directory narrowed", "namesakes", "sources", "profile",
    "profile of a hub", "profile that waits", "trust", "why one person", "explorer", "work", "topic", "institution",
    "log in", "sign up", "reset", "404", "410", "collaborators", "similar", "topics of a person", "affiliations",
    "share", "together", "citations", "explorer filtered", "connection", "connection looked for",
)  # fmt: skip
# What is wider than the window, and is not inside something that scrolls by itself.
STICKING_OUT = """() => {
    const most = document.documentElement.clientWidth
    if (document.scrollingElement.scrollWidth <= most) return []
    return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > most + 0.5)
        .map(one => one.outerHTML.slice(0, 100))
}"""
UNNAMED = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
    .filter((id, n, all) => id === '' || all.indexOf(id) !== n)"""


def test_the_list_is_complete(places: Places) -> None:
    assert set(KINDS) == {*places.pages(), *places.missing_pages()}


@in_both_modes
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_every_window_and_keeps_to_itself(page: Page, places: Places, kind: str) -> None:
    address = (places.pages() | places.missing_pages())[kind]
    response = page.goto(address)
    assert response is not None
    assert response.status == (int(kind) if kind.isdigit() else 200)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, page.evaluate(STICKING_OUT)) == (width, [])
    assert page.evaluate(UNNAMED) == []
    assert page.title().endswith("bzpeer") or kind == "home"


def test_nothing_moves_for_those_who_asked_for_that(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
        const style = getComputedStyle(one)
        return style.transitionDuration.split(', ').some(time => parseFloat(time) > 0) || style.animationName !== 'none'
    }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0
