"""Logging in again before what is hard to undo (safety.md, section 1): within ten minutes, whichever way."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from bzpeer.accounts.requests import account_of

View = Callable[..., HttpResponse]


def has_logged_in_lately(request: HttpRequest) -> bool:
    """Whether this session logged in, or again, within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds; no query."""
    account = account_of(request)
    records = get_authentication_records(request, account) if account else []
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def after_log_in_again(*methods: str) -> Callable[[View], View]:
    """Decorator: requests by these methods (all if none is named) first lead to log-in again, and back by a GET.

    Nothing of a form is kept meanwhile: it may hold a new password.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if account_of(request) is None:
                return redirect_to_login(request.get_full_path())
            if (methods and request.method not in methods) or has_logged_in_lately(request):
                return view(request, *args, **kwargs)
            return log_in_again(request)

        return answer

    return wrap


def log_in_again(request: HttpRequest) -> HttpResponse:
    """The redirect to the first way to log in again that the account has."""
    from allauth.account.adapter import get_adapter

    method = get_adapter(request).get_reauthentication_methods(request.user)[0]
    return HttpResponseRedirect(f"{method['url']}?{urlencode({'next': request.get_full_path()})}")
