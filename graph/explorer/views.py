"""The explorer: the larger graph of a centre, and what of it is asked for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show, target_of
from bzpeer.web.limits import limited
from bzpeer.web.numbers import number_or_0
from bzpeer.web.refs import Ref, true_address
from graph.explorer.asking import asked_graph
from graph.explorer.exports import FORMATS, Format
from graph.explorer.filters import Filters, filters_of
from graph.explorer.page import explorer_page
from graph.explorer.queries import StoredGraph
from graph.explorer.selection import select
from graph.explorer.stored import Content
from graph.paths.views import address_of, connection
from graph.signals import held_author
from graph.slices.asking import asked_panel
from graph.slices.centres import Centre, centre_or_404
from graph.slices.queries import SlicePanel, slice_panel
from graph.templatetags.slices import MOST_LOOKS
from works.models import Author
from works.record.addresses import Kind

FRAGMENTS = {"explorer": "graph/_explorer.html"}


@require_safe
@limited("pages")
def explorer(request: HttpRequest, ref: Ref, kind: Kind) -> HttpResponse:
    """The graph of a centre, filtered by `?kinds=&years=&topic=`; with `?format=` as a file; with `?to=` or `?who=`
    how an author is connected.

    Two queries; three while the larger graph is computed and the smaller one stands in for it; with a session three
    more: it, its account and the record that it holds.
    """
    centre = centre_or_404(kind, ref)
    elsewhere = true_address(request, ref, centre)
    if elsewhere:
        return elsewhere
    return _explorer(request, centre, kind)


@require_safe
@limited("pages")
def slice_fragment(request: HttpRequest, ref: Ref, kind: Kind) -> HttpResponse:
    """The slice as it is now, `?attempt=` looks after the page was loaded; a browser gets the explorer. Two queries."""
    centre = centre_or_404(kind, ref)
    elsewhere = true_address(request, ref, centre)
    if elsewhere:
        return elsewhere
    if target_of(request) is None:
        return _explorer(request, centre, kind)
    context: dict[str, Any] = {
        "panel": asked_panel(request, kind, centre.pk),
        "slice_url": f"{centre.get_absolute_url()}graph/slice/",
        "attempt": _attempt(request),
    }
    response = show(request, "graph/_slice.html", context)
    response["Cache-Control"] = "no-store"
    return response


@limited("search")
def exported(
    request: HttpRequest,  # noqa: ARG001 - the limit counts it
    content: Content,
    filters: Filters,
    *,
    asked: Format,
    name: str,
) -> HttpResponse:
    """What is shown, as a file."""
    written = asked.write(select(content, filters), settings.PUBLIC_URL)
    disposition = f'attachment; filename="{name}-graph.{asked.ending}"'
    return HttpResponse(
        written,
        content_type=asked.media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


def _explorer(request: HttpRequest, centre: Centre, kind: Kind) -> HttpResponse:
    if isinstance(centre, Author) and request.GET.keys() & {"to", "who"}:
        return connection(request, start=centre)
    graph = asked_graph(request, kind, centre.pk)
    filters = filters_of(request.GET)
    asked = FORMATS.get(request.GET.get("format", ""))
    if asked and graph.content:
        return exported(request, graph.content, filters, asked=asked, name=centre.slug)
    panel = None if graph.content else graph.meanwhile(slice_panel(kind, centre.pk))

    def render() -> HttpResponse:
        context = _context(request, centre, kind, filters) | _shown(graph, panel, filters)
        return show(request, "graph/explorer.html", context, fragments=FRAGMENTS)

    version = f"{centre.version} {graph.version} {panel.version if panel else ''}"
    return stored_page(request, version=version, render=render, is_passing=graph.is_awaited)


def _shown(graph: StoredGraph, panel: SlicePanel | None, filters: Filters) -> dict[str, Any]:
    page = explorer_page(graph.content, filters) if graph.content else None
    return {"graph": graph, "panel": panel, "page": page}


def _context(request: HttpRequest, centre: Centre, kind: Kind, filters: Filters) -> dict[str, Any]:
    path = centre.get_absolute_url()
    return {
        "explorer_url": f"{path}graph/",
        "slice_url": f"{path}graph/slice/",
        "query": filters.query,
        "attempt": _attempt(request),
        "name": str(centre),
        "address": f"{settings.PUBLIC_URL}{path}graph/",
        "back": path,
        "back_words": _back_words(kind),
        "formats": tuple(FORMATS),
        **_yours(request, centre),
    }


def _yours(request: HttpRequest, centre: Centre) -> dict[str, Any]:
    """How somebody who holds a record gets to the connection with whom they look at."""
    if not isinstance(centre, Author):
        return {}
    own = held_author(account_of(request))
    is_other = own is not None and own != centre
    return {"start": centre, "your_way": address_of(own, centre) if own and is_other else ""}


def _back_words(kind: Kind) -> str:
    return {
        "author": gettext("Back to the profile"),
        "work": gettext("Back to the paper"),
        "topic": gettext("Back to the topic"),
        "institution": gettext("Back to the institution"),
    }[kind]


def _attempt(request: HttpRequest) -> int:
    """How often the page has looked; whatever else stands there counts as the first time."""
    return min(number_or_0(request.GET.get("attempt", ""), longest=3), MOST_LOOKS)
