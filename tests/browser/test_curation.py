"""What a reader does with a work: likes it, keeps it, reviews it, asks; with scripts and without."""

import pytest
from django.utils.crypto import get_random_string
from playwright.sync_api import Page, expect

from tests.browser.modes import in_both_modes
from tests.browser.people import log_in
from tests.factories.profiles import make_author, make_researcher, make_work

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser curation")]


@in_both_modes
def test_a_reader_likes_a_work_keeps_it_reviews_it_and_asks(page: Page, server: str) -> None:
    # Nobody of these names is here, however often the test is done.
    name = get_random_string(9, "aeilmnorst").title()
    reader = make_researcher(make_author(f"Rhea {name}"), level=2)
    work = make_work(f"On paper boats, by {name}", authors=[make_author(f"Ada {name}")])
    page.goto(work.get_absolute_url())
    expect(page.get_by_role("link", name="Log in to curate")).to_be_visible()
    log_in(page.context, reader.account, server=server)
    page.reload()
    page.get_by_role("button", name="Like", exact=True).click()
    expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")

    page.get_by_role("link", name="Save to a collection").click()
    page.get_by_label("Name of the new collection").fill(f"Boats of {name}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=f"Boats of {name}")).to_be_visible()

    page.get_by_role("link", name="Leave structured feedback").click()
    page.get_by_label("Concern", exact=True).fill("The sample is small.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_contain_text("Say where in the paper this is.")
    page.get_by_label("Place of the concern").fill("Table 2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="1 review(s)")).to_be_visible()
    expect(page.locator("#reviews")).to_contain_text("The sample is small.")

    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your comment").fill("Where is the code?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="1 comment(s)")).to_be_visible()
    expect(page.locator("#discussion")).to_contain_text(reader.author.name)
