"""Following a topic, hearing of its news, and having enough of it; news by mail without an account."""

from collections.abc import Callable
from itertools import count

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bzpeer.accounts.models import User
from profiles.news.models import MailSubscription, News
from profiles.notices import services as notices
from tests.browser.modes import by_people_in_both_modes
from tests.mailed import link_mailed_to
from tests.places import Places, make_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser following")]
NUMBERS = count(1)


def bring_news(places: Places, account: User) -> None:
    """One work on the topic is new today."""
    today = timezone.now().date()
    News.objects.get_or_create(topic=places.topic, day=today, defaults={"works_count": 1, "works": [places.work.pk]})
    notices.tell(accounts=[account.pk], kind="news", about={"path": "/following/"}, key=f"news-{today}")


@by_people_in_both_modes
def test_somebody_follows_a_topic_reads_what_is_new_and_stops(enter: Callable[..., Page], places: Places) -> None:
    account = make_account(f"follower{next(NUMBERS)}@example.org")
    page = enter(account)
    page.goto(places.topic.get_absolute_url())
    page.get_by_role("button", name="Follow topic").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    bring_news(places, account)

    page.get_by_role("link", name="Following").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is new")
    expect(page.get_by_text("1 new work on")).to_contain_text("which you follow")
    expect(page.get_by_role("link", name="Notices 1 new")).to_be_visible()
    page.get_by_role("button", name="Mark all as seen").click()
    expect(page.get_by_role("button", name="Mark all as seen")).to_have_count(0)
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()

    page.get_by_role("link", name="What you follow: 1").click()
    page.get_by_role("button", name=f"Mute {places.topic.name}").click()
    expect(page.get_by_text("muted")).to_be_visible()
    page.get_by_role("button", name=f"Stop following {places.topic.name}").click()
    expect(page.get_by_text("Nothing. The pages of researchers")).to_be_visible()


@by_people_in_both_modes
def test_a_search_is_followed_by_mail_without_an_account(enter: Callable[..., Page], places: Places) -> None:
    address = f"reader{next(NUMBERS)}@example.org"
    page = enter()
    page.goto("/search/?q=learning")
    page.get_by_role("link", name="Get news by e-mail").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Get news by e-mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(link_mailed_to(address))
    page.get_by_role("button", name="Yes, send me news").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("News will come by e-mail")
    assert MailSubscription.objects.get(address=address).search.words == "learning"
