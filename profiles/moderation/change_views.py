"""The merges and splits there were, and taking one back with one click."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.claims.errors import Refused, TooMany
from profiles.joining.queries import change_lines, change_total
from profiles.moderation import undoing
from profiles.moderation.access import Desk
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.sitting import at_the_desk
from profiles.moderation.views import kept_within_limits
from works.models import AuthorChange

PER_PAGE = 25


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def changes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every merge and split, newest first, each with its undo; seven queries with what a session costs."""
    return _changes(request, desk)


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def undo_change(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Takes one back; 409 with a sentence where a later one rests on it, or it is too late.

    A change to a held record waits for a second moderator.
    """
    change = get_object_or_404(AuthorChange, pk=pk)
    if not desk.is_moderator:
        raise Http404("no such change")
    try:
        is_back = undoing.undo_change(desk=desk, change=change)
    except Refused as refused:
        return _changes(request, desk, refusal=str(refused.words), status=409)
    except TooMany as error:
        raise kept_within_limits(desk, error) from error
    except ConflictOfInterest as conflict:
        raise Http404("no such change") from conflict
    if is_back:
        messages.success(request, _("Taken back. Everything is where it was."))
    else:
        messages.info(request, _("Somebody holds this record, so a second moderator has to agree: the case is open."))
    return done(request, goto=reverse("moderation:changes"))


def _changes(request: HttpRequest, desk: Desk, *, refusal: str = "", status: int = 200) -> HttpResponse:
    place = page_of(request, total=change_total(), per_page=PER_PAGE)
    lines = change_lines(place.offset, place.per_page)
    context = {"desk": desk, "place": place, "lines": lines, "refusal": refusal}
    return show(request, "profiles/moderation/changes.html", context, status=status)
