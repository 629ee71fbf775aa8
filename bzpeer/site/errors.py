"""The error pages, in the site's look."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, is_valid_path
from psycopg_pool import PoolTimeout

from bzpeer.db.retries import TryAgain
from bzpeer.web.errors import DamagedLink, Gone, TooManyRequests, error_page
from bzpeer.web.forgery import typed_in
from bzpeer.web.headers import Answer
from bzpeer.web.refs import words_of

RETRY_SECONDS = 10
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
LAST_RESORT = "<!doctype html><html lang=en><title>bzpeer</title><h1>Something went wrong on our side</h1>"


class ErrorPages:
    """Middleware: an error that a view raised, as its page. All else is Django's to sort out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it comes."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400, 409, 410, 429, 503, or None for an error that is not ours to explain."""
        if isinstance(error, Gone):
            return error_page(request, 410)
        if isinstance(error, DamagedLink):
            return error_page(request, 400, first=error.first)
        if isinstance(error, TryAgain):
            return error_page(request, 409)
        if isinstance(error, TooManyRequests):
            return error_page(request, 429, words=request.GET.get("q", "")[:300], wait=error.wait)
        if isinstance(error, DATABASE_AWAY):
            return error_page(request, 503, wait=RETRY_SECONDS)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a form that is too large."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403, with no hint of what is behind it."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 for a form whose token has run out, with what was typed."""
    return error_page(request, 403, typed=typed_in(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the search box filled from the address; 301 where only the case of the letters was wrong."""
    lower = request.path.lower()
    if isinstance(exception, Resolver404) and lower != request.path and is_valid_path(lower):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{lower}?{query}" if query else lower)
    return error_page(request, 404, words=words_of(request.path))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it was the database that went away outside of a view; runs no query."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return error_page(request, 503, wait=RETRY_SECONDS)
    try:
        body: str = render_to_string("errors/500.html")
    except Exception:
        # Whatever broke the templates, an answer goes out.
        body = LAST_RESORT
    return HttpResponse(body, status=500, headers={"Cache-Control": "no-store"})
