"""The page that shows everything about an account in plain words, and the page of its sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from bzpeer.accounts import leaving, letters, orcid, sessions
from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey, as its owner sees it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How an account is got into."""

    has_password: bool
    passkeys: list[Passkey]
    has_code_app: bool
    codes_left: int | None


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """`/accounts/`; 7 queries beside the log-in's own."""
    account = _account(request)
    addresses = list(EmailAddress.objects.filter(user=account).order_by("-primary", "email"))
    context: dict[str, Any] = {
        "addresses": addresses,
        "unreachable": letters.lost(address.email for address in addresses),
        "ways": ways_in(account),
        "orcids": SocialAccount.objects.filter(user=account, provider=orcid.PROVIDER).values_list("uid", flat=True),
        "is_orcid_offered": orcid.is_offered(),
        "sessions": sessions.sessions_of(account, this=request.session.session_key),
        "leaves_on": leaving.due_date(account=account),
    }
    return render(request, "account/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions of the account; POST ends `session`, or all but this one with `all`."""
    account = _account(request)
    if request.method == "POST":
        return _end(request, account)
    this = request.session.session_key
    return render(request, "usersessions/usersession_list.html", {"sessions": sessions.sessions_of(account, this=this)})


def ways_in(account: User) -> WaysIn:
    """How this account is got into; one query."""
    passkeys, has_code_app, codes_left = [], False, None
    for factor in Authenticator.objects.filter(user=account).order_by("pk"):
        if factor.type == Authenticator.Type.WEBAUTHN:
            name = str(factor.wrap().name)
            passkeys.append(Passkey(factor.pk, name, factor.created_at, factor.last_used_at))
        elif factor.type == Authenticator.Type.TOTP:
            has_code_app = True
        else:
            codes_left = len(factor.wrap().get_unused_codes())
    return WaysIn(account.has_usable_password(), passkeys, has_code_app, codes_left)


def _end(request: HttpRequest, account: User) -> HttpResponse:
    if "all" in request.POST:
        sessions.end_all(account=account, but=request.session.session_key)
        messages.success(request, gettext("Every other session has ended."))
    else:
        number = request.POST.get("session", "")
        if not number.isdecimal() or not sessions.end_one(account=account, pk=min(int(number), 2**63 - 1)):
            raise Http404("no such session")
        messages.success(request, gettext("The session has ended."))
    return HttpResponseRedirect(reverse("usersessions_list"), status=303)


def _account(request: HttpRequest) -> User:
    account = account_of(request)
    if account is None:
        raise Http404("nobody is logged in")
    return account
