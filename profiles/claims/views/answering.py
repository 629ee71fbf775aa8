"""What all pages of claims share: for accounts only, stored nowhere, refusals told in words."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account_or
from bzpeer.web.htmx import show
from profiles.claims.errors import Refused, TooMany

P = ParamSpec("P")


def for_account(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: the view gets the account; without one the answer leads to log-in and back."""

    @for_account_or("claims:claims")
    @wraps(view)
    def answered(request: HttpRequest, account: User, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return told(request, lambda: view(request, account, *args, **kwargs))

    return answered


def told(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`; 409 or 429 in words where it was refused."""
    try:
        return act()
    except Refused as refusal:
        return show(request, "profiles/claims/refused.html", {"words": refusal.words}, status=409)
    except TooMany as limit:
        return show(request, "profiles/claims/refused.html", {"words": limit.words}, status=429, wait=limit.wait)
