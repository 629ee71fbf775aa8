"""Errors that a view may raise, and the one way to answer with an error page."""

import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from bzpeer.web.forgery import Typed
from bzpeer.web.htmx import HTMX_HEADERS, target_of

# A longer wait is told in minutes.
LONGEST_IN_SECONDS = 90


class Gone(Exception):
    """What stood here was removed at the person's request: 410, without the name."""


class DamagedLink(Exception):
    """A link of ours that was cut or edited on its way: 400, with a link to `first`, where the list begins."""

    def __init__(self, first: str) -> None:
        super().__init__(first)
        self.first = first


class TooManyRequests(Exception):
    """A limit of `safety.md` is reached: 429.

    `wait` is in seconds.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(f"again in {wait} s")
        self.wait = wait


class Refused(Exception):
    """A request that is turned away before any view sees it; `status` is one of 403, 405, 414 and 431."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def error_page(
    request: HttpRequest,
    status: int,
    *,
    words: str = "",
    wait: int | None = None,
    typed: Sequence[Typed] = (),
    first: str = "",
) -> HttpResponse:
    """The page of an error, or for htmx a notice in the place of what was asked for; never stored by anybody.

    `words` fill the search box; `wait`, in seconds, is told and sent as `Retry-After`; what was `typed` can be sent
    again; `first` is where a list begins that a damaged link led into. Runs no query.
    """
    minutes = -(-wait // 60) if wait is not None and wait > LONGEST_IN_SECONDS else None
    told = {"status": status, "words": words, "wait": wait, "minutes": minutes, "typed": typed, "first": first}
    context = {**told, "target": _target(request)}
    template = "errors/_error.html" if context["target"] else f"errors/{status}.html"
    response = HttpResponse(render_to_string(template, context, request), status=status)
    response["Cache-Control"] = "no-store"
    if wait is not None:
        response["Retry-After"] = str(wait)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def _target(request: HttpRequest) -> str:
    # The id goes back into the page, so only what can be an id of ours does.
    target = target_of(request) or ""
    return target if re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", target) else ""
