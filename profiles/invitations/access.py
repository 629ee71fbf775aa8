"""Who may see which invitation: its two sides; for everybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, to_log_in
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from profiles.invitations.errors import MovedOn
from profiles.invitations.models import Invitation

P = ParamSpec("P")


def own_invitation_or_404(pk: int, account: User) -> Invitation:
    """An invitation that the account sent or got; one query."""
    about = Invitation.objects.select_related("work", "topic")
    found = about.filter(pk=pk, sender=account).first() or about.filter(pk=pk, recipient=account).first()
    if found is None:
        raise Http404("no such invitation")
    return found


def received_or_404(pk: int, account: User) -> Invitation:
    """An invitation that the account got."""
    found = own_invitation_or_404(pk, account)
    if found.recipient_id != account.pk:
        raise Http404("no such invitation")
    return found


def sent_or_404(pk: int, account: User) -> Invitation:
    """An invitation that the account sent."""
    found = own_invitation_or_404(pk, account)
    if found.sender_id != account.pk:
        raise Http404("no such invitation")
    return found


def for_account(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: the view gets the account, without one the answer leads to log-in and back; nothing is stored.

    An invitation that has moved on meanwhile is 409, in words.
    """

    @wraps(view)
    @limited("pages")
    @cache_control(private=True, no_store=True)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account = account_of(request)
        if account is None:
            # An act cannot be come back to; the list can.
            return to_log_in(request, request.path if request.method != "POST" else reverse("invitations:invitations"))
        try:
            return view(request, account, *args, **kwargs)
        except MovedOn as refusal:
            return show(request, "profiles/invitations/refused.html", {"words": refusal.words}, status=409)

    return answered
