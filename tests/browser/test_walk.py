"""From page to page: co-authors, trust and its evidence, works, topics, institutions."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modes import in_both_modes
from tests.places import INSTITUTION_NAME, Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser walk")]


@in_both_modes
def test_a_co_author_is_opened_from_a_byline(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    page.locator("li.work").get_by_role("link", name="Guy Wolf", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guy Wolf")


@in_both_modes
def test_the_trust_page_shows_how_the_number_came_about(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    page.get_by_role("link", name="How this is computed").click()
    page.wait_for_url(places.lajoie.get_absolute_url() + "trust/")
    expect(page.get_by_role("heading", name="What the number rests on")).to_be_visible()
    points = [int(text.split()[0]) for text in page.locator(".component .points").all_inner_texts()]
    assert (len(points) > 2, sum(points)) == (True, 21)
    expect(page.get_by_role("heading", name="How the number changed, and why")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Guy Wolf")
    expect(row).to_contain_text("1.218")
    expect(row).to_contain_text("close")


@in_both_modes
def test_evidence_is_a_link_to_what_it_is(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url() + "trust/")
    evidence = page.locator(".evidence").get_by_role("link").first
    name = evidence.inner_text()
    evidence.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_number_can_be_computed_again_from_the_snapshot(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url() + "trust/")
    address = page.get_by_role("link", name="The snapshot as JSON").get_attribute("href")
    snapshot = page.request.get(str(address)).json()
    assert (snapshot["score"], snapshot["label"], snapshot["level"]) == (21, "Emerging", 1)
    assert sum(component["points"] for component in snapshot["components"]) == 21
    assert all(0 <= component["points"] <= component["of"] for component in snapshot["components"])


@in_both_modes
def test_a_work_is_opened_by_its_title_and_shows_its_blocks(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    title = places.work.title
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url(places.work.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    text = re.sub(r"\s+", " ", page.locator("main").text_content() or "")
    for words in (
        "Paper detail", title, "preprint", "arXiv", "Open access", "Signal facts", "What is known right now",
        "Open access", "authors", "Reading frame", "Keep the important context close to the paper", "BibTeX",
        "Move through the context", "Research map", "Open full explorer",
        "Move through nearby people, institutions, topics and adjacent work without leaving the paper page.",
    ):  # fmt: skip
        assert words in text, f"{words!r} is not where it should be"
        text = text[text.index(words) + len(words) :]


@in_both_modes
def test_a_citation_can_be_taken_along(page: Page, places: Places) -> None:
    page.goto(places.work.get_absolute_url())
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.path().read_text().startswith("@")


@in_both_modes
def test_a_topic_and_an_institution_lead_on_to_people(page: Page, places: Places) -> None:
    page.goto(places.work.get_absolute_url())
    topic = page.locator(".topics").get_by_role("link").first
    name = topic.inner_text()
    topic.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.locator("li.work").get_by_role("link", name="Guillaume Lajoie", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guillaume Lajoie")

    page.goto(places.hub.get_absolute_url())
    page.locator(".badges").get_by_role("link", name=INSTITUTION_NAME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INSTITUTION_NAME)
    page.locator(".people").get_by_role("link", name=places.hub.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(places.hub.name)
