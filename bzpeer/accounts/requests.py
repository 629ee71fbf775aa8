"""Who a request comes from."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import cache_control

from bzpeer.accounts.models import User
from bzpeer.web.htmx import elsewhere, target_of
from bzpeer.web.limits import limited

P = ParamSpec("P")


def account_of(request: HttpRequest) -> User | None:
    """The account that is logged in, or None; without a session cookie the session is not even looked at."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_authenticated else None


def is_still(request: HttpRequest, account: User) -> bool:
    """Whether the log-in that a long answer began with still stands, as the database has it; two queries."""
    again = HttpRequest()
    again.session = type(request.session)(request.session.session_key)
    return get_user(again) == account


def for_account(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: the view gets the account, its answer is stored nowhere; without one, to log-in and back."""
    return for_account_or("")(view)


def for_account_or(
    name: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, User, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """The same for views that only act: an act cannot be come back to, the page of this name can."""

    def decorated(
        view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        @limited("pages")
        @cache_control(private=True, no_store=True)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            account = account_of(request)
            if account is None:
                return to_log_in(request, reverse(name) if name and request.method == "POST" else request.path)
            return view(request, account, *args, **kwargs)

        return answered

    return decorated


def to_log_in(request: HttpRequest, path: str) -> HttpResponse:
    """To log-in, and from there to this path of ours."""
    address = f"{reverse('account_login')}?{urlencode({'next': path})}"
    return HttpResponseRedirect(address) if target_of(request) is None else elsewhere(address)
