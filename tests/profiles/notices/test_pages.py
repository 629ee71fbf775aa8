"""The list of notices, its settings, and the link that ends a kind of mail."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from profiles.notices import links, services
from profiles.notices.models import Notice, NoticeChoice, NoticeHours
from profiles.notices.rules import Frequency
from tests.factories.profiles import make_account, make_author

pytestmark = pytest.mark.django_db
PAGE = "/notifications/"


@pytest.fixture
def account(client):
    made = make_account()
    client.force_login(made)
    return made


def tell(account, number=1, **about):
    for one in range(number):
        services.tell(accounts=[account.pk], kind="claim", about=about or {"path": "/claims/"}, key=f"k{one}")


@pytest.mark.parametrize("number", [2, 50])
def test_the_list_costs_the_same_however_long(client, account, number, django_assert_num_queries):
    ada = make_author()
    tell(account, number, author=ada.pk, path="/claims/7/")
    # Session, account, notices, authors, and the count in the header.
    with django_assert_num_queries(5):
        page = client.get(PAGE).content.decode()
    assert page.count('<a href="/claims/7/">Your claim on <bdi>Ada Lovelace</bdi> has moved on</a>') == number
    assert f'<span class="new-count">{number}<' in page


def test_what_was_seen_is_not_new_and_what_came_since_is(client, account):
    tell(account)
    page = client.get(PAGE).content.decode()
    until = re.search(r'name="until" value="(\d+)"', page)[1]
    services.tell(accounts=[account.pk], kind="claim", about={}, key="later")
    assert client.post(PAGE + "seen/", {"until": until}).status_code == 303
    assert list(Notice.objects.filter(seen_at=None).values_list("key", flat=True)) == ["later"]
    services.see_all(account=account, until=Notice.objects.latest("pk").pk)
    page = client.get(PAGE).content.decode()
    assert "Mark all as seen" not in page
    assert "new-count" not in page


def test_the_header_asks_for_its_count_and_who_is_logged_out_meanwhile_loses_no_page(
    client, account, django_assert_num_queries
):
    tell(account, 3)
    htmx = {"HX-Request": "true", "HX-Target": "li#new-notices"}
    with django_assert_num_queries(3):
        answer = client.get(PAGE + "new/", headers=htmx)
    assert '<span class="new-count">3<' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(PAGE + "new/").headers["Location"] == PAGE
    gone = Client().get(PAGE + "new/", headers=htmx)
    assert (gone.status_code, "HX-Redirect" in gone.headers) == (204, False)


def test_nobody_sees_or_touches_the_notices_of_others(client, account):
    other = make_account()
    tell(other)
    assert "Nothing yet" in client.get(PAGE).content.decode()
    client.post(PAGE + "seen/", {"until": str(10**12)})
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_earlier_notices_stand_on_further_pages(client, account):
    tell(account, 60)
    page = client.get(PAGE).content.decode()
    assert page.count('id="notice-') == 50
    further = re.search(r'<a href="([^"]+)" rel="next">', page)[1]
    assert client.get(further).content.decode().count('id="notice-') == 10
    for damaged in ("x", "7", further.split("=")[1] + "x", ""):
        assert client.get(PAGE, {"before": damaged}).status_code == 400


@pytest.mark.parametrize("typed", ["", "-1", "x", "9" * 30])
def test_a_damaged_form_is_refused(client, account, typed):
    assert client.post(PAGE + "seen/", {"until": typed}).status_code == 400


def form_of(client, **changes):
    page = client.get(PAGE + "settings/").content.decode()
    given = dict(re.findall(r'<select name="([^"]+)".*?value="([a-z]+)" selected', page, re.DOTALL))
    return {**given, "zone": "Europe/Vienna", "quiet_from": "22:00", "quiet_until": "07:00"} | changes


def test_the_settings_stand_as_they_are_used_and_are_kept(client, account):
    given = form_of(client)
    assert given["invitations"] == "immediate"
    assert given["news"] == "weekly"
    assert client.post(PAGE + "settings/", form_of(client, news="muted")).status_code == 303
    assert NoticeChoice.objects.get(account=account).frequency == Frequency.MUTED
    assert NoticeHours.objects.get(account=account).hours.zone == "Europe/Vienna"
    assert form_of(client)["news"] == "muted"
    assert 'value="22:00"' in client.get(PAGE + "settings/").content.decode()


@pytest.mark.parametrize(
    "changes", [{"zone": "Europe/Nowhere"}, {"zone": ""}, {"quiet_until": ""}, {"news": "hourly"}, {"quiet_from": "x"}]
)
def test_a_choice_that_there_is_not_is_refused_with_what_was_typed(client, account, changes):
    response = client.post(PAGE + "settings/", form_of(client, **changes))
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not NoticeHours.objects.exists()


def test_the_link_in_a_mail_asks_first_and_a_press_of_the_button_is_enough(account):
    stranger = Client(enforce_csrf_checks=True)
    path = urlsplit(links.address_for(account.pk, ["news", "invitations"])).path
    page = stranger.get(path).content.decode()
    assert "Stop these mails" in page
    assert not NoticeChoice.objects.exists()
    for _ in range(2):
        # As a mail program does it: no cookie, no token, no page before it.
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert set(NoticeChoice.objects.values_list("subject", "frequency")) == {
        ("news", "never"),
        ("invitations", "never"),
    }


def test_a_damaged_link_ends_nothing(client, account):
    path = urlsplit(links.address_for(account.pk, ["news"])).path
    assert client.post(path[:-3] + "xx/").status_code == 404
    assert not NoticeChoice.objects.exists()
    account.delete()
    assert client.post(path).status_code == 200
