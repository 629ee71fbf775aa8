"""Authors that may be one, for moderators: compared, made a case, kept apart, and taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bzpeer.web.htmx import done
from bzpeer.web.limits import limited
from profiles.claims.errors import Refused
from profiles.moderation import pairs as likely_authors
from profiles.moderation.access import Desk, moderating
from profiles.moderation.comparing import compared_page, is_about_decided
from profiles.moderation.sitting import at_the_desk


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def pairs(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ten pairs a page, `?decided=1` the decided ones. Eight queries with session, account, notices and roles."""
    return _pairs(request, moderating(desk))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def decide_pair(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """`verdict` is `case`, `two people`, or empty to take the decision back. 409 when it was decided meanwhile."""
    account = moderating(desk).account
    both = likely_authors.pairs_for(account, is_decided=False), likely_authors.pairs_for(account, is_decided=True)
    pair = both[0].filter(pk=pk).first() or get_object_or_404(both[1], pk=pk)
    verdict = request.POST.get("verdict", "")
    try:
        if verdict == likely_authors.Verdict.CASE:
            return done(
                request, goto=reverse("moderation:case", args=[likely_authors.open_merge(desk=desk, pair=pair).pk])
            )
        if verdict == likely_authors.Verdict.TWO:
            likely_authors.keep_apart(desk=desk, pair=pair)
        elif not verdict:
            likely_authors.take_back(desk=desk, pair=pair)
        else:
            return _pairs(request, desk, status=422)
    except Refused as refusal:
        return _pairs(request, desk, status=409, refusal=str(refusal.words))
    return done(request, goto=reverse("moderation:pairs"))


def _pairs(request: HttpRequest, desk: Desk, *, status: int = 200, refusal: str = "") -> HttpResponse:
    return compared_page(
        request,
        desk,
        likely_authors.pairs_for(desk.account, is_decided=is_about_decided(request)),
        likely_authors.compared,
        template="profiles/moderation/pairs.html",
        address=reverse("moderation:pairs"),
        status=status,
        refusal=refusal,
    )
