"""Works that may be one, for moderators: compared side by side, decided, and taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bzpeer.web.htmx import done
from bzpeer.web.limits import limited
from profiles.claims.errors import Refused
from profiles.moderation import matches as likely_works
from profiles.moderation.access import Desk, moderating
from profiles.moderation.comparing import compared_page, is_about_decided
from profiles.moderation.sitting import at_the_desk
from works.models import MatchCase


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def matches(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ten cases a page, `?decided=1` the decided ones. Nine queries with session, account, notices and roles."""
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
            likely_works.take_back(desk=moderating(desk), case=case)
        elif verdict in MatchCase.Verdict.values:
            likely_works.decide(desk=moderating(desk), case=case, verdict=verdict)
        else:
            return _matches(request, moderating(desk), status=422)
    except Refused as refusal:
        return _matches(request, desk, status=409, refusal=str(refusal.words))
    return done(request, goto=reverse("moderation:matches"))


def _matches(request: HttpRequest, desk: Desk, *, status: int = 200, refusal: str = "") -> HttpResponse:
    return compared_page(
        request,
        desk,
        likely_works.decided_matches() if is_about_decided(request) else likely_works.open_matches(),
        likely_works.compared,
        template="profiles/moderation/matches.html",
        address=reverse("moderation:matches"),
        status=status,
        refusal=refusal,
    )
