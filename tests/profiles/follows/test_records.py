"""Following topics, institutions and searches."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from profiles.follows import services
from profiles.follows.models import Follow, SavedSearch
from profiles.follows.targets import target_of
from tests.accounts.flows import make_known
from tests.factories.profiles import make_account, make_topic, make_work
from tests.factories.works import InstitutionFactory

PASSWORD = "correct horse battery staple"
SEARCH = "/search/?q=Paper+Boats"
HTMX = {"HX-Request": "true", "HX-Target": "div#follow"}


def places():
    """What can be followed: kind, page, and where it is followed and not."""
    for kind, row in (("topic", make_topic(make_work())), ("institution", InstitutionFactory())):
        path = row.get_absolute_url()
        yield kind, path, f"{path}follow/", f"{path}unfollow/"
    yield "search", SEARCH, "/search/follow/?q=Paper+Boats", "/search/unfollow/?q=Paper+Boats"


@pytest.mark.django_db
def test_a_press_follows_and_another_stops(client, stranger):
    client.force_login(stranger)
    for kind, page, follow, unfollow in places():
        assert f'action="{follow}"' in client.get(page).content.decode()
        for _ in range(2):
            response = client.post(follow)
            assert (response.status_code, response["Location"]) == (303, page)
        assert Follow.objects.get(account=stranger).kind == kind
        assert ">Following<" in client.get(page).content.decode()
        assert client.get(follow).status_code == 302 or client.get(follow)["Location"] == page
        fragment = client.post(unfollow, headers=HTMX).content.decode()
        assert fragment.startswith('<div class="follow" id="follow">')
        assert f'hx-post="{follow}"' in fragment
        assert not Follow.objects.exists()


@pytest.mark.django_db
def test_who_logs_in_by_the_button_comes_back_having_followed():
    account = make_account(password=PASSWORD)
    for kind, page, follow, _unfollow in places():
        client = Client()
        make_known(client, account)
        html = client.get(page).content.decode()
        assert 'href="/accounts/login/?next=' in html
        assert client.get(follow)["Location"].startswith("/accounts/login/?next=")
        assert client.post(follow)["Location"].startswith("/accounts/login/?next=")
        given = {"login": account.email, "password": PASSWORD, "next": follow}
        response = client.post("/accounts/login/", given, follow=True)
        assert response.redirect_chain[-1][0] == page
        assert Follow.objects.latest("pk").kind == kind


@pytest.mark.django_db
def test_the_page_of_the_button_changes_nothing_and_needs_words(client, stranger):
    client.force_login(stranger)
    for _kind, _page, follow, unfollow in places():
        assert re.search(r'<button class="button wide"', client.get(follow).content.decode())
        assert client.get(unfollow).status_code == 405
    assert not Follow.objects.exists()
    assert client.post("/search/follow/?q=%20").status_code == 404
    assert client.post("/topics/x-999999/follow/").status_code == 404


@pytest.mark.django_db
def test_the_same_words_are_one_search_whoever_follows_them(client):
    for words in ("Paper boats", "paper  BOATS"):
        client.force_login(make_account())
        client.post("/search/follow/", query_params={"q": words})
    assert len(set(Follow.objects.values_list("search", flat=True))) == 1
    assert Follow.objects.count() == 2


@pytest.mark.django_db
def test_searches_that_differ_in_an_operator_alone_are_two_and_each_is_known_by_all_of_it(client, stranger):
    client.force_login(stranger)
    asked = ["boats", "boats year:2020", "boats -year:2020", '"boats"', "year:2020", "boats author:Ada"]
    for words in asked:
        assert client.post("/search/follow/", query_params={"q": words}).status_code == 303
    assert [one.words for one in SavedSearch.objects.order_by("pk")] == asked
    page = client.get("/search/", {"q": "BOATS  YEAR:2020"}).content.decode()
    assert ">Following<" in page
    client.post("/search/unfollow/", query_params={"q": "BOATS  YEAR:2020"})
    assert set(Follow.objects.values_list("search__words", flat=True)) == {*asked} - {"boats year:2020"}


@pytest.mark.django_db
def test_the_hundred_and_twenty_first_press_of_an_hour_waits(client, stranger, settings):
    settings.RATE_LIMITS = True
    client.force_login(stranger)
    _kind, _page, follow, _unfollow = next(places())
    answers = [client.post(follow).status_code for _ in range(121)]
    assert answers == [303] * 120 + [429]


@pytest.mark.django_db(transaction=True)
def test_pressed_many_times_at_once_it_is_one():
    account, topic = make_account(), make_topic(make_work())
    ready = threading.Barrier(10)

    def press():
        try:
            ready.wait()
            services.follow_target(account=account, target=target_of(topic, "topic"))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Follow.objects.count() == 1
