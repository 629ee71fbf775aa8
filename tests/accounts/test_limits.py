"""How often one may try (safety.md, Rate limits), and how the page says so."""

import pytest
from django.core.cache import cache

from bzpeer.settings.accounts import LIMITS
from tests.accounts.flows import PASSWORD, log_in
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = LIMITS


def try_wrong(client, account, **more):
    return client.post("/accounts/login/", {"login": account.email, "password": "wrong"}, **more)


def test_after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(client, time_machine_at):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        try_wrong(client, account)
    response = log_in(client, account)
    assert response.status_code == 422
    assert "Too many attempts. Try again in 15 minutes, or use a passkey." in response.content.decode()
    with time_machine_at(minutes=16):
        cache.clear()
        assert log_in(client, account).status_code == 302


def test_wrong_passwords_of_one_network_do_not_lock_the_owner_out_of_another(client):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        try_wrong(client, account, REMOTE_ADDR="203.0.113.7")
    assert log_in(client, account).status_code == 302


def test_an_account_takes_a_hundred_wrong_passwords_a_day_from_all_networks_together(client):
    account = make_account(password=PASSWORD)
    for number in range(100):
        try_wrong(client, account, REMOTE_ADDR=f"203.0.113.{number}")
    assert log_in(client, account).status_code == 422


def test_a_right_password_does_not_count(client):
    account = make_account(password=PASSWORD)
    for _ in range(7):
        assert log_in(client, account).status_code == 302
        client.post("/accounts/logout/")


def test_an_unknown_address_is_limited_with_the_same_words(client):
    pages = []
    for email in (make_account("known@example.org", password=PASSWORD).email, "other@example.org"):
        for _ in range(6):
            response = client.post("/accounts/login/", {"login": email, "password": "wrong"})
        pages.append((response.status_code, "Too many attempts." in response.content.decode()))
    assert pages == [(422, True)] * 2


def test_the_sixth_sign_up_of_a_network_in_an_hour_is_told_the_wait(client):
    for number in range(6):
        client.cookies.clear()
        response = client.post("/accounts/signup/", {"email": f"new{number}@example.org", "password1": PASSWORD})
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "<h1" in response.content.decode()


def test_networks_are_counted_by_what_trusted_proxies_say_and_by_nobody_elses_word(client, settings):
    for number in range(6):
        client.cookies.clear()
        response = client.post(
            "/accounts/signup/",
            {"email": f"new{number}@example.org", "password1": PASSWORD},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert response.status_code == 429
