"""Following topics, institutions and searches: forms without JavaScript, fragments with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, to_log_in
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.follows import services
from profiles.follows.queries import is_following
from profiles.follows.targets import Target, asked_in, record_or_404, target_of

FRAGMENT = "profiles/follows/_follow_record.html"


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def follow_record(request: HttpRequest, ref: Ref, kind: str) -> HttpResponse:
    """POST follows a topic or institution; GET leads to log-in, or to a page with the one button."""
    record = record_or_404(kind, ref)
    moved = None if request.method == "POST" else true_address(request, ref, record)
    return moved or _follow(request, target_of(record, kind))


@require_POST
@limited("pages")
@cache_control(private=True, no_store=True)
def unfollow_record(request: HttpRequest, ref: Ref, kind: str) -> HttpResponse:
    """Ends it; the same answer when it was not followed."""
    return _act(request, target_of(record_or_404(kind, ref), kind), services.unfollow_target)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def follow_search(request: HttpRequest) -> HttpResponse:
    """As `follow_record`, for the search in `?q=`; 404 without one."""
    return _follow(request, asked_in(request))


@require_POST
@limited("pages")
@cache_control(private=True, no_store=True)
def unfollow_search(request: HttpRequest) -> HttpResponse:
    """Ends it; the same answer when it was not followed."""
    return _act(request, asked_in(request), services.unfollow_target)


def _follow(request: HttpRequest, target: Target) -> HttpResponse:
    account = account_of(request)
    if request.method == "POST" or account is None:
        return _act(request, target, services.follow_target)
    if is_following(account, target):
        return done(request, goto=target.path)
    return show(request, "profiles/follows/follow_record.html", {"target": target, "state": "other"})


def _act(request: HttpRequest, target: Target, act: Callable[..., None]) -> HttpResponse:
    account: User | None = account_of(request)
    if account is None:
        return to_log_in(request, target.act("follow"))
    services.count_press(account)
    act(account=account, target=target)
    state = "following" if act is services.follow_target else "other"
    return done(request, goto=target.path, fragment=FRAGMENT, context={"target": target, "state": state})
