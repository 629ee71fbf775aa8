"""The follow button: as a form, with htmx, and by way of the log-in."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from profiles.follows import services
from profiles.follows.models import Follow
from tests.accounts.flows import make_known
from tests.factories.profiles import make_account, make_author, make_researcher

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#follow"}


@pytest.fixture
def ada(db):
    return make_author()


def follows(account, author):
    return Follow.objects.filter(account=account, author=author).exists()


def test_the_public_button_leads_to_log_in_and_back(client, ada):
    page = client.get(ada.get_absolute_url()).content.decode()
    href = re.search(r'<a class="button wide" href="([^"]+)">Follow researcher', page)[1]
    assert href == "/accounts/login/?" + urlencode({"next": f"{ada.get_absolute_url()}follow/"})


def test_who_logs_in_by_the_button_comes_back_having_followed(client, ada):
    account = make_account(password="correct horse battery staple")
    target = ada.get_absolute_url() + "follow/"
    form = client.get("/accounts/login/", {"next": target}).content.decode()
    assert "you follow the researcher" in form
    assert f'name="next" value="{target}"' in form
    given = {"login": account.email, "password": "correct horse battery staple", "next": target}
    make_known(client, account)
    response = client.post("/accounts/login/", given, follow=True)
    assert response.redirect_chain[-1][0] == ada.get_absolute_url()
    assert follows(account, ada)
    assert ">Following" in response.content.decode()


def test_a_get_of_the_follow_address_changes_nothing(client, ada, stranger):
    client.force_login(stranger)
    page = client.get(ada.get_absolute_url() + "follow/")
    assert "Follow researcher" in page.content.decode()
    assert not follows(stranger, ada)


def test_without_an_account_the_follow_address_leads_to_log_in(client, ada):
    for response in (client.get(ada.get_absolute_url() + "follow/"), client.post(ada.get_absolute_url() + "follow/")):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=")
    answer = client.post(ada.get_absolute_url() + "follow/", headers=HTMX)
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=")


def test_the_form_follows_and_unfollows(client, ada, stranger):
    client.force_login(stranger)
    path = ada.get_absolute_url()
    response = client.post(path + "follow/")
    assert (response.status_code, response["Location"]) == (303, path)
    page = client.get(path).content.decode()
    assert ">Following" in page
    assert "<b>1</b> follower<" in page
    client.post(path + "unfollow/")
    assert not follows(stranger, ada)
    assert "<b>0</b> followers<" in client.get(path).content.decode()


def test_with_htmx_button_and_figure_come_in_one_answer(client, ada, stranger):
    client.force_login(stranger)
    services.follow(account=make_account(), author=ada)
    response = client.post(ada.get_absolute_url() + "follow/", headers=HTMX)
    fragment = response.content.decode()
    assert response.status_code == 200
    assert fragment.startswith('<div class="follow" id="follow">')
    assert ">Following" in fragment
    assert '<li id="figure-followers" hx-swap-oob="true"><b>2</b> followers</li>' in fragment
    assert "<html" not in fragment


def test_ones_own_record_cannot_be_followed(client, ada):
    account = make_researcher(ada).account
    client.force_login(account)
    page = client.get(ada.get_absolute_url()).content.decode()
    assert "Follow researcher" not in page
    assert client.post(ada.get_absolute_url() + "follow/").status_code == 409
    assert not follows(account, ada)


def test_unfollow_is_post_only(client, ada, stranger):
    client.force_login(stranger)
    assert client.get(ada.get_absolute_url() + "unfollow/").status_code == 405


def test_a_post_without_a_token_is_refused(ada, stranger):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(stranger)
    assert careful.post(ada.get_absolute_url() + "follow/").status_code == 403
    assert not follows(stranger, ada)


@pytest.mark.parametrize(
    "target", ["/researchers/ada-lovelace-{pk}/", "//evil.example/researchers/a-{pk}/follow/", "/"]
)
def test_only_the_follow_address_follows(client, ada, target):
    account = make_account(password="correct horse battery staple")
    given = {"login": account.email, "password": "correct horse battery staple", "next": target.format(pk=ada.pk)}
    make_known(client, account)
    assert client.post("/accounts/login/", given).status_code == 302
    assert not follows(account, ada)
