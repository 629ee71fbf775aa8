"""How often one may try (safety.md, Rate limits), and how the page says so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from bzpeer.accounts import limits
from bzpeer.accounts.models import Attempt
from bzpeer.db.signals import swept
from bzpeer.settings.accounts import LIMITS
from bzpeer.web.errors import TooManyRequests
from tests.accounts.flows import PASSWORD, log_in, sent
from tests.accounts.test_second_factor import add_code_app, code_of
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limited(settings):
    settings.RATE_LIMITS, settings.ACCOUNT_RATE_LIMITS = True, LIMITS


def let_time_pass(**span):
    Attempt.objects.update(at=F("at") - timedelta(**span))


def try_wrong(client, account, **more):
    return client.post("/accounts/login/", {"login": account.email, "password": "wrong"}, **more)


def test_after_five_wrong_passwords_even_the_right_one_waits_and_the_wait_is_told(client):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        assert try_wrong(client, account).status_code == 422
    let_time_pass(minutes=3)
    response = log_in(client, account)
    assert response.status_code == 429
    assert 700 < int(response["Retry-After"]) <= 720
    assert "Too many attempts. Try again in 12 minutes, or use a passkey." in response.content.decode()
    assert f'value="{account.email}"' in response.content.decode()
    let_time_pass(minutes=12)
    assert log_in(client, account).status_code == 302


def test_whoever_keeps_trying_does_not_make_the_wait_longer(client):
    account = make_account(password=PASSWORD)
    for _ in range(9):
        try_wrong(client, account)
    assert Attempt.objects.filter(act="log-in here").count() == 5


def test_wrong_passwords_of_one_network_do_not_lock_the_owner_out_of_another(client):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        try_wrong(client, account, REMOTE_ADDR="203.0.113.7")
    assert log_in(client, account).status_code == 302


def test_a_network_takes_twenty_wrong_passwords_an_hour_for_all_accounts_together(client):
    for _ in range(20):
        try_wrong(client, make_account(), REMOTE_ADDR="203.0.113.7")
    response = try_wrong(client, make_account(), REMOTE_ADDR="203.0.113.7")
    assert response.status_code == 429
    assert 3500 < int(response["Retry-After"]) <= 3600
    assert try_wrong(client, make_account(), REMOTE_ADDR="203.0.113.8").status_code == 422


def test_an_account_takes_a_hundred_wrong_passwords_a_day_from_all_networks_together(client):
    account = make_account(password=PASSWORD)
    for number in range(100):
        try_wrong(client, account, REMOTE_ADDR=f"203.0.113.{number}")
    assert log_in(client, account).status_code == 429


def test_a_right_password_does_not_count(client):
    account = make_account(password=PASSWORD)
    for _ in range(7):
        assert log_in(client, account).status_code == 302
        client.post("/accounts/logout/")
    assert not Attempt.objects.exists()


def test_a_new_password_by_a_link_from_a_mail_ends_the_wait_of_its_owner(client):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        try_wrong(client, account)
    client.post("/accounts/password/reset/", {"email": account.email})
    link = sent()[0].body.partition("http://127.0.0.1:8000")[2].split()[0]
    page = client.get(link, follow=True)
    new = "another horse battery"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    response = client.post("/accounts/login/", {"login": account.email, "password": new})
    assert response.status_code == 302


def test_an_unknown_address_is_limited_with_the_same_words(client):
    pages = []
    for email in (make_account("known@example.org", password=PASSWORD).email, "other@example.org"):
        for _ in range(6):
            response = client.post("/accounts/login/", {"login": email, "password": "wrong"})
        pages.append((response.status_code, "Too many attempts." in response.content.decode()))
    assert pages == [(429, True)] * 2


def test_the_second_factor_takes_five_wrong_codes(client):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    secret = add_code_app(client)
    client.cookies.clear()
    log_in(client, account)
    for _ in range(5):
        assert client.post("/accounts/login/factor/", {"code": "999999"}).status_code == 422
    response = client.post("/accounts/login/factor/", {"code": code_of(secret)})
    assert (response.status_code, "Retry-After" in response) == (429, True)
    assert "Too many attempts." in response.content.decode()
    let_time_pass(minutes=16)
    client.post("/accounts/login/factor/", {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/signup/passkey/"])
def test_the_sixth_sign_up_of_a_network_in_an_hour_is_told_the_wait(client, path):
    for number in range(6):
        client.cookies.clear()
        response = client.post(path, {"email": f"new{number}@example.org"})
    assert response.status_code == 429
    assert 3500 < int(response["Retry-After"]) <= 3600
    assert "Try again in 60 minutes." in response.content.decode()


def test_a_sign_up_that_was_refused_for_its_fields_does_not_count(client):
    for _ in range(7):
        assert client.post("/accounts/signup/", {"email": "nonsense"}).status_code == 422
    assert client.post("/accounts/signup/", {"email": "new@example.org"}).status_code == 302


def test_networks_are_counted_by_what_trusted_proxies_say_and_by_nobody_elses_word(client):
    for number in range(6):
        client.cookies.clear()
        response = client.post(
            "/accounts/signup/",
            {"email": f"new{number}@example.org", "password1": PASSWORD},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert response.status_code == 429


def test_codes_for_new_browsers_are_counted_apart_from_those_that_anybody_may_ask_for(client):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        client.post("/accounts/login/code/", {"email": account.email})
    assert len(sent()) == 3
    statuses = []
    for _ in range(11):
        browser = Client()
        response = browser.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
        statuses.append(response.status_code)
    assert statuses == [302] * 10 + [429]
    assert len(sent()) == 13


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"])
def test_with_the_cache_away_the_pages_work_and_the_limits_hold(client, settings, path):
    settings.CACHES = {"default": {"BACKEND": "bzpeer.web.cache.CacheThatMayBeAway", "LOCATION": "redis://127.0.0.1:1"}}
    account = make_account(password=PASSWORD)
    assert client.post(path, {"email": account.email, "login": account.email, "password": PASSWORD}).status_code == 302
    for _ in range(5):
        try_wrong(Client(), account)
    assert try_wrong(Client(), account).status_code == 429


def test_an_attempt_is_counted_for_each_allowance_or_for_none():
    one = limits.Allowance("knock", 2, 60)
    first = limits.take([(one, "ada")])
    limits.take([(one, "ada"), (one, "bob")])
    with pytest.raises(TooManyRequests):
        limits.take([(one, "bob"), (one, "ada")])
    assert Attempt.objects.count() == 3
    limits.give_back(first)
    limits.take([(one, "bob"), (one, "ada")])


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_no_more_than_the_allowance_go_through():
    one = limits.Allowance("knock", 3, 60)

    def knock(_):
        try:
            return bool(limits.take([(one, "ada")]))
        except TooManyRequests:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(knock, range(16))) == 3


def test_attempts_name_nobody_and_go_after_a_day(client):
    account = make_account("known@example.org")
    try_wrong(client, account)
    assert not Attempt.objects.filter(who__contains="known").exists()
    let_time_pass(hours=23)
    swept.send(sender=None)
    assert Attempt.objects.count() == 3
    let_time_pass(hours=2)
    swept.send(sender=None)
    assert not Attempt.objects.exists()


def test_a_site_that_switched_its_limits_off_counts_nothing(client, settings):
    settings.RATE_LIMITS = False
    account = make_account(password=PASSWORD)
    for _ in range(7):
        try_wrong(client, account)
    assert log_in(client, account).status_code == 302
    assert not Attempt.objects.exists()
