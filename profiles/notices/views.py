"""The list of notices, its settings, and the link at the end of each mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, for_account, for_account_or
from bzpeer.web.htmx import done, show, target_of
from bzpeer.web.keyset import place_of
from bzpeer.web.limits import limited
from bzpeer.web.numbers import number_of
from profiles.notices import links, queries, services
from profiles.notices.forms import NoticesForm
from profiles.notices.kinds import SUBJECTS


@require_safe
@for_account
def notices(request: HttpRequest, account: User) -> HttpResponse:
    """What the account was told, by day, fifty a page."""
    place = place_of(request, name="notices")
    page = queries.notices_page(account, before=place.last_id)
    context = {"page": page, "earlier": place.earlier_url(page.before)}
    return show(request, "profiles/notices/notices.html", context)


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
def new_notices(request: HttpRequest) -> HttpResponse:
    """For htmx, each minute on every page: how many are new, in the header. Three queries with session and account.

    204 once nobody is logged in any more: what is typed on a page must not be lost by it. A browser gets the list.
    """
    if target_of(request) is None:
        return done(request, goto="notices:notices")
    if account_of(request) is None:
        return HttpResponse(status=204)
    return show(request, "profiles/notices/_new.html", {})


@require_POST
@for_account_or("notices:notices")
def see_notices(request: HttpRequest, account: User) -> HttpResponse:
    """All up to the newest that the page showed are seen; what came since stays new."""
    services.see_all(account=account, until=number_of(request.POST.get("until", "")))
    return done(request, goto=reverse("notices:notices"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def notice_settings(request: HttpRequest, account: User) -> HttpResponse:
    """How often mail comes, about what, and when not. 422 for a zone or hours that there are not."""
    given = request.POST if request.method == "POST" else None
    form = NoticesForm(given, choices=queries.choices_of(account), hours=queries.hours_of(account))
    if form.is_bound and form.is_valid():
        services.choose(account=account, frequencies=form.frequencies(), hours=form.hours())
        messages.success(request, _("Your choices are kept."))
        return done(request, goto=reverse("notices:notice_settings"))
    return show(request, "profiles/notices/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows the button, POST does it, for a mail program too; nobody has to log in. 404 for a damaged link."""
    meant = links.read(key)
    if meant is None:
        raise Http404("no such link")
    is_done = request.method == "POST"
    if is_done:
        services.unsubscribe(account_id=meant.account_id, subjects=meant.subjects)
    labels = [SUBJECTS[name].label for name in meant.subjects if name in SUBJECTS]
    return show(request, "profiles/notices/unsubscribe.html", {"labels": labels, "is_done": is_done})
