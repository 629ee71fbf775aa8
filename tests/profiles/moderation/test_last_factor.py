"""Who has a role keeps a second factor while it lasts."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from profiles.moderation.roles import MODERATOR, end_role, give_role
from tests.accounts.authenticator import Device
from tests.accounts.flows import PASSWORD, log_in
from tests.accounts.test_second_factor import add_code_app, add_passkey
from tests.factories.moderation import make_moderator
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
WORDS = "Your role needs a second factor, and this is the last one. Add another one first."


@pytest.fixture
def account():
    return make_account(password=PASSWORD)


@pytest.fixture
def browser(account):
    client = Client()
    log_in(client, account)
    return client


def remove_passkey(browser):
    factor = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    return browser.post(f"/accounts/passkeys/{factor.pk}/remove/")


def test_a_moderator_keeps_the_last_passkey_and_is_told_why(browser, account):
    add_passkey(browser, Device())
    give_role(account=account, name=MODERATOR, by="a test")
    response = remove_passkey(browser)
    assert (response.status_code, WORDS in response.content.decode()) == (422, True)
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    end_role(account=account, name=MODERATOR, by="a test")
    assert remove_passkey(browser).status_code == 302
    assert not Authenticator.objects.exists()


def test_a_moderator_keeps_the_code_app_while_it_is_the_last(browser, account):
    add_code_app(browser)
    give_role(account=account, name=MODERATOR, by="a test")
    response = browser.post("/accounts/code-app/remove/")
    assert (response.status_code, WORDS in response.content.decode()) == (422, True)
    add_passkey(browser, Device())
    assert browser.post("/accounts/code-app/remove/").status_code == 302
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_whoever_has_no_role_may_remove_the_last_one(browser):
    make_moderator()
    add_passkey(browser, Device())
    assert remove_passkey(browser).status_code == 302
