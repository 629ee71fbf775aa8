"""The sample profile, as product.md wants it: every block with its words, in order."""

import re
from itertools import chain, pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.modes import in_both_modes
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser profile")]

BLOCKS = [
    ["Researcher profile", "Guillaume Lajoie",
     "Guillaume Lajoie contributes to research discovery and scholarly infrastructure.",
     "Researcher", "Affiliation not imported", "Open to collaborate"],
    ["Trust snapshot", "Quick read", "Trust 21 - Emerging", "Verification L1", "Unclaimed author",
     "12 works", "0 followers", "7 topics", "4 close collaborators"],
    ["Actions", "Decide how to stay connected", "Follow researcher"],
    ["Identity and collaboration", "How to connect with this researcher",
     "Claiming links this public author record to a researcher profile and unlocks direct collaboration workflows.",
     "Log in to claim"],
    ["Direct collaboration", "Open a focused conversation when the fit is right",
     "Claim this author entity first to unlock direct invitations."],
    ["Research graph", "See the researcher in context", "Open full explorer",
     "Inspect adjacent work, topics, institutions and collaborators without jumping out to a separate graph page.",
     "View as a table"],
    ["Published work", "12 published item(s)", "preprint", "2023", "arXiv"],
]  # fmt: skip
HEADINGS = [block[1] for block in BLOCKS]


def said(page: Page) -> str:
    """What stands in the main part, in the order of the document."""
    return re.sub(r"\s+", " ", page.locator("main").text_content() or "")


@in_both_modes
def test_every_block_has_its_words_in_their_order(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    rest = said(page)
    for words in chain(*BLOCKS):
        assert words in rest, f"{words!r} is not where it should be"
        rest = rest[rest.index(words) + len(words) :]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_blocks_stand_in_that_order_from_the_top_down(page: Page, places: Places, size: dict[str, int]) -> None:
    """In a wide window 2 to 5 are a column beside 6 and 7."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(places.lajoie.get_absolute_url())
    boxes = [page.get_by_role("heading", name=words, exact=True).bounding_box() for words in HEADINGS]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == len(HEADINGS)
    if size == NARROW:
        assert tops == sorted(tops)
    else:
        assert tops[:5] == sorted(tops[:5])
        assert [tops[0], *tops[5:]] == sorted([tops[0], *tops[5:]])
        assert boxes[1]["x"] > boxes[5]["x"] + boxes[5]["width"]  # type: ignore[index]


@in_both_modes
def test_the_name_is_the_only_first_heading_and_no_level_is_left_out(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Guillaume Lajoie")
    names = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(heading => heading.tagName)")
    levels = [int(name[1]) for name in names]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@in_both_modes
def test_the_twelve_works_have_kind_year_source_title_authors_and_abstract(page: Page, places: Places) -> None:
    page.goto(places.lajoie.get_absolute_url())
    works = page.locator("li.work")
    expect(works).to_have_count(12)
    shown = []
    for work in works.all():
        kind, year, source = work.locator(".meta").inner_text().split()
        assert (kind, source) == ("preprint", "arXiv")
        assert work.get_by_role("link", name="Guillaume Lajoie", exact=True).count() == 1
        assert len(work.locator(".abs").inner_text()) > 200
        shown.append((-int(year), work.get_by_role("heading").inner_text().casefold()))
    assert shown == sorted(shown)


@pytest.mark.parametrize("page", ["plain"], indirect=True)
def test_without_scripts_further_works_have_a_page_of_their_own(page: Page, places: Places) -> None:
    page.goto(places.hub.get_absolute_url())
    works = page.locator("li.work")
    expect(works).to_have_count(50)
    before = works.first.inner_text()
    page.get_by_role("link", name="Show 50 more").click()
    expect(works).to_have_count(12)
    expect(page.get_by_role("link", name="Show 50 more")).to_have_count(0)
    page.get_by_role("link", name="Show the 50 before").click()
    expect(works).to_have_count(50)
    expect(works.first).to_have_text(before, use_inner_text=True)


def test_with_scripts_further_works_come_without_leaving_the_page(page: Page, places: Places) -> None:
    page.goto(places.hub.get_absolute_url())
    works = page.locator("li.work")
    expect(works).to_have_count(50)
    before = works.first.inner_text()
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Show 50 more").click()
    expect(works).to_have_count(62)
    expect(page.get_by_role("link", name="Show 50 more")).to_have_count(0)
    assert page.evaluate("window.stayed")
    assert works.first.inner_text() == before
    expect(page.locator("main [id]").filter(has_text="12 published")).to_have_count(0)


@in_both_modes
def test_a_record_that_was_merged_leads_to_the_one_true_address(page: Page, places: Places) -> None:
    for address in (f"/researchers/an-old-slug-{places.merged_id}/", f"/Researchers/x-{places.lajoie.pk}/"):
        page.goto(address)
        expect(page).to_have_url(places.lajoie.get_absolute_url())
