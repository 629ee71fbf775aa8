"""The graph slice: waiting, there, as a picture and as a table."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modes import in_both_modes
from tests.places import Places, forget_slice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser graph")]
BUILDING = "Building this graph slice"
LOADING = "BZPEER is loading the nearby papers, people, topics and institutions for this page."


@pytest.fixture
def waiting_page(page: Page, places: Places) -> Page:
    """The profile of somebody whose slice nobody has asked for before."""
    forget_slice("author", places.waiting.pk)
    page.goto(places.waiting.get_absolute_url())
    expect(page.get_by_text(BUILDING)).to_be_visible()
    expect(page.get_by_text(LOADING)).to_be_visible()
    expect(page.locator("svg.slice-picture")).to_have_count(0)
    return page


def test_a_page_with_scripts_takes_the_slice_in_by_itself(waiting_page: Page, work_off: Callable[[], int]) -> None:
    waiting_page.evaluate("window.stayed = true")
    assert work_off() >= 1
    expect(waiting_page.locator("svg.slice-picture")).to_be_visible()
    expect(waiting_page.get_by_text(BUILDING)).to_have_count(0)
    assert waiting_page.evaluate("window.stayed")
    expect(waiting_page.locator("#slice")).to_have_count(1)


@pytest.mark.parametrize("page", ["plain"], indirect=True)
def test_without_scripts_the_page_says_how_to_look_again(waiting_page: Page, work_off: Callable[[], int]) -> None:
    work_off()
    waiting_page.get_by_role("link", name="load this page again").click()
    expect(waiting_page.locator("svg.slice-picture")).to_be_visible()
    expect(waiting_page.get_by_text(BUILDING)).to_have_count(0)


@in_both_modes
def test_the_explorer_waits_in_the_same_way(page: Page, places: Places, work_off: Callable[[], int]) -> None:
    forget_slice("author", places.waiting.pk)
    page.goto(places.waiting.get_absolute_url() + "graph/")
    expect(page.get_by_text(BUILDING)).to_be_visible()
    work_off()
    again = page.get_by_role("link", name="load this page again")
    if again.count():
        again.click()
    expect(page.locator("svg.slice-picture")).to_be_visible()
    page.get_by_text("View as a table").click()
    expect(page.get_by_role("cell", name="centre of this graph")).to_be_visible()


@in_both_modes
def test_later_visits_have_the_slice_in_the_page(page: Page, places: Places) -> None:
    response = page.goto(places.lajoie.get_absolute_url())
    assert response is not None
    assert 'class="slice-picture"' in response.text()
    expect(page.get_by_role("group", name="Research graph of Guillaume Lajoie")).to_be_visible()


@in_both_modes
def test_a_co_author_is_opened_from_the_picture_by_their_name(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    picture = page.get_by_role("group", name="Research graph of Guillaume Lajoie")
    picture.get_by_role("link", name=re.compile("^Yoshua Bengio")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yoshua Bengio")


@in_both_modes
def test_every_node_is_a_link_with_a_name_of_its_own_that_leads_somewhere(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    nodes = page.locator("svg.slice-picture a.node")
    names = [node.get_attribute("aria-label") for node in nodes.all()]
    assert len(names) > 30
    assert all(names)
    for address in {node.get_attribute("href") for node in nodes.all()[:12]}:
        assert page.request.get(str(address)).status == 200


@in_both_modes
def test_the_table_holds_what_the_picture_shows(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    table = page.get_by_role("table")
    expect(table).to_be_hidden()
    page.get_by_text("View as a table").click()
    expect(table).to_be_visible()
    in_picture = {node.get_attribute("href") for node in page.locator("svg.slice-picture a.node").all()}
    in_table = {link.get_attribute("href") for link in table.get_by_role("link").all()}
    assert in_picture == in_table
    table.get_by_role("link", name="Guy Wolf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guy Wolf")


@in_both_modes
def test_the_full_explorer_is_opened_and_left_again(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    page.get_by_role("link", name="Open full explorer").click()
    expect(page.get_by_role("heading", name="How are these two connected?")).to_be_visible()
    page.get_by_role("link", name="Back to the profile").click()
    expect(page.get_by_role("heading", name="Quick read")).to_be_visible()


@in_both_modes
def test_what_the_picture_has_no_room_for_is_counted(page: Page, places: Places) -> None:
    page.goto(places.hub.get_absolute_url())
    nodes = page.locator("svg.slice-picture a.node").count()
    assert nodes <= 61
    more = page.locator(".slice-more").inner_text()
    assert re.search(r"and \d+ more (people|papers)", more)
