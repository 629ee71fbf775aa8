"""The explorer, and the fragment that a waiting page asks for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from graph.paths.views import address_of, connection
from graph.signals import held_author
from graph.slices.asking import asked_panel
from graph.slices.centres import Centre, centre_or_404
from graph.slices.queries import SlicePanel
from graph.templatetags.slices import MOST_LOOKS
from works.models import Author
from works.record.addresses import Kind

FRAGMENTS = {"slice": "graph/_slice.html"}


@require_safe
@limited("pages")
def explorer(request: HttpRequest, ref: Ref, kind: Kind) -> HttpResponse:
    """The slice of a centre, large, with its table open; with `?to=` or `?who=` how an author is connected.

    Two queries; with a session three more: it, its account and the record that it holds.
    """
    centre = centre_or_404(kind, ref)
    elsewhere = true_address(request, ref, centre)
    if elsewhere:
        return elsewhere
    if isinstance(centre, Author) and request.GET.keys() & {"to", "who"}:
        return connection(request, start=centre)
    panel = asked_panel(request, kind, centre.pk)
    return stored_page(
        request,
        version=f"{centre.version} {panel.version}",
        render=lambda: show(
            request, "graph/explorer.html", _context(centre, kind, panel) | _yours(request, centre), fragments=FRAGMENTS
        ),
        is_passing=panel.state == "waiting",
    )


@require_safe
@limited("pages")
def slice_fragment(request: HttpRequest, ref: Ref, kind: Kind) -> HttpResponse:
    """The slice as it is now, `?attempt=` looks after the page was loaded; a browser gets the explorer. Two queries."""
    centre = centre_or_404(kind, ref)
    elsewhere = true_address(request, ref, centre)
    if elsewhere:
        return elsewhere
    context = _context(centre, kind, asked_panel(request, kind, centre.pk))
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx's middleware puts it there
        context |= {"attempt": _attempt(request), "is_table_open": request.GET.get("table") == "open"}
    response = show(request, "graph/explorer.html", context, fragments=FRAGMENTS)
    response["Cache-Control"] = "no-store"
    return response


def _context(centre: Centre, kind: Kind, panel: SlicePanel) -> dict[str, Any]:
    path = centre.get_absolute_url()
    return {
        "panel": panel,
        "slice_url": path + "graph/slice/",
        "attempt": 0,
        "is_table_open": True,
        "name": str(centre),
        "address": f"{settings.PUBLIC_URL}{path}graph/",
        "back": path,
        "back_words": {
            "author": gettext("Back to the profile"),
            "work": gettext("Back to the paper"),
            "topic": gettext("Back to the topic"),
            "institution": gettext("Back to the institution"),
        }[kind],
    }


def _yours(request: HttpRequest, centre: Centre) -> dict[str, Any]:
    """How somebody who holds a record gets to the connection with whom they look at."""
    if not isinstance(centre, Author):
        return {}
    own = held_author(account_of(request))
    is_other = own is not None and own != centre
    return {"start": centre, "your_way": address_of(own, centre) if own and is_other else ""}


def _attempt(request: HttpRequest) -> int:
    """How often the page has looked; whatever else stands there counts as the first time."""
    given = request.GET.get("attempt", "")
    return min(int(given), MOST_LOOKS) if given.isascii() and given.isdigit() and len(given) < 4 else 0
