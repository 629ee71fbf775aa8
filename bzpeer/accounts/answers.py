"""How the account pages answer, around allauth's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import requests
from allauth.socialaccount.models import SocialApp
from csp.decorators import csp_update
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_cache_control

from bzpeer.accounts import limits, orcid
from bzpeer.web.errors import TooManyRequests

View = Callable[..., HttpResponse]
# allauth does not tell how long its windows still last; none of those that are left to it is longer.
WAIT_SECONDS = 60
FORMS = ("form", "webauthn_form")
METHODS = ("GET", "HEAD", "POST")


def account_page(view: View) -> View:
    """The view, with 422 for a refused form, our page for too many requests, and nothing kept by anybody."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS:
            # Django's form views would take a PUT for a POST.
            return HttpResponseNotAllowed(METHODS)
        response = view(request, *args, **kwargs)
        if response.status_code == 429:
            raise TooManyRequests(wait=WAIT_SECONDS)
        errors = _errors(response) if request.method == "POST" else []
        if errors:
            response.status_code = 422
        waits = [error.params["wait"] for error in errors if error.code == limits.TOO_MANY and error.params]
        if waits:
            response.status_code = 429
            response["Retry-After"] = str(max(waits))
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


def leads_to_orcid(view: View) -> View:
    """The view of a page with a button to ORCID, which `form-action` has to name: browsers check it on redirects."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not orcid.is_offered():
            return view(request, *args, **kwargs)
        allow = csp_update({"form-action": [settings.ORCID_SITE]})
        return cast(View, allow(view))(request, *args, **kwargs)

    return answer


def orcid_page(view: View) -> View:
    """allauth's view of the way to ORCID or back; an ORCID that is away or talks nonsense is told in words."""

    @account_page
    @leads_to_orcid
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            # allauth takes everything but a GET for the press of the button.
            request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        except SocialApp.DoesNotExist:
            raise Http404("no such way to log in") from None
        except requests.RequestException:
            return orcid.does_not_answer(request)
        except orcid.NONSENSE:
            return orcid.not_confirmed(request)

    return answer


def _errors(response: HttpResponse) -> list[ValidationError]:
    given = getattr(response, "context_data", None) or {}
    forms = [given[name] for name in FORMS if given.get(name) is not None]
    return [error for form in forms if form.is_bound for errors in form.errors.as_data().values() for error in errors]
