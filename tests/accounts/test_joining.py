"""Signing up with a passkey in place of a password."""

import pytest
from allauth.mfa.models import Authenticator

from bzpeer.accounts.models import User
from tests.accounts.authenticator import Device
from tests.accounts.flows import code_in, link_in, sent
from tests.accounts.test_second_factor import log_in_by_passkey, options_in
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
SIGN_UP, ADD = "/accounts/signup/passkey/", "/accounts/signup/passkey/add/"


def confirm(client):
    return client.post(link_in(sent()[-1]))


def add(client, device):
    options = options_in(client.get(ADD))["creation_options"]
    return client.post(ADD, {"name": "Red key", "credential": device.create(options)})


def test_an_address_its_link_and_a_passkey_make_an_account_without_a_password(client):
    assert "with a passkey" in client.get("/accounts/signup/").content.decode()
    response = client.post(SIGN_UP, {"email": "new@example.org"})
    assert response["Location"] == "/accounts/confirm-email/"
    assert confirm(client)["Location"] == ADD
    assert "_auth_user_id" not in client.session
    device = Device()
    assert add(client, device)["Location"] == "/accounts/recovery-codes/"
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/accounts/recovery-codes/").content.decode().count("<code>") == 10
    client.cookies.clear()
    log_in_by_passkey(client, device)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_there_is_no_passkey_before_the_address_is_confirmed(client):
    client.post(SIGN_UP, {"email": "new@example.org"})
    assert client.get(ADD)["Location"] == "/accounts/signup/"
    assert client.post(ADD, {"credential": "{}"})["Location"] == "/accounts/signup/"
    assert not Authenticator.objects.exists()


def test_a_link_opened_in_another_browser_confirms_and_the_account_is_entered_by_a_code(
    client, client_of_somebody_else
):
    client.post(SIGN_UP, {"email": "new@example.org"})
    confirm(client_of_somebody_else)
    assert client_of_somebody_else.get(ADD)["Location"] == "/accounts/signup/"
    client_of_somebody_else.post("/accounts/login/code/", {"email": "new@example.org"})
    client_of_somebody_else.post("/accounts/login/code/confirm/", {"code": code_in(sent()[-1])})
    assert "_auth_user_id" in client_of_somebody_else.session


def test_the_link_of_another_account_does_not_lead_on(client, client_of_somebody_else):
    client.post(SIGN_UP, {"email": "new@example.org"})
    client_of_somebody_else.post("/accounts/signup/", {"email": "other@example.org"})
    confirm(client)
    assert client.get(ADD)["Location"] == "/accounts/signup/"


def test_a_taken_address_is_answered_as_usual_and_told_to_its_owner(client):
    taken = make_account("taken@example.org")
    response = client.post(SIGN_UP, {"email": taken.email})
    assert response["Location"] == "/accounts/confirm-email/"
    assert [message.subject for message in sent()] == ["You have an account already"]


@pytest.mark.parametrize("credential", ["", "{}", "null", "x" * 100])
def test_nonsense_for_a_passkey_is_refused_and_may_be_tried_again(client, credential):
    client.post(SIGN_UP, {"email": "new@example.org"})
    confirm(client)
    assert client.post(ADD, {"name": "", "credential": credential}).status_code == 422
    assert add(client, Device()).status_code == 302
