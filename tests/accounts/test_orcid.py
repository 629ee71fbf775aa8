"""Logging in by ORCID, against an OpenID Connect provider that really runs."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache

from bzpeer.accounts.models import User
from bzpeer.accounts.orcid import is_orcid
from bzpeer.settings.accounts import orcid_provider
from tests.accounts.flows import PASSWORD, link_in, log_in, sent
from tests.accounts.provider import CARBERRY, running
from tests.factories.profiles import make_account
from tests.servers import wait_until

pytestmark = pytest.mark.django_db
START = "/accounts/oidc/orcid/login/"
BACK = "/accounts/oidc/orcid/login/callback/"
NOT_CONFIRMED = "ORCID did not confirm this. Nothing was changed."
AWAY = "ORCID does not answer."


@pytest.fixture
def orcid(settings):
    with running() as provider:
        settings.ORCID_SITE = provider.site
        settings.SOCIALACCOUNT_PROVIDERS = orcid_provider(site=provider.site, client_id="bzpeer", secret="hush")
        yield provider


def go(client, *, process="login", **more):
    """From our button to the provider's door: the address there."""
    query = "&".join(f"{name}={value}" for name, value in ({"process": process} | more).items())
    return client.post(f"{START}?{query}")["Location"]


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def connected(account, uid=CARBERRY):
    return SocialAccount.objects.create(user=account, provider="orcid", uid=uid)


def test_the_way_there_carries_a_state_and_a_pkce_challenge_and_asks_for_nothing_but_the_id(client, orcid):
    asked = parse_qs(urlsplit(go(client)).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"]
    assert len(asked["state"][0]) >= 16


def test_a_new_person_is_asked_for_an_address_and_gets_in_once_it_is_confirmed(client, orcid):
    response = come_back(client, orcid.log_in(go(client)))
    page = client.get(response["Location"]).content.decode()
    assert "ORCID confirmed 0000-0002-1825-0097." in page
    client.post(response["Location"], {"email": "josiah@example.org"})
    user = User.objects.get(email="josiah@example.org")
    assert not user.has_usable_password()
    assert not EmailAddress.objects.get(user=user).verified
    assert "_auth_user_id" not in client.session
    client.post(link_in(sent()[0]))
    client.cookies.clear()
    come_back(client, orcid.log_in(go(client)))
    assert client.session["_auth_user_id"] == str(user.pk)


def test_whoever_has_connected_the_id_is_logged_in_and_comes_back_where_they_were(client, orcid):
    account = make_account()
    connected(account)
    response = come_back(client, orcid.log_in(go(client, next="/researchers/")))
    assert response["Location"] == "/researchers/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_of_what_orcid_says_only_the_id_and_names_are_kept_and_no_token(client, orcid):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    come_back(client, orcid.log_in(go(client, process="connect")))
    assert set(SocialAccount.objects.get(user=account).extra_data) <= {"sub", "name", "given_name", "family_name"}
    assert SocialToken.objects.count() == 0


def test_an_address_that_orcid_names_never_leads_into_an_account(client, orcid):
    victim = make_account("victim@example.org")
    orcid_says = {"email": victim.email, "email_verified": True}
    import requests

    requests.put(f"{orcid.site}/users/{CARBERRY}", json=orcid_says, timeout=5)
    response = come_back(client, orcid.log_in(go(client)))
    assert response["Location"] == "/accounts/orcid/signup/"
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=victim).exists()


def test_signing_up_with_a_taken_address_tells_only_its_owner(client, orcid):
    taken = make_account("taken@example.org")
    response = come_back(client, orcid.log_in(go(client)))
    answer = client.post(response["Location"], {"email": taken.email}, follow=True)
    assert "Confirm your e-mail address" in answer.content.decode()
    assert sent()[0].subject == "You have an account already"
    assert not SocialAccount.objects.exists()


def test_connecting_is_told_by_mail_and_shown_in_the_account(client, orcid):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    response = come_back(client, orcid.log_in(go(client, process="connect")))
    assert response["Location"] == "/accounts/orcid/"
    assert CARBERRY in client.get("/accounts/").content.decode()
    assert sent()[-1].subject == "An ORCID iD was connected"


def test_connecting_long_after_the_log_in_first_asks_for_the_password(client, orcid, time_machine_at):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    with time_machine_at(minutes=11):
        response = come_back(client, orcid.log_in(go(client, process="connect")))
        assert response["Location"].startswith("/accounts/reauthenticate/")
        assert not SocialAccount.objects.exists()
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert SocialAccount.objects.get().user == account


def test_an_id_of_another_account_changes_nothing_and_names_nobody(client, orcid):
    other = make_account("other.person@example.org")
    connected(other)
    account = make_account(password=PASSWORD)
    log_in(client, account)
    response = come_back(client, orcid.log_in(go(client, process="connect")))
    page = client.get(response["Location"]).content.decode()
    assert "This ORCID iD is connected to another account. Nothing was changed." in page
    assert "other.person" not in page
    assert SocialAccount.objects.get().user == other


def test_a_denial_changes_nothing(client, orcid):
    response = come_back(client, orcid.log_in(go(client), deny=True))
    assert response.status_code == 400
    assert NOT_CONFIRMED in response.content.decode()
    assert not User.objects.exists()


def test_a_denial_leads_back_to_where_the_person_came_from_and_nowhere_else(client, orcid):
    page = come_back(client, orcid.log_in(go(client, next="/researchers/"), deny=True)).content.decode()
    assert '<a href="/researchers/">Try again</a>' in page
    page = come_back(client, orcid.log_in(go(client, next="//evil.example/"), deny=True)).content.decode()
    assert "evil.example" not in page


@pytest.mark.parametrize(
    "query", ["code=abc&state=wrong", "code=abc", "", "error=server_error&state=x", "code=%00&state=%ff"]
)
def test_a_return_that_we_did_not_ask_for_changes_nothing(client, orcid, query):
    go(client)
    response = client.get(f"{BACK}?{query}")
    assert (response.status_code, NOT_CONFIRMED in response.content.decode()) == (400, True)


def test_a_state_of_somebody_elses_browser_is_worth_nothing(client, orcid):
    address = orcid.log_in(go(client))
    client.cookies.clear()
    assert NOT_CONFIRMED in come_back(client, address).content.decode()
    assert "_auth_user_id" not in client.session


def test_an_address_used_twice_and_a_code_replayed_with_a_new_state_change_nothing(client, orcid):
    connected(make_account())
    address = orcid.log_in(go(client))
    assert come_back(client, address).status_code == 302
    client.cookies.clear()
    assert NOT_CONFIRMED in come_back(client, address).content.decode()
    code = parse_qs(urlsplit(address).query)["code"][0]
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    response = client.get(BACK, {"code": code, "state": state})
    assert NOT_CONFIRMED in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("other", ["", "&nonce=" + "0" * 64, "&nonce=None"])
def test_a_token_that_was_made_for_another_log_in_is_refused(client, orcid, other):
    connected(make_account())
    address = go(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    response = come_back(client, orcid.log_in(address.replace(f"&nonce={nonce}", other)))
    assert (response.status_code, NOT_CONFIRMED in response.content.decode()) == (400, True)
    assert "_auth_user_id" not in client.session


def test_an_answer_without_a_signed_token_is_refused(client, orcid):
    connected(make_account())
    response = come_back(client, orcid.log_in(go(client).replace("scope=openid", "scope=email")))
    assert NOT_CONFIRMED in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_each_way_there_has_a_nonce_of_its_own(client, orcid):
    nonces = {parse_qs(urlsplit(go(client)).query)["nonce"][0] for _ in range(3)}
    assert len(nonces) == 3
    assert all(len(nonce) == 64 for nonce in nonces)


def test_an_orcid_that_is_down_is_told_on_the_way_there_and_back(client, orcid):
    address = orcid.log_in(go(client))
    orcid.stop()
    for response in (come_back(client, address), client.post(f"{START}?process=login")):
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert AWAY in response.content.decode()
        assert "Back to where you were" not in response.content.decode()


def test_an_orcid_that_went_down_on_the_way_leaves_a_way_back(client, orcid):
    address = orcid.log_in(go(client, next="/researchers/"))
    orcid.stop()
    assert '<a href="/researchers/">Back to where you were</a>' in come_back(client, address).content.decode()


def test_an_orcid_that_was_away_is_not_asked_again_for_a_minute(client, orcid, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
    orcid.delay = 1.0
    client.post(f"{START}?process=login")
    wait_until(lambda: len(orcid.asked) == 1)
    orcid.delay = 0.0
    assert AWAY in client.post(f"{START}?process=login").content.decode()
    assert len(orcid.asked) == 1
    cache.clear()
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 30
    assert client.post(f"{START}?process=login").status_code == 302


@pytest.mark.parametrize("slowness", [{"delay": 60.0}, {"drip": 0.2}])
def test_a_slow_orcid_is_given_up_after_the_seconds_that_a_page_may_wait(client, orcid, settings, slowness):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    for name, seconds in slowness.items():
        setattr(orcid, name, seconds)
    assert AWAY in client.post(f"{START}?process=login").content.decode()


def test_the_way_back_waits_for_both_its_questions_no_longer_than_for_one(client, orcid, settings):
    address = orcid.log_in(go(client))
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    # Each answer would be in time by itself.
    orcid.delay = 0.6
    assert AWAY in come_back(client, address).content.decode()


def test_five_seconds_is_what_a_page_waits():
    from bzpeer import settings

    assert settings.SOCIALACCOUNT_REQUESTS_TIMEOUT == 5


@pytest.mark.parametrize("nonsense", [b"<html>", b"{}", b"[]", b"null", b'{"token_endpoint": 7}', b"x" * 100_000])
def test_an_answer_that_is_none_changes_nothing(client, orcid, nonsense):
    address = orcid.log_in(go(client))
    orcid.nonsense = nonsense
    assert come_back(client, address).status_code in {400, 503}
    assert client.post(f"{START}?process=login").status_code in {400, 503}
    assert not User.objects.exists()


@pytest.mark.parametrize("sub", ["somebody", "0000-0002-1825-0098", "https://orcid.org/0000-0002-1825-0097"])
def test_a_subject_that_is_no_id_is_refused(client, orcid, sub):
    response = come_back(client, orcid.log_in(go(client), sub=sub))
    assert NOT_CONFIRMED in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_id_is_judged_by_its_last_character():
    assert is_orcid("0000-0002-1825-0097")
    assert is_orcid("0000-0002-1694-233X")
    assert not is_orcid("0000-0002-1694-2330")
    assert not is_orcid("0000-0002-1694-233x")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_pages_with_the_button_let_the_form_lead_to_orcid_and_others_do_not(client, orcid, path):
    response = client.get(path)
    assert "Use ORCID" in response.content.decode()
    assert f"form-action 'self' {orcid.site}" in response["Content-Security-Policy"]
    assert orcid.site not in client.get("/")["Content-Security-Policy"]


def test_a_site_without_orcid_has_no_button_and_no_address_for_it(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    response = client.get("/accounts/login/")
    assert "ORCID" not in response.content.decode()
    assert "form-action 'self';" in response["Content-Security-Policy"] + ";"
    assert client.post(START).status_code == 404


def test_disconnecting_needs_another_way_in(client, orcid):
    account = make_account()
    social = connected(account)
    come_back(client, orcid.log_in(go(client)))
    response = client.post("/accounts/orcid/", {"account": social.pk})
    assert response.status_code == 422
    assert SocialAccount.objects.filter(pk=social.pk).exists()
    account.set_password(PASSWORD)
    account.save()
    client.cookies.clear()
    log_in(client, account)
    client.post("/accounts/orcid/", {"account": social.pk})
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("ask", ["get", "head"])
def test_looking_at_the_way_there_asks_orcid_nothing(client, orcid, ask):
    assert getattr(client, ask)(f"{START}?process=login").status_code == 200
    assert orcid.asked == []


def test_a_put_is_no_post(client, orcid):
    assert client.put(f"{START}?process=login").status_code == 405
    assert client.put("/accounts/login/").status_code == 405
