"""Without a mouse: everything is reached, and one sees where one is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.modes import by_people_in_both_modes
from tests.factories.moderation import make_moderator
from tests.places import Places
from tests.profiles.claims.records import make_record, stated

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser keyboard")]

KINDS = (
    "home", "search results", "directory", "profile", "trust", "explorer", "work", "topic", "institution", "log in",
)  # fmt: skip
# What a person can act on, but what a closed `details` hides.
REACHABLE = """() => [
    ...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, [tabindex="0"]')
].filter(one => one.checkVisibility({visibilityProperty: true})).length"""
NUMBER_THEM = """() => [...document.querySelectorAll('*')].forEach((one, n) => { one.numbered = n })"""
# A node of the picture shows its focus as a ring of its own.
HERE = """() => {
    const here = document.activeElement, style = getComputedStyle(here), hit = here.querySelector(':scope > .hit')
    const ring = hit ? getComputedStyle(hit) : null, box = here.getBoundingClientRect()
    return {
        number: here === document.body ? null : here.numbered,
        name: here.outerHTML.slice(0, 120),
        isRinged: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            || (ring !== null && ring.stroke !== 'none' && parseFloat(ring.strokeWidth) >= 2),
        isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
}"""


def test_the_first_stop_leads_to_the_content(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_and_control_is_reached_in_the_order_of_the_page_and_seen(
    page: Page, places: Places, kind: str
) -> None:
    page.goto(places.pages()[kind])
    page.evaluate(NUMBER_THEM)
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(HERE)
        if stop["number"] is None:
            break
        stops.append(stop)
    numbers = [stop["number"] for stop in stops]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == page.evaluate(REACHABLE)
    assert [stop["name"] for stop in stops if not (stop["isRinged"] and stop["isInView"])] == []


def test_a_table_is_opened_and_a_node_followed_by_the_keyboard_alone(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    page.get_by_text("View as a table").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("link", name="Yoshua Bengio").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Yoshua Bengio")


def tab_to(page: Page, wanted: Locator) -> None:
    """On by Tab to this element; wherever one comes by, one sees where one is."""
    page.wait_for_load_state()
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(HERE)
        assert stop["isRinged"], stop
        assert stop["isInView"], stop
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail("Tab does not come there")


@by_people_in_both_modes
def test_a_moderator_decides_a_case_without_a_mouse(enter: Callable[..., Page]) -> None:
    claim = stated(make_record("Joss Sollengard"))
    page = enter(make_moderator())
    page.goto("/moderation/")
    tab_to(page, page.get_by_role("link", name="Joss Sollengard").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Joss Sollengard")
    tab_to(page, page.get_by_role("button", name="Take this case"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("yours", exact=True)).to_be_visible()

    tab_to(page, page.get_by_role("link", name="To the decision"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="Approve"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Reason"))
    page.keyboard.type("The statement")
    tab_to(page, page.get_by_label("Words"))
    page.keyboard.type("It fits.")
    tab_to(page, page.get_by_role("button", name="Send the decision"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Undo the decision")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.state, claim.words) == ("approved", "It fits.")


def test_with_scripts_two_keys_go_down_and_up_the_queue(enter: Callable[..., Page]) -> None:
    for name in ("Greta Brackwater", "Hadi Brackwater"):
        stated(make_record(name))
    page = enter(make_moderator())
    page.goto("/moderation/")
    links = page.locator("ol.desk h2 a")
    page.keyboard.press("j")
    expect(links.first).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The moderators' desk")).to_be_visible()
