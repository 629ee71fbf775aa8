"""Finding somebody: the search, the directory, and a wrong address."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.modes import in_both_modes
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser finding")]


def the_box(page: Page) -> Locator:
    """The search box: with scripts it is a combobox."""
    return page.get_by_label("Search researchers, papers, topics")


@pytest.mark.parametrize(
    ("page", "typed", "found"),
    [
        ("plain", "Guillaume Lajoie", "Guillaume Lajoie"),
        ("plain", "lajoei", "Guillaume Lajoie"),
        ("scripted", "Guilaume Lajoei", "Guillaume Lajoie"),
        ("plain", "marton", "Christian David Márton"),
        ("scripted", "LEO GAGNON", "Léo Gagnon"),
    ],
    indirect=["page"],
)
def test_a_person_is_found_in_spite_of_accents_capitals_and_typing_errors(page: Page, typed: str, found: str) -> None:
    page.goto("/")
    the_box(page).fill(typed)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("region", name="Researchers", exact=True).get_by_role("link", name=found, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(found)


@in_both_modes
def test_one_searches_from_any_page_with_the_enter_key(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    the_box(page).fill("dynamics")
    the_box(page).press("Enter")
    expect(page.get_by_role("region", name="Works", exact=True)).to_be_visible()
    expect(the_box(page)).to_have_value("dynamics")


@in_both_modes
def test_what_is_not_there_is_said_with_the_words_kept(page: Page) -> None:
    page.goto("/search/?q=Qqqqqqq")
    expect(page.get_by_role("heading", name="Nothing here is called “Qqqqqqq”")).to_be_visible()
    expect(the_box(page)).to_have_value("Qqqqqqq")


@in_both_modes
def test_the_results_of_one_kind_have_pages(page: Page) -> None:
    page.goto("/search/?q=paper+boats")
    page.get_by_role("region", name="Works", exact=True).get_by_role("link", name="All 62 Works").click()
    tab = page.get_by_role("navigation", name="What to search").get_by_role("link", name="Works")
    expect(tab).to_have_attribute("aria-current", "page")
    first = page.locator(".items li").first
    before = first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="First page")).to_be_visible()
    expect(first).not_to_have_text(before, use_inner_text=True)
    expect(tab).to_have_attribute("aria-current", "page")


@in_both_modes
def test_the_directory_is_walked_through_page_by_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Browse").click()
    page.wait_for_url("**/researchers/")
    after = page.get_by_role("link", name="Next")
    names: list[str] = []
    while True:
        names += page.locator(".directory bdi:first-child").all_inner_texts()
        if not after.count():
            break
        here = page.url
        after.click()
        page.wait_for_url(lambda url, here=here: url != here)
    assert len(names) > 90
    assert "Guillaume Lajoie" in names
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".directory li")).to_have_count(50)


@in_both_modes
def test_a_wrong_address_leads_to_the_person_by_a_search_that_is_filled_in(page: Page) -> None:
    response = page.goto("/researchers/guillaume-lajoie-999999/")
    assert response is not None
    assert response.status == 404
    expect(the_box(page)).to_have_value("guillaume lajoie")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find people and their work")
    page.get_by_role("link", name="Guillaume Lajoie", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guillaume Lajoie")


@in_both_modes
def test_a_removed_record_is_said_to_be_gone_without_its_name(page: Page, places: Places) -> None:
    response = page.goto(places.gone.get_absolute_url())
    assert response is not None
    assert response.status == 410
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was removed")
    assert "withdrawn" not in page.locator("body").inner_text().lower()
    expect(the_box(page)).to_have_value("")


@in_both_modes
def test_who_types_no_operators_has_a_form_that_leads_to_the_same_place(page: Page) -> None:
    page.goto("/search/?q=paper+boats")
    page.get_by_text("More precise").click()
    expect(page.get_by_label("All of these words")).to_have_value("paper boats")
    page.get_by_label("From year").fill("2005")
    page.get_by_label("Until year").fill("2006")
    page.get_by_role("button", name="Search works").click()
    expect(the_box(page)).to_have_value("paper boats year:2005..2006")
    page.get_by_role("list", name="Narrowed by").get_by_role("link").click()
    expect(page.get_by_role("heading", name="62 works")).to_be_visible()
    page.get_by_role("region", name="Narrow these works").get_by_role("link", name="2005–2009").click()
    expect(the_box(page)).to_have_value("paper boats year:2005..2009")
