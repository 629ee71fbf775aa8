"""Two records become one and are two again, in a browser; every page on the way is looked at by axe."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.crypto import get_random_string
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.test_accessibility import looked_at
from tests.factories.moderation import logged_in, make_moderator
from tests.factories.profiles import make_account, make_author, make_work
from tests.places import Places
from works.record import figures

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser accessibility")]


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], server: str) -> Callable[[Any], Page]:
    """Call it for a page of somebody logged in; axe-core may run in it."""

    def open_one(account: Any) -> Page:
        context = new_context(bypass_csp=True)
        cookies = logged_in(account).cookies
        context.add_cookies([{"name": name, "value": one.value, "url": server} for name, one in cookies.items()])
        return context.new_page()

    return open_one


@pytest.fixture
def family() -> str:
    """A name that nobody has here, however often a test is done."""
    return get_random_string(9, "aeilmnorst").title()


def test_two_records_become_one_and_are_two_again(places: Places, window: Callable[[Any], Page], family: str) -> None:
    ada, other = make_author(f"Ada {family}"), make_author(f"A. {family}")
    friend = make_author("Basil Marrowby")
    for author, count in ((ada, 3), (other, 1)):
        for number in range(count):
            make_work(f"On the tension of threads, {author.pk} {number}", authors=[author, friend])
    figures.refresh([ada.pk, other.pk, friend.pk])
    reader = window(make_account())
    for kind in ("split", "merge"):
        reader.goto(f"{ada.get_absolute_url()}suggest-{kind}/")
        assert looked_at(reader) == []
    reader.get_by_label("Address of the other record").fill(other.ref)
    reader.get_by_role("button", name="Send the suggestion").click()
    expect(reader.locator(".error-summary")).to_be_visible()
    assert looked_at(reader) == []
    reader.get_by_label("Why are they one person?").fill("One list of works names them all.")
    reader.get_by_role("button", name="Send the suggestion").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(ada.name)

    desk = window(make_moderator())
    desk.goto("/moderation/?kind=merge")
    desk.get_by_role("link", name=ada.name).click()
    expect(desk.get_by_role("heading", name="After the change")).to_be_visible()
    assert looked_at(desk) == []
    desk.get_by_label("Carry it out").check()
    desk.get_by_label("Reason").select_option("co-authors")
    desk.get_by_role("button", name="Send the decision").click()
    expect(desk.get_by_text("It was carried out.")).to_be_visible()
    reader.set_viewport_size(NARROW)  # type: ignore[arg-type]
    reader.goto(other.get_absolute_url())
    expect(reader).to_have_url(ada.get_absolute_url())

    desk.get_by_role("button", name="Undo the merge").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Merges and splits")
    assert looked_at(desk) == []
    reader.goto(other.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text(other.name)


def test_a_name_that_two_have_leads_to_the_page_that_tells_them_apart(
    places: Places, new_context: Callable[..., BrowserContext], family: str
) -> None:
    for _number in range(2):
        author = make_author(f"Ada {family}")
        make_work(authors=[author])
        figures.refresh([author.pk])
    page = new_context(bypass_csp=True).new_page()
    page.goto(f"/search/?q=ada+{family}")
    page.get_by_role("link", name="2 people of this name").click()
    expect(page.get_by_role("heading", name="None of these")).to_be_visible()
    assert looked_at(page) == []
    page.get_by_role("link", name=f"Ada {family}").first.click()
    expect(page.get_by_role("link", name="2 people of this name")).to_be_visible()
