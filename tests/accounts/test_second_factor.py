"""Passkeys, a code app, recovery codes."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.accounts.authenticator import Device
from tests.accounts.flows import PASSWORD, log_in, sent
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(client):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    return account


def options_in(response):
    return json.loads(re.search(r'<script id="passkey-options"[^>]*>(.+?)</script>', response.content.decode())[1])


def add_passkey(client, device, name="Red key"):
    options = options_in(client.get("/accounts/passkeys/add/"))["creation_options"]
    return client.post("/accounts/passkeys/add/", {"name": name, "credential": device.create(options)})


def add_code_app(client):
    """The secret of a new code app."""
    page = client.get("/accounts/code-app/").content.decode()
    secret = re.search(r'class="key">([A-Z2-7]+)<', page)[1]
    response = client.post("/accounts/code-app/", {"code": code_of(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


def code_of(secret):
    """What a code app shows now; the code of the minute before would run out while a test is at it."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def log_in_by_passkey(client, device, **more):
    options = client.get("/accounts/login/passkey/", headers={"Accept": "application/json"}).json()["request_options"]
    return client.post("/accounts/login/passkey/", {"credential": device.get(options), **more})


def test_a_passkey_logs_in_by_itself_and_leads_where_the_person_was_going(client, account):
    device = Device()
    assert add_passkey(client, device).status_code == 302
    client.cookies.clear()
    response = log_in_by_passkey(client, device, next="/researchers/")
    assert response["Location"] == "/researchers/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_an_answer_used_twice_and_a_foreign_device_log_nobody_in(client, account):
    device = Device()
    add_passkey(client, device)
    client.cookies.clear()
    options = client.get("/accounts/login/passkey/", headers={"Accept": "application/json"}).json()["request_options"]
    answer = device.get(options)
    foreign = Device()
    foreign.user, foreign.id = device.user, device.id
    client.post("/accounts/login/passkey/", {"credential": foreign.get(options)})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/passkey/", {"credential": answer})
    client.cookies.clear()
    client.get("/accounts/login/passkey/", headers={"Accept": "application/json"})
    client.post("/accounts/login/passkey/", {"credential": answer})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", ["", "{}", "null", "[]", '{"id": 7}', "x" * 5000])
def test_nonsense_for_a_passkey_is_turned_away_with_words(client, credential):
    client.get("/accounts/login/passkey/", headers={"Accept": "application/json"})
    response = client.post("/accounts/login/passkey/", {"credential": credential})
    assert response.status_code in {302, 422}
    assert "_auth_user_id" not in client.session


def test_with_a_passkey_a_password_alone_opens_nothing(client, account):
    device = Device()
    add_passkey(client, device)
    client.cookies.clear()
    response = log_in(client, account)
    assert response["Location"] == "/accounts/login/factor/"
    assert "_auth_user_id" not in client.session
    page = client.get(response["Location"])
    assert "One more step" in page.content.decode()
    client.post(response["Location"], {"credential": device.get(options_in(page)["request_options"])})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_code_app_is_asked_after_the_password_and_a_wrong_code_is_refused(client, account):
    secret = add_code_app(client)
    client.cookies.clear()
    log_in(client, account)
    refused = client.post("/accounts/login/factor/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert refused.status_code == 422
    assert "This is not right, or it has run out." in refused.content.decode()
    client.post("/accounts/login/factor/", {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_resetting_the_password_does_not_skip_the_second_factor(client, account):
    add_code_app(client)
    client.cookies.clear()
    account.set_password("another horse battery")
    account.save()
    client.post("/accounts/login/", {"login": account.email, "password": "another horse battery"})
    assert "_auth_user_id" not in client.session


def test_ten_recovery_codes_come_with_the_first_factor_and_each_works_once(client, account):
    add_code_app(client)
    page = client.get("/accounts/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\w+)</code>", page)
    assert len(codes) == 10
    assert client.get("/accounts/recovery-codes/file/").content.decode().split() == codes
    for expected in (True, False):
        client.cookies.clear()
        log_in(client, account)
        client.post("/accounts/login/factor/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is expected


def test_new_recovery_codes_end_the_old_ones(client, account):
    add_code_app(client)
    old = client.get("/accounts/recovery-codes/file/").content
    client.post("/accounts/recovery-codes/new/")
    assert client.get("/accounts/recovery-codes/file/").content != old


def test_passkeys_are_named_renamed_removed_and_each_change_is_told_by_mail(client, account):
    add_passkey(client, Device(), name="Red key")
    (factor,) = Authenticator.objects.filter(type="webauthn")
    client.post(f"/accounts/passkeys/{factor.pk}/rename/", {"name": "Blue key"})
    assert "Blue key" in client.get("/accounts/passkeys/").content.decode()
    assert "Blue key" in client.get(f"/accounts/passkeys/{factor.pk}/remove/").content.decode()
    client.post(f"/accounts/passkeys/{factor.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert [message.subject for message in sent()][-1] == "A passkey was removed"
    assert "A passkey was added" in [message.subject for message in sent()]


def test_somebody_elses_passkey_is_not_there(client, account, stranger):
    foreign = Authenticator.objects.create(user=stranger, type="webauthn", data={"name": "x", "credential": {}})
    for act in ("rename", "remove"):
        assert client.get(f"/accounts/passkeys/{foreign.pk}/{act}/").status_code == 404
        assert client.post(f"/accounts/passkeys/{foreign.pk}/{act}/", {"name": "mine"}).status_code == 404


def test_factors_change_only_after_a_fresh_log_in(client, account, time_machine_at):
    with time_machine_at(minutes=11):
        for path in ("/accounts/passkeys/add/", "/accounts/code-app/", "/accounts/recovery-codes/"):
            assert client.get(path)["Location"].startswith("/accounts/reauthenticate/?next=")


def test_the_code_app_key_is_a_picture_and_text_without_inline_style(client, account):
    page = client.get("/accounts/code-app/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "data:" not in page
