"""Who is logged in in a browser, without the pages by which one logs in."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import BrowserContext

from bzpeer.accounts.models import User
from bzpeer.accounts.sessions import SEEN


def log_in(context: BrowserContext, account: User, *, server: str, is_fresh: bool = True) -> None:
    """From now on this account is logged in in that browser: since just now, or too long ago for what is risky."""
    client = Client()
    client.force_login(account)
    request = HttpRequest()
    request.session = client.session
    if is_fresh:
        record_authentication(request, account, method="password")
    # The browser, which this log-in has not seen, is noted with the first page.
    del request.session[SEEN]
    request.session.save()
    key = str(request.session.session_key)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server}])
