"""A page of pairs side by side, of works or of authors: those that wait, or those that were decided."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from bzpeer.web.htmx import show
from bzpeer.web.pagination import page_of
from profiles.moderation.access import Desk

PER_PAGE = 10


def is_about_decided(request: HttpRequest) -> bool:
    """Whether the address asks for decisions, to take one back."""
    return "decided" in request.GET


def compared_page(
    request: HttpRequest,
    desk: Desk,
    cases: QuerySet,
    compared: Callable[[QuerySet], Sequence[Any]],
    *,
    template: str,
    address: str,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """Ten cases a page, as `compared` gives them, in a template that extends `comparing.html`; one query to count."""
    place = page_of(request, total=cases.count(), per_page=PER_PAGE)
    context = {
        "desk": desk,
        "pairs": compared(cases[place.offset : place.offset + PER_PAGE]),
        "place": place,
        "address": address,
        "is_decided": is_about_decided(request),
        "refusal": refusal,
    }
    return show(request, template, context, status=status)
