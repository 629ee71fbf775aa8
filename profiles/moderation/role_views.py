"""Roles: administrators appoint moderators and one another. Django's admin is not installed."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.again import after_log_in_again
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from profiles.moderation import appointing
from profiles.moderation.access import Desk
from profiles.moderation.forms import RoleForm, SettleForm, posted
from profiles.moderation.sitting import at_the_desk

DeskView = Callable[[HttpRequest, Desk], HttpResponse]


def for_administrators(view: DeskView) -> DeskView:
    """404 for moderators, before anybody is asked to log in again."""

    @wraps(view)
    def answer(request: HttpRequest, desk: Desk) -> HttpResponse:
        if not desk.is_administrator:
            raise Http404("no such page")
        return view(request, desk)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
@for_administrators
@after_log_in_again()
def roles(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who has which role, and what is proposed; POST gives, proposes, confirms, refuses or ends one.

    Ten minutes after the log-in it asks for another one. 409 for a proposal that is no more.
    """
    if "act" in request.POST:
        return _settle(request, desk)
    form = RoleForm(posted(request))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            appointing.propose(desk=desk, **form.cleaned_data)
            return done(request, goto="moderation:roles")
        except appointing.UnknownAccount:
            form.add_error("email", _("Nobody has an account with this address."))
    return _page(request, desk, form, status=status)


def _settle(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, RoleForm(), status=422)
    act, pk = form.cleaned_data["act"], form.cleaned_data["pk"]
    if act == "end":
        appointing.end(desk=desk, pk=pk)
    elif act == "refuse":
        appointing.refuse(desk=desk, pk=pk)
    elif appointing.confirm(desk=desk, pk=pk) is None:
        refusal = _("This proposal is no more, or it is your own: another administrator confirms it.")
        return _page(request, desk, RoleForm(), status=409, refusal=refusal)
    return done(request, goto="moderation:roles")


def _page(request: HttpRequest, desk: Desk, form: RoleForm, *, status: int = 200, refusal: str = "") -> HttpResponse:
    page = appointing.roles_page({*desk.moderators, *desk.administrators})
    context = {"desk": desk, "page": page, "form": form, "refusal": refusal}
    return show(request, "profiles/moderation/roles.html", context, status=status)
