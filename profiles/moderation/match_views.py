"""Works that may be one, for moderators: compared side by side, decided, and taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.claims.errors import Refused
from profiles.moderation import matches as comparing
from profiles.moderation.access import Desk, moderating
from profiles.moderation.sitting import at_the_desk
from works.models import MatchCase


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def matches(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ten cases a page, `?decided=1` the decided ones. Seven queries with session, account and roles."""
    return _matches(request, moderating(desk))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def decide_match(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """`verdict` is `one work`, `two works`, or empty to take the decision back. 409 when it was decided meanwhile."""
    case = get_object_or_404(MatchCase, pk=pk)
    verdict = request.POST.get("verdict", "")
    try:
        if not verdict:
            comparing.take_back(desk=moderating(desk), case=case)
        elif verdict in MatchCase.Verdict.values:
            comparing.decide(desk=moderating(desk), case=case, verdict=verdict)
        else:
            return _matches(request, moderating(desk), status=422)
    except Refused as refusal:
        return _matches(request, desk, status=409, refusal=str(refusal.words))
    return done(request, goto=reverse("moderation:matches"))


def _matches(request: HttpRequest, desk: Desk, *, status: int = 200, refusal: str = "") -> HttpResponse:
    is_decided = "decided" in request.GET
    cases = comparing.decided_matches() if is_decided else comparing.open_matches()
    place = page_of(request, total=cases.count(), per_page=comparing.PER_PAGE)
    context = {
        "desk": desk,
        "matches": comparing.compared(list(cases[place.offset : place.offset + place.per_page])),
        "place": place,
        "is_decided": is_decided,
        "refusal": refusal,
    }
    return show(request, "profiles/moderation/matches.html", context, status=status)
