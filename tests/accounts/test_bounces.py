"""The mail server tells of addresses that do not exist."""

import hmac
import json
from hashlib import sha256

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from bzpeer.accounts import bounces, mails
from bzpeer.accounts.models import Bounce, Letter
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
SECRET = "s" * 40


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.MAIL_BOUNCE_SECRET = SECRET


def report(client, body, secret=SECRET):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = hmac.new(secret.encode(), body, sha256).hexdigest()
    return client.post(
        "/mail/bounces/", body, content_type="application/json", headers={"X-Bzpeer-Signature": signature}
    )


def test_nothing_goes_to_an_address_that_bounced_until_it_is_confirmed_again(client):
    account = make_account()
    assert report(client, {"addresses": [account.email.upper(), "nobody@example.org"]}).status_code == 204
    assert report(client, {"addresses": [account.email]}).status_code == 204
    assert account.email not in str(Bounce.objects.values())
    mails.send("account/email/staying", to=account.email, context={})
    assert not Letter.objects.exists()
    # Somebody asks for a code: the report may have been wrong.
    mails.send("account/email/staying", to=account.email, context={}, is_asked_for=True)
    assert Letter.objects.count() == 1
    client.force_login(account)
    assert "does not arrive" in client.get("/accounts/").content.decode()
    email_confirmed.send(sender=EmailAddress, email_address=EmailAddress.objects.get(user=account), request=None)
    assert bounces.bounced([account.email]) == set()


def test_only_who_knows_the_secret_may_tell(client, settings):
    body = {"addresses": ["a@example.org"]}
    assert report(client, body, "other").status_code == 404
    assert client.post("/mail/bounces/", body, content_type="application/json").status_code == 404
    settings.MAIL_BOUNCE_SECRET = ""
    assert report(client, body, "").status_code == 404
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[]", *({"addresses": given} for given in ("a@b.c", [1], [""], ["a"] * 1001))]
)
def test_what_cannot_be_read_is_refused(client, body):
    assert report(client, body).status_code == 422
    assert not Bounce.objects.exists()
