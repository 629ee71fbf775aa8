"""What all pages of claims share: for accounts only, stored nowhere, refusals told in words."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import cache_control

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.web.htmx import elsewhere, show, target_of
from bzpeer.web.limits import limited
from profiles.claims.errors import Refused, TooMany

P = ParamSpec("P")


def for_account(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: the view gets the account; without one the answer leads to log-in and back."""

    @wraps(view)
    @limited("pages")
    @cache_control(private=True, no_store=True)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account = account_of(request)
        if account is None:
            # An act cannot be come back to; the list of claims can.
            return to_log_in(request, request.path if request.method != "POST" else reverse("claims:claims"))
        return told(request, lambda: view(request, account, *args, **kwargs))

    return answered


def told(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`; 409 or 429 in words where it was refused."""
    try:
        return act()
    except Refused as refusal:
        return show(request, "profiles/claims/refused.html", {"words": refusal.words}, status=409)
    except TooMany as limit:
        response = show(request, "profiles/claims/refused.html", {"words": limit.words}, status=429)
        response["Retry-After"] = str(limit.wait)
        return response


def to_log_in(request: HttpRequest, path: str) -> HttpResponse:
    """To log-in, and back to this path of ours."""
    address = f"{reverse('account_login')}?{urlencode({'next': path})}"
    return HttpResponseRedirect(address) if target_of(request) is None else elsewhere(address)
