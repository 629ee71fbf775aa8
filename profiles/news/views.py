"""What is new of whom one follows, and the list of whom."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account, for_account_or
from bzpeer.web.htmx import done, show
from bzpeer.web.keyset import place_of
from bzpeer.web.numbers import number_of
from profiles.follows import services as follows
from profiles.follows.targets import target_of
from profiles.news import following as queries
from profiles.notices import services as notices


@require_safe
@for_account
def following(request: HttpRequest, account: User) -> HttpResponse:
    """New works by day, each with the reason it is there, fifty lines a page."""
    place = place_of(request, name="news")
    page = queries.following_page(account, before=place.last_id)
    context = {"page": page, "earlier": place.earlier_url(page.before)}
    return show(request, "profiles/news/following.html", context)


@require_safe
@for_account
def followed(request: HttpRequest, account: User) -> HttpResponse:
    """What the account follows, newest first, each with its buttons."""
    place = place_of(request, name="follows")
    lines, before = queries.follows_page(account, before=place.last_id)
    context = {"lines": lines, "earlier": place.earlier_url(before)}
    return show(request, "profiles/news/followed.html", context)


@require_POST
@for_account_or("news:following")
def see_news(request: HttpRequest, account: User) -> HttpResponse:
    """The news up to the newest that the page showed are seen."""
    notices.see_all(account=account, until=number_of(request.POST.get("until", "")), kinds=["news"])
    return done(request, goto=reverse("news:following"))


@require_POST
@for_account_or("news:followed")
def mute(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """No news of it, or with `on` in the form news again; the follow stays. 404 for another's."""
    follows.count_press(account)
    follows.set_muted(follow=queries.own_follow_or_404(pk, account), is_muted="on" not in request.POST)
    return done(request, goto=reverse("news:followed"))


@require_POST
@for_account_or("news:followed")
def stop_following(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """It is not followed any more. 404 for another's."""
    follow = queries.own_follow_or_404(pk, account)
    follows.count_press(account)
    follows.unfollow_target(account=account, target=target_of(getattr(follow, follow.kind), follow.kind))
    return done(request, goto=reverse("news:followed"))
