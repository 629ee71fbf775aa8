"""The explorer with a script and without: filters, moves of the centre, keys; and how two people are connected."""

import re

import pytest
from playwright.sync_api import Page, expect

from graph.explorer import services
from tests.browser.modes import in_both_modes
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser graph")]


@pytest.fixture
def explorer(page: Page, places: Places) -> Page:
    """The explorer of Guillaume Lajoie, with that of Guy Wolf computed too."""
    for author in (places.lajoie, places.waiting):
        services.compute("author", author.pk)
    page.goto(places.lajoie.get_absolute_url() + "graph/")
    return page


@in_both_modes
def test_filters_and_moves_are_links_and_back_leads_back(explorer: Page, places: Places) -> None:
    nodes = explorer.locator("svg.slice-picture a.node")
    everything = nodes.count()
    explorer.get_by_role("navigation", name="What is shown").get_by_role("link", name="Papers").click()
    explorer.wait_for_url("**/graph/?kinds=person,topic,institution")
    expect(explorer.locator("svg.slice-picture a.node.paper")).to_have_count(0)
    assert 1 < nodes.count() < everything
    explorer.get_by_role("link", name=re.compile("^Guy Wolf, person")).click()
    expect(explorer.get_by_role("heading", level=1)).to_have_text("Guy Wolf")
    explorer.wait_for_url(f"**{places.waiting.get_absolute_url()}graph/?kinds=person,topic,institution")
    explorer.go_back()
    expect(explorer.get_by_role("heading", level=1)).to_have_text("Guillaume Lajoie")


def test_a_script_moves_the_centre_without_a_page_load_and_begins_at_the_name(explorer: Page) -> None:
    explorer.evaluate("window.stayed = true")
    explorer.get_by_role("link", name=re.compile("^Guy Wolf, person")).click()
    heading = explorer.get_by_role("heading", level=1)
    expect(heading).to_have_text("Guy Wolf")
    expect(heading).to_be_focused()
    expect(explorer).to_have_title("Research graph of Guy Wolf · bzpeer")
    assert explorer.evaluate("window.stayed")


def test_keys_go_from_node_to_node_and_enlarge(explorer: Page) -> None:
    picture = explorer.locator("svg.slice-picture")
    whole = picture.get_attribute("viewBox")
    centre = explorer.locator("a.node.centre")
    centre.focus()
    expect(picture).to_have_attribute("data-lit", "")
    explorer.keyboard.press("ArrowRight")
    moved = explorer.locator("a.node:focus")
    expect(moved).to_have_count(1)
    assert moved.get_attribute("data-n") != centre.get_attribute("data-n")
    explorer.keyboard.press("+")
    expect(picture).not_to_have_attribute("viewBox", str(whole))
    explorer.get_by_role("button", name="Show the whole picture").click()
    expect(picture).to_have_attribute("viewBox", str(whole))


@in_both_modes
def test_two_people_are_found_by_name_and_their_way_is_told(explorer: Page) -> None:
    explorer.get_by_label("Guillaume Lajoie and").fill("krishnaswamy")
    explorer.get_by_role("button", name="Find them").click()
    explorer.get_by_role("link", name="Smita Krishnaswamy").click()
    told = explorer.locator("#connection")
    expect(told).to_contain_text("Guillaume Lajoie wrote")
    expect(told.get_by_role("link")).to_have_count(3)
    expect(explorer.locator("svg.slice-picture a.node.person").first).to_be_visible()
