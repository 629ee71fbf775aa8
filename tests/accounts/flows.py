"""What people do on the account pages, as steps for tests."""

import re

from django.conf import settings
from django.core import mail
from django.http import HttpRequest, HttpResponse

from bzpeer.accounts import known_browsers, letters
from bzpeer.accounts.models import Letter

PASSWORD = "correct horse battery staple"


def known_cookie(account):
    """What a browser holds that the account was used from lately."""
    request, response = HttpRequest(), HttpResponse()
    known_browsers.note(request, account=account)
    known_browsers.keep(request, response)
    return response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME].value


def make_known(client, account):
    """The account was used from this browser lately."""
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = known_cookie(account)


def log_in(client, account, **more):
    """The log-in form, filled in, in a browser that the account was used from lately."""
    make_known(client, account)
    return client.post("/accounts/login/", {"login": account.email, "password": PASSWORD, **more})


def sent():
    """The mails so far; those that wait for a worker are sent first."""
    for letter in Letter.objects.filter(given_up_at=None).order_by("pk"):
        letters.send(letter_id=letter.pk)
    return mail.outbox


def link_in(message):
    """The path of the first link to the site in a mail, as a browser would ask for it."""
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.body)[1]


def code_in(message):
    """The code that stands on a line of its own."""
    return re.search(r"^([A-Z]{8})$", message.body, re.MULTILINE)[1]
