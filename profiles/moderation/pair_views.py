"""Authors that may be one, for moderators: compared, made a case, kept apart, and taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.claims.errors import Refused
from profiles.moderation import pairs as comparing
from profiles.moderation.access import Desk, moderating
from profiles.moderation.sitting import at_the_desk


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def pairs(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ten pairs a page, `?decided=1` the decided ones. Seven queries with session, account and roles."""
    return _pairs(request, moderating(desk))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def decide_pair(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """`verdict` is `case`, `two people`, or empty to take the decision back. 409 when it was decided meanwhile."""
    account = moderating(desk).account
    both = comparing.pairs_for(account, is_decided=False), comparing.pairs_for(account, is_decided=True)
    pair = both[0].filter(pk=pk).first() or get_object_or_404(both[1], pk=pk)
    verdict = request.POST.get("verdict", "")
    try:
        if verdict == comparing.Verdict.CASE:
            return done(request, goto=reverse("moderation:case", args=[comparing.open_merge(desk=desk, pair=pair).pk]))
        if verdict == comparing.Verdict.TWO:
            comparing.keep_apart(desk=desk, pair=pair)
        elif not verdict:
            comparing.take_back(desk=desk, pair=pair)
        else:
            return _pairs(request, desk, status=422)
    except Refused as refusal:
        return _pairs(request, desk, status=409, refusal=str(refusal.words))
    return done(request, goto=reverse("moderation:pairs"))


def _pairs(request: HttpRequest, desk: Desk, *, status: int = 200, refusal: str = "") -> HttpResponse:
    is_decided = "decided" in request.GET
    found = comparing.pairs_for(desk.account, is_decided=is_decided)
    place = page_of(request, total=found.count(), per_page=comparing.PER_PAGE)
    context = {
        "desk": desk,
        "pairs": comparing.compared(found, place.offset),
        "place": place,
        "is_decided": is_decided,
        "refusal": refusal,
    }
    return show(request, "profiles/moderation/pairs.html", context, status=status)
