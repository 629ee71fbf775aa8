"""Who is logged in in a browser, without the pages by which one logs in."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from bzpeer.accounts.models import User
from bzpeer.accounts.sessions import SEEN


def cookie_of(account: User, *, is_fresh: bool = True) -> dict[str, str]:
    """The cookie of a browser in which this account has logged in: just now, or too long ago for what is risky."""
    client = Client()
    client.force_login(account)
    request = HttpRequest()
    request.session = client.session
    if is_fresh:
        record_authentication(request, account, method="password")
    # The browser, which this log-in has not seen, is noted with the first page.
    del request.session[SEEN]
    request.session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(request.session.session_key)}
