"""WCAG 2.2 AA, as far as axe-core can tell, on every kind of page: light and dark, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils.crypto import get_random_string
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.people import log_in
from tests.browser.test_every_page import KINDS
from tests.places import Places, make_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser accessibility")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "options => axe.run({...options, resultTypes: ['violations']})"
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
# Half of the time goes into contrast, which is not of the width: light and dark differ in their colours, wide and
# narrow in what is shown.
LOOKS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("light", WIDE, EVERYTHING),
    ("light", NARROW, EVERYTHING | {"rules": {"color-contrast": {"enabled": False}}}),
    ("dark", NARROW, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}),
)
SIGNED_IN = ("/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/")


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], places: Places) -> Page:
    """A page in which axe-core may run; the policy of the site would not let it."""
    return new_context(bypass_csp=True).new_page()


def looked_at(page: Page) -> list[str]:
    """What axe-core finds in each light and at each width."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, size, options in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)
        violations = page.evaluate(RUN, options)["violations"]
        found += [f"{scheme}, {size['width']}: {line}" for line in map(summed_up, violations)]
    return found


def summed_up(violation: dict[str, Any]) -> str:
    places = [f"{node['html'][:120]} {node.get('failureSummary', '')[:200]}" for node in violation["nodes"][:3]]
    return f"{violation['id']} ({len(violation['nodes'])} times): {places}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible(open_page: Page, places: Places, kind: str) -> None:
    open_page.goto((places.pages() | places.missing_pages())[kind])
    assert looked_at(open_page) == []


def test_the_pages_of_somebody_logged_in_are_accessible(open_page: Page, places: Places, server: str) -> None:
    account = make_account(f"{get_random_string(8)}@example.org".lower())
    open_page.goto("/accounts/login/")
    open_page.get_by_label("E-mail address").fill(account.email)
    open_page.get_by_label("Password", exact=True).fill("wrong")
    open_page.get_by_role("button", name="Log in").click()
    expect(open_page.locator(".error-summary")).to_be_visible()
    assert looked_at(open_page) == []
    log_in(open_page.context, account, server=server)
    profile = places.lajoie.get_absolute_url()
    for address in (*SIGNED_IN, profile, profile + "follow/"):
        open_page.goto(address)
        expect(open_page.get_by_role("banner").get_by_role("link", name="Log out")).to_be_visible()
        assert (address, looked_at(open_page)) == (address, [])


def test_axe_core_finds_what_is_wrong(open_page: Page) -> None:
    open_page.set_content("<html><body><img src='x'><p style='color: #ccc'>pale</p></body></html>")
    found = " ".join(looked_at(open_page))
    assert "image-alt" in found
    assert "color-contrast" in found
