"""What htmx gets back: the table in `style.md` 2.5."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers

HTMX_HEADERS = ("HX-Request", "HX-Target", "HX-History-Restore-Request")


def target_of(request: HttpRequest) -> str | None:
    """The id of the element that htmx wants to swap; None for a browser and for a history restore.

    htmx 4 sends `tag#id`, earlier ones the bare id. The headers choose a shape and prove nothing.
    """
    # Not `request.headers`, which reads every header first: this is asked of every page.
    meta = request.META
    if meta.get("HTTP_HX_REQUEST") != "true" or meta.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return None
    return unquote(meta.get("HTTP_HX_TARGET", "").rpartition("#")[2])


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragments: Mapping[str, str] | None = None,
    status: int = 200,
    wait: int = 0,
) -> HttpResponse:
    """The page, or the fragment whose root has the id that htmx targets; an unknown target gets the page.

    `fragments` maps target ids to template files, `wait` is after how many seconds asking again makes sense
    (`Retry-After`). Both shapes carry the same `Vary`.
    """
    target = target_of(request)
    if fragments and target is not None:
        template = fragments.get(target, template)
    response = render(request, template, dict(context), status=status)
    if wait:
        response["Retry-After"] = str(wait)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def done(
    request: HttpRequest,
    *,
    goto: Any,
    fragment: str | None = None,
    context: Mapping[str, Any] | None = None,
    trigger: str | None = None,
) -> HttpResponse:
    """The answer to an act: 303 to `goto` for a browser; for htmx the new fragment, else 204 with `HX-Redirect`.

    `goto` is an object with an address, a URL name or a path of ours; `trigger` names the event for other panels.
    """
    address = resolve_url(goto)
    if target_of(request) is None:
        response: HttpResponse = HttpResponseRedirect(address)
        response.status_code = 303
    elif fragment:
        response = render(request, fragment, dict(context or {}))
        if trigger:
            response["HX-Trigger"] = trigger
    else:
        response = elsewhere(address)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def elsewhere(address: str) -> HttpResponse:
    """204 with `HX-Redirect`: htmx leaves for another page, and swaps nothing."""
    return HttpResponse(status=204, headers={"HX-Redirect": address})
