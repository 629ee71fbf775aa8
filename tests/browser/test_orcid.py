"""ORCID as proof of a claim, at an OpenID Connect provider that really runs: out of the site, and back."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from bzpeer.settings.accounts import orcid_provider
from tests.accounts.provider import Provider, running
from tests.browser.modes import by_people_in_both_modes
from tests.browser.test_accessibility import looked_at
from tests.profiles.claims.records import IDS, make_person, make_record

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser orcid")]
Enter = Callable[..., Page]
# The provider's pages ask for a style sheet there; nobody answers.
STYLES = "https://cdn.jsdelivr.net"


@pytest.fixture
def orcid(settings: Any) -> Iterator[Provider]:
    """The provider, with which the site is registered."""
    with running() as provider:
        settings.ORCID_SITE = provider.site
        settings.SOCIALACCOUNT_PROVIDERS = orcid_provider(site=provider.site, client_id="bzpeer", secret="hush")
        yield provider


@pytest.fixture
def page(enter: Enter, orcid: Provider) -> Page:
    """A window of somebody with an account, who may be led to the provider."""
    opened = enter(make_person(), elsewhere=(orcid.site, STYLES))
    opened.route(f"{STYLES}/**", lambda route: route.abort())
    return opened


def unused_id() -> str:
    """An iD that no account here has."""
    return next(one for one in IDS if not SocialAccount.objects.filter(uid=one).exists())


def bring_orcid(page: Page, path: str) -> None:
    """From the profile to the provider's page."""
    page.goto(path)
    page.get_by_role("link", name="Claim this record").click()
    page.get_by_role("button", name="Claim this record").click()
    page.get_by_role("link", name="Log in with ORCID").click()
    page.get_by_role("link", name="Connect your ORCID iD").click()
    page.get_by_role("button", name="Connect your ORCID iD").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Authorize Client")


@by_people_in_both_modes
def test_signing_in_at_orcid_proves_the_claim_at_once(page: Page) -> None:
    number = unused_id()
    author = make_record("Josiah Carberry", orcid=number)
    bring_orcid(page, author.get_absolute_url())
    page.get_by_placeholder("sub").fill(number)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(f"You signed in at ORCID with the iD {number}.")).to_be_visible()
    page.get_by_role("button", name="Use this iD").click()
    expect(page.get_by_text(f"ORCID confirmed the iD {number}, which stands on 2 works")).to_be_visible()
    page.get_by_role("button", name="Send the claim").click()
    expect(page.get_by_text("Your claim was accepted by rule orcid-on-byline.")).to_be_visible()
    page.goto(author.get_absolute_url())
    expect(page.get_by_text("Claimed author", exact=True)).to_be_visible()


@by_people_in_both_modes
def test_denying_it_at_orcid_changes_nothing_and_leads_back(page: Page) -> None:
    author = make_record("Jane Carberry", orcid=unused_id())
    bring_orcid(page, author.get_absolute_url())
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("ORCID did not confirm this. Nothing was changed.")).to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("link", name="Connect your ORCID iD")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/claims/"))


def test_the_pages_on_the_way_there_and_back_are_accessible(new_context: Enter, orcid: Provider) -> None:
    page = new_context(bypass_csp=True).new_page()
    page.route(f"{STYLES}/**", lambda route: route.abort())
    page.goto("/accounts/oidc/orcid/login/?process=login")
    assert looked_at(page) == []
    page.get_by_role("button", name="Go on to ORCID").click()
    page.get_by_placeholder("sub").fill(unused_id())
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert looked_at(page) == []
