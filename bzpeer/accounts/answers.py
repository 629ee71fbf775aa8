"""How the account pages answer, around allauth's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from bzpeer.web.errors import TooManyRequests

View = Callable[..., HttpResponse]
# allauth does not tell how long its windows still last; this is its longest one for log-ins.
WAIT_SECONDS = 300


def account_page(view: View) -> View:
    """The view, with 422 for a refused form, our page for too many requests, and nothing kept by anybody."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 429:
            raise TooManyRequests(wait=WAIT_SECONDS)
        if request.method == "POST" and _is_refused(response):
            response.status_code = 422
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def log_out_page(view: View) -> View:
    """As `account_page`; after the log-out the browser forgets what it kept of this site."""

    @account_page
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return answer


def _is_refused(response: HttpResponse) -> bool:
    form = (getattr(response, "context_data", None) or {}).get("form")
    return bool(form is not None and form.is_bound and form.errors)
