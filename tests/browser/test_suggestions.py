"""Suggestions while typing: by keyboard, by mouse, for a screen reader, and whatever the order of the answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_accessibility import looked_at
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser suggestions")]


def test_the_keyboard_walks_through_the_list_and_opens_what_was_chosen(page: Page, places: Places) -> None:
    page.goto("/")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    top = page.get_by_role("heading", level=1).bounding_box()
    box.press_sequentially("laj")
    expect(options).to_have_text(["Guillaume Lajoie Researcher"])
    expect(page.locator("[data-suggestions-said]")).to_have_text("1 suggestion")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.get_by_role("heading", level=1).bounding_box() == top
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    box.press("Home")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    expect(options.first).to_have_attribute("aria-selected", "false")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("laj")
    box.press("ArrowUp")
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(f"**{places.lajoie.get_absolute_url()}")


def test_enter_without_a_choice_searches_and_a_click_opens(page: Page) -> None:
    page.goto("/researchers/")
    box = page.get_by_role("combobox")
    box.press_sequentially("mach")
    page.get_by_role("option", name="Machine Learning Topic, cs.LG").wait_for()
    box.press("Enter")
    page.wait_for_url("**/search/?q=mach")
    page.get_by_role("combobox").fill("machine")
    page.get_by_role("option", name="Machine Learning Topic, cs.LG").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Machine Learning")


def test_an_old_answer_changes_nothing_and_one_letter_asks_nothing(page: Page) -> None:
    asked: list[Route] = []

    def held_at_first(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    page.goto("/")
    page.route("**/search/suggest/**", held_at_first)
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    box.fill("l")
    with page.expect_request("**/search/suggest/?q=wo"):
        box.fill("wo")
    box.fill("laj")
    # Where an old list would be taken over it would stand here before the new one is asked for.
    with page.expect_request("**/search/suggest/?q=laj"):
        asked[0].fulfill(body='<ul id="search-suggestions" role="listbox"><li role="option">Old</li></ul>')
        expect(options).to_have_count(0)
    expect(options).to_have_text(["Guillaume Lajoie Researcher"])
    assert [route.request.url.rpartition("=")[2] for route in asked] == ["wo", "laj"]


def test_an_open_list_is_accessible(new_context: Callable[..., object], places: Places) -> None:
    page = new_context(bypass_csp=True).new_page()
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("la")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert looked_at(page) == []
