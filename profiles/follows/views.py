"""Follow and unfollow: forms without JavaScript, fragments with it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, to_log_in
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404, visible_facts_or_404
from profiles.follows import services
from profiles.researchers.page import FollowState, follow_state, followers_figure
from works.models import Author


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def follow(request: HttpRequest, ref: Ref) -> HttpResponse:
    """POST follows. GET leads there: to log-in, or to a page with the one button; who follows already, to the profile.

    409 for one's own record.
    """
    account = account_of(request)
    if request.method != "POST" and account is not None:
        return _follow_page(request, ref, account)
    author = visible_author_or_404(ref)
    if account is None:
        return to_log_in(request, f"{author.get_absolute_url()}follow/")
    services.count_press(account)
    try:
        result = services.follow(account=account, author=author)
    except services.OwnRecord:
        return show(request, "profiles/follows/own_record.html", {"author": author}, status=409)
    return _followed(request, author, result)


@require_POST
@limited("pages")
@cache_control(private=True, no_store=True)
def unfollow(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Ends a follow; the same answer when there was none."""
    author = visible_author_or_404(ref)
    account = account_of(request)
    if account is None:
        return to_log_in(request, f"{author.get_absolute_url()}follow/")
    services.count_press(account)
    return _followed(request, author, services.unfollow(account=account, author=author))


def _follow_page(request: HttpRequest, ref: Ref, account: User) -> HttpResponse:
    author = visible_facts_or_404(ref)
    state = follow_state(author, account=account)
    if state.is_following or state.is_own:
        return done(request, goto=author)
    moved = true_address(request, ref, author)
    context = {"author": author, "path": author.get_absolute_url(), "follow": state}
    return moved or show(request, "profiles/follows/follow.html", context)


def _followed(request: HttpRequest, author: Author, result: services.Following) -> HttpResponse:
    state = FollowState(result.followers, is_following=result.is_following)
    context = {
        "author": author,
        "path": author.get_absolute_url(),
        "follow": state,
        "figure": followers_figure(result.followers),
    }
    trigger = "followed" if result.is_following else "unfollowed"
    return done(request, goto=author, fragment="profiles/follows/_followed.html", context=context, trigger=trigger)
