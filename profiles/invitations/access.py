"""Who may see which invitation: its two sides; for everybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account_or
from bzpeer.web.htmx import show
from profiles.invitations.errors import MovedOn
from profiles.invitations.models import Invitation

P = ParamSpec("P")


def invitations_with(account: User) -> QuerySet[Invitation]:
    """Those that the account sent or got."""
    return Invitation.objects.filter(Q(sender=account) | Q(recipient=account))


def own_invitation_or_404(pk: int, account: User) -> Invitation:
    """An invitation that the account sent or got; one query."""
    found = invitations_with(account).select_related("work", "topic").filter(pk=pk).first()
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

    @for_account_or("invitations:invitations")
    @wraps(view)
    def answered(request: HttpRequest, account: User, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, account, *args, **kwargs)
        except MovedOn as refusal:
            return show(request, "profiles/invitations/refused.html", {"words": refusal.words}, status=409)

    return answered
