"""The fragment that a waiting page asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bzpeer.web.htmx import show, target_of
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from graph.slices.asking import asked_panel
from graph.slices.centres import centre_or_404
from graph.templatetags.slices import MOST_LOOKS
from works.record.addresses import Kind


@require_safe
@limited("pages")
def slice_fragment(request: HttpRequest, ref: Ref, kind: Kind) -> HttpResponse:
    """The slice as it is now, `?attempt=` looks after the page was loaded; a browser goes to the explorer.

    Two queries.
    """
    centre = centre_or_404(kind, ref)
    elsewhere = true_address(request, ref, centre)
    if elsewhere:
        return elsewhere
    path = centre.get_absolute_url()
    if target_of(request) is None:
        return HttpResponseRedirect(f"{path}graph/")
    context: dict[str, Any] = {
        "panel": asked_panel(request, kind, centre.pk),
        "slice_url": f"{path}graph/slice/",
        "attempt": attempt_of(request),
        "is_table_open": request.GET.get("table") == "open",
    }
    response = show(request, "graph/_slice.html", context)
    response["Cache-Control"] = "no-store"
    return response


def back_words(kind: Kind) -> str:
    """What the way back from a graph is called."""
    return {
        "author": gettext("Back to the profile"),
        "work": gettext("Back to the paper"),
        "topic": gettext("Back to the topic"),
        "institution": gettext("Back to the institution"),
    }[kind]


def attempt_of(request: HttpRequest) -> int:
    """How often the page has looked; whatever else stands there counts as the first time."""
    given = request.GET.get("attempt", "")
    return min(int(given), MOST_LOOKS) if given.isascii() and given.isdigit() and len(given) < 4 else 0
