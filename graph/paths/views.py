"""How are these two connected?"""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext

from bzpeer.accounts.requests import account_of
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.markup import unmarked
from bzpeer.web.refs import FORM
from graph.paths import words
from graph.paths.queries import connection_of, offered
from graph.signals import held_author
from graph.slices.centres import author_or_404
from works.models import Author


@limited("search")
def connection(request: HttpRequest, *, start: Author) -> HttpResponse:
    """The connection of `start` with whoever `?to=` names, or those whom `?who=` may mean. Never stored: it follows
    from the whole graph. 404 for a `to` that names nobody, 410 for somebody removed."""
    asked = request.GET.get("to", "")
    if not asked:
        asked = request.GET.get("who", "")
        return _answer(request, start, {"offered": offered(asked, but=start), "who": asked})
    goal = _goal(asked)
    if goal is None:
        return _answer(request, start, {"is_unknown": True}, status=404)
    with_large = request.GET.get("large") == "yes"
    if goal.ref != asked:
        return HttpResponsePermanentRedirect(address_of(start, goal, with_large=with_large))
    return _answer(request, start, _connected(request, start, goal, with_large=with_large))


def address_of(start: Author, goal: Author, *, with_large: bool = False) -> str:
    """The page of a connection."""
    query = {"to": goal.ref} | ({"large": "yes"} if with_large else {})
    return f"{start.get_absolute_url()}graph/?{urlencode(query)}"


def _goal(asked: str) -> Author | None:
    named = FORM.fullmatch(asked)
    try:
        return author_or_404(int(named["pk"])) if named else None
    except Http404:
        return None


def _connected(request: HttpRequest, start: Author, goal: Author, *, with_large: bool) -> dict[str, Any]:
    context: dict[str, Any] = {"goal": goal, "with_large": with_large, "is_same": start == goal}
    if start == goal:
        return context
    shown = connection_of(start, goal, with_large=with_large)
    context |= {
        "connection": shown,
        "back": address_of(goal, start, with_large=with_large),
        "wider": address_of(start, goal, with_large=not with_large),
    }
    if shown.chains:
        title = gettext("How %(one)s and %(other)s are connected") % {"one": start.name, "other": goal.name}
        context |= {"sentences": [words.sentence(chain) for chain in shown.chains]}
        context |= {"svg": words.picture(shown, unmarked(title))}
        if held_author(account_of(request)) == start:
            context |= {"to_you": words.to_themselves(shown, goal)}
    return context


def _answer(request: HttpRequest, start: Author, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = show(request, "graph/connection.html", {"start": start, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response
