"""A claim from both sides of the desk, as people come: with scripts and without."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from profiles.claims.models import Claim
from tests.browser.modes import by_people_in_both_modes
from tests.factories.moderation import make_moderator
from tests.factories.works import FAMILY, GIVEN
from tests.mailed import link_mailed_to
from tests.places import PASSWORD
from tests.profiles.claims.records import make_institution, make_person, make_record, stated
from works.models import Author

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser claims")]
Enter = Callable[..., Page]
NUMBERS = count(1)


def make_engineer() -> tuple[Author, str]:
    """A record of a new name with an institution, and that institution's mail domain."""
    number = next(NUMBERS)
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"
    domain = f"engines{number}.example.edu"
    return make_record(name, institution=make_institution(domain)), domain


def case_of(page: Page, author: Author, *, kind: str = "Claim") -> None:
    """From the queue to the author's case."""
    page.goto("/moderation/")
    page.get_by_role("link", name=re.compile(rf"^{kind} \d+: {author.name}$")).click()


def decide(page: Page, verdict: str, reason: str, words: str = "") -> None:
    page.get_by_role("radio", name=verdict, exact=True).check()
    page.get_by_label("Reason").select_option(label=reason)
    page.get_by_label("Words").fill(words)
    page.get_by_role("button", name="Send the decision").click()


def is_held(page: Page, author: Author, *, by: str) -> None:
    page.goto(author.get_absolute_url())
    expect(page.get_by_text("Claimed author", exact=True)).to_be_visible()
    expect(page.locator("#identity")).to_contain_text(by)


@by_people_in_both_modes
def test_who_signs_up_to_claim_holds_the_record_by_an_address_at_once(enter: Enter) -> None:
    author, domain = make_engineer()
    address = f"{author.name.lower().replace(' ', '.')}@{domain}"
    page = enter()
    page.goto(author.get_absolute_url())
    expect(page.get_by_text("Unclaimed author", exact=True)).to_be_visible()
    page.get_by_role("link", name="Could this be you?").click()
    expect(page.get_by_text(f"an address ending in @{domain}")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")

    page.goto(link_mailed_to(address))
    page.get_by_role("button", name="Confirm this address").click()
    page.get_by_role("button", name="Claim this record").click()
    page.get_by_role("link", name="Confirm an address at your institution").click()
    page.get_by_label("Address").select_option(address)
    page.get_by_role("button", name="Add this evidence").click()
    page.get_by_role("button", name="Send the claim").click()
    expect(page.get_by_text("Your claim was accepted by rule institution-mail.")).to_be_visible()
    page.get_by_role("link", name="Edit your record").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit your page")
    is_held(page, author, by="This is your own record.")
    is_held(enter(), author, by="verified by rule institution-mail")


@by_people_in_both_modes
def test_a_statement_is_asked_about_answered_approved_and_undone(enter: Enter) -> None:
    author, _domain = make_engineer()
    claimant, first, second = enter(make_person()), enter(make_moderator()), enter(make_moderator())
    claimant.goto(author.get_absolute_url())
    claimant.get_by_role("link", name="Claim this record").click()
    claimant.get_by_role("button", name="Claim this record").click()
    claimant.get_by_role("link", name="Write to a moderator").click()
    claimant.get_by_role("button", name="Add this evidence").click()
    expect(claimant.locator(".error-summary")).to_contain_text("This is needed.")
    claimant.get_by_label("Why this record is yours").fill("I built the engine, with Clio.")
    claimant.get_by_role("button", name="Add this evidence").click()
    claimant.get_by_role("button", name="Send the claim").click()
    expect(claimant.get_by_text("Sent, waits for a decision")).to_be_visible()
    expect(claimant.get_by_text(re.compile(r"^Place \d+ in the queue\."))).to_be_visible()
    claim_page = claimant.url

    case_of(first, author)
    expect(first.get_by_text("I built the engine, with Clio.")).to_be_visible()
    decide(first, "Ask for information", "It is not clear which works are theirs", "Which of the two?")
    expect(first.get_by_text("The claimant was asked, and has 30 days.")).to_be_visible()

    claimant.goto(claim_page)
    expect(claimant.get_by_text("A question waits for you")).to_be_visible()
    expect(claimant.locator("blockquote").first).to_have_text("Which of the two?")
    claimant.get_by_role("link", name="Answer the question").click()
    claimant.get_by_label("Your answer").fill("Both, as B. Marrowby.")
    claimant.get_by_role("button", name="Send the answer").click()
    expect(claimant.get_by_text("Sent, waits for a decision")).to_be_visible()

    case_of(first, author)
    expect(first.get_by_text("Both, as B. Marrowby.")).to_be_visible()
    decide(first, "Approve", "The statement fits the record")
    expect(first.get_by_role("link", name="Undo the decision")).to_be_visible()
    case = first.url
    is_held(claimant, author, by="This is your own record.")

    second.goto(case)
    second.get_by_role("link", name="Undo the decision").click()
    second.get_by_label("Reason").select_option(label="Decided by mistake")
    second.get_by_label("Words").fill("The works are of two people.")
    second.get_by_role("button", name="Undo the decision").click()
    expect(second.get_by_role("button", name="Send the decision")).to_be_visible()
    claimant.goto(claim_page)
    expect(claimant.get_by_text("Sent, waits for a decision")).to_be_visible()
    expect(claimant.get_by_text("The decision was undone; the claim waits for a new one.")).to_be_visible()
    claimant.goto(author.get_absolute_url())
    expect(claimant.get_by_text("Unclaimed author", exact=True)).to_be_visible()


@by_people_in_both_modes
def test_a_rejected_claim_is_appealed_and_approved_by_a_moderator_who_does_not_know_why(enter: Enter) -> None:
    author, _domain = make_engineer()
    claim: Claim = stated(author, make_person())
    claimant, first, second = enter(claim.account), enter(make_moderator()), enter(make_moderator())
    why = "The years on the two works do not fit."
    case_of(first, author)
    decide(first, "Reject", "Not enough to tell", why)
    expect(first.get_by_role("link", name="Undo the decision")).to_be_visible()
    claimant.goto(f"/claims/{claim.pk}/")
    expect(claimant.get_by_text(f"Your claim on {author.name} was not accepted.")).to_be_visible()
    expect(claimant.locator("blockquote").first).to_have_text(why)
    claimant.get_by_role("link", name="Appeal").click()
    claimant.get_by_label("Why the decision should be another one").fill("The second is a reprint.")
    claimant.get_by_role("button", name="Send the appeal").click()
    expect(claimant.get_by_text("Appealed, waits for a decision")).to_be_visible()
    expect(claimant.get_by_label("How it stands").locator("blockquote")).to_have_count(0)

    first.goto("/moderation/?kind=appeal")
    expect(first.get_by_role("link", name=re.compile(author.name))).to_have_count(0)
    case_of(second, author, kind="Appeal")
    expect(second.get_by_text("The second is a reprint.")).to_be_visible()
    expect(second.get_by_text("The reasoning is shown once you have decided.").first).to_be_visible()
    expect(second.get_by_role("main")).not_to_contain_text(why)
    decide(second, "Approve", "The evidence holds", "A reprint it is.")
    expect(second.get_by_role("main")).to_contain_text(why)
    claimant.goto(f"/claims/{claim.pk}/")
    expect(claimant.get_by_text("Accepted", exact=True)).to_be_visible()
    is_held(claimant, author, by="This is your own record.")
