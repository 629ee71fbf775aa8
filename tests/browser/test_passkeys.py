"""A passkey from end to end, with a device that Chromium plays; the pages that tell of it without a flaw."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils.crypto import get_random_string
from playwright.sync_api import BrowserContext, Page, expect

from bzpeer.accounts.models import User
from tests.accounts.flows import known_cookie, link_in, sent
from tests.browser.watching import Watch
from tests.places import PASSWORD, make_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser accounts")]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
# What a passkey changes; `test_rooms.py` looks at all of them.
PAGES = ("", "passkeys/", "recovery-codes/", "sessions/")


@pytest.fixture
def home(server: str) -> str:
    """The server by a name: a passkey belongs to a name, never to a number."""
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def page_with_device(new_context: Callable[..., BrowserContext], home: str):
    context = new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    watch = Watch(page, home=home)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    assert watch.noticed == []


def log_in(page: Page, home: str, email: str) -> None:
    """By password, in a browser that the account was used from lately."""
    known = {"name": settings.KNOWN_BROWSER_COOKIE_NAME, "value": known_cookie(User.objects.get(email=email))}
    page.context.add_cookies([known | {"domain": "localhost", "path": "/"}])
    page.goto(f"{home}/accounts/login/?next=/accounts/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page, home: str) -> None:
    page.goto(f"{home}/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()


def test_a_passkey_is_added_and_logs_in_alone_and_as_a_second_step(page_with_device: Page, home: str) -> None:
    page, email = page_with_device, f"{get_random_string(8)}@example.org".lower()
    make_account(email)
    log_in(page, home, email)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("10 codes are left.")).to_be_visible()
    log_out(page, home)
    page.goto(f"{home}/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    log_out(page, home)
    log_in(page, home, email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Log out")).to_be_visible()
    for path in PAGES:
        page.goto(f"{home}/accounts/{path}")
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_whoever_signs_up_with_a_passkey_needs_no_password(page_with_device: Page, home: str) -> None:
    page, email = page_with_device, f"{get_random_string(8)}@example.org".lower()
    page.goto(f"{home}/accounts/signup/")
    page.get_by_role("link", name="Sign up with a passkey").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    message = next(message for message in sent() if message.to == [email])
    page.goto(home + link_in(message))
    page.get_by_role("button", name="Confirm this address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passkey")
    page.wait_for_load_state()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("10 codes are left.")).to_be_visible()
    log_out(page, home)
    page.goto(f"{home}/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_without_a_script_the_page_says_what_passkeys_need(
    new_context: Callable[..., BrowserContext], home: str
) -> None:
    email = f"{get_random_string(8)}@example.org".lower()
    make_account(email)
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, home, email)
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.goto(f"{home}/accounts/passkeys/add/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add")).to_have_count(0)
