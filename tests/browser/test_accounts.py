"""Logging in, and following somebody, with scripts and without."""

from itertools import count

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from bzpeer.accounts.models import User
from tests.accounts.flows import known_cookie
from tests.browser.modes import in_both_modes
from tests.places import PASSWORD, Places, make_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser accounts")]
NUMBERS = count(1)


@pytest.fixture
def visitor(places: Places) -> User:
    """Somebody with an account, not logged in."""
    return make_account(f"visitor{next(NUMBERS)}@example.org")


def log_in(page: Page, account: User, *, password: str = PASSWORD) -> None:
    """The form, filled in, in a browser that the account was used from lately."""
    known = {"name": settings.KNOWN_BROWSER_COOKIE_NAME, "value": known_cookie(account)}
    page.context.add_cookies([known | {"domain": "127.0.0.1", "path": "/"}])
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


@in_both_modes
def test_who_logs_in_and_out_is_told_where_they_are(page: Page, visitor: User) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Log in").click()
    log_in(page, visitor)
    expect(page.get_by_role("banner").get_by_role("link", name="Account")).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Log out").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()


@in_both_modes
def test_a_wrong_password_is_said_beside_what_was_typed(page: Page, visitor: User) -> None:
    page.goto("/accounts/login/")
    log_in(page, visitor, password="not the password at all")
    expect(page.get_by_text("This e-mail address and password do not go together.").first).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value(visitor.email)
    page.get_by_role("main").locator(".error-summary a").first.click()
    expect(page.get_by_label("E-mail address")).to_be_focused()


@in_both_modes
def test_who_follows_before_logging_in_comes_back_having_followed(page: Page, places: Places, visitor: User) -> None:
    someone = places.hub
    page.goto(someone.get_absolute_url())
    before = int(page.locator("#figure-followers b").inner_text())
    page.get_by_role("link", name="Follow researcher").click()
    log_in(page, visitor)
    expect(page.get_by_role("heading", level=1)).to_have_text(someone.name)
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    expect(page.locator("#figure-followers b")).to_have_text(str(before + 1))

    page.get_by_role("button", name="Following").click()
    expect(page.get_by_role("button", name="Follow researcher")).to_be_visible()
    expect(page.locator("#figure-followers b")).to_have_text(str(before))

    page.get_by_role("button", name="Follow researcher").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    expect(page.locator("#figure-followers b")).to_have_text(str(before + 1))


def test_with_scripts_the_button_and_the_figure_change_in_place(page: Page, places: Places, visitor: User) -> None:
    page.goto("/accounts/login/?next=" + places.hub.get_absolute_url())
    log_in(page, visitor)
    page.wait_for_url(places.hub.get_absolute_url())
    before = int(page.locator("#figure-followers b").inner_text())
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Follow researcher").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    expect(page.locator("#figure-followers b")).to_have_text(str(before + 1))
    assert page.evaluate("window.stayed")
    expect(page.locator("#figure-followers")).to_have_count(1)
    expect(page.locator("#follow")).to_have_count(1)


@in_both_modes
def test_signing_up_asks_to_confirm_the_address(page: Page, places: Places) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("E-mail address").fill(f"newcomer{next(NUMBERS)}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
