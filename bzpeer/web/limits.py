"""Limits on reading, as `safety.md` lists them; those on acts that write are counted in the database, elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bzpeer.web import store
from bzpeer.web.errors import TooManyRequests
from bzpeer.web.networks import network_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Limit = Literal["pages", "search", "suggestions", "slices"]


@dataclass(frozen=True)
class Allowance:
    """How many requests a window of so many seconds takes, from a network and from an account."""

    seconds: int
    network: int
    account: int


ALLOWANCES: dict[Limit, Allowance] = {
    "pages": Allowance(60, 600, 600),
    "search": Allowance(60, 60, 120),
    # One while somebody types every few letters; of their own, so that typing uses up no search.
    "suggestions": Allowance(60, 300, 300),
    "slices": Allowance(3600, 30, 30),
}


def limited(limit: Limit) -> Callable[[View[P]], View[P]]:
    """Decorator of a view: beyond the allowance it raises TooManyRequests, which is a 429 with the wait."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if settings.RATE_LIMITS:
                check(request, limit)
            return view(request, *args, **kwargs)

        return counted

    return wrap


def check(request: HttpRequest, limit: Limit) -> None:
    """Counts this request. Raises TooManyRequests with the seconds until the window ends."""
    allowance = ALLOWANCES[limit]
    # Without a session cookie nobody is signed in; asking for the user would touch the session.
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    who = f"account {request.user.pk}" if signed_in else network_of(request)
    now = int(time.time())
    window = now // allowance.seconds
    key = f"limit:{limit}:{who}:{window}".replace(" ", "-")
    if store.count(key, seconds=allowance.seconds) > (allowance.account if signed_in else allowance.network):
        raise TooManyRequests(wait=(window + 1) * allowance.seconds - now)
