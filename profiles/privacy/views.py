"""The pages on which an account gets its copy, leaves, and thinks again."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from bzpeer.accounts import leaving
from bzpeer.accounts.again import after_log_in_again, has_logged_in_lately, log_in_again
from bzpeer.accounts.answers import account_page, log_out_page
from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.web.errors import TooManyRequests
from profiles.privacy import export as exports


@require_http_methods(["GET", "HEAD", "POST"])
@account_page
@login_required
@after_log_in_again("POST")
def export(request: HttpRequest) -> HttpResponse:
    """The copies there are; POST asks for one more."""
    account = _account(request)
    if request.method == "POST":
        try:
            exports.ask(account=account)
        except exports.TooMany as error:
            raise TooManyRequests(wait=error.wait) from None
        messages.success(request, gettext("The copy is being made. We write to you when it is ready."))
        return HttpResponseRedirect(reverse("privacy:export"), status=303)
    return render(request, "account/privacy/export.html", {"exports": exports.exports_of(account)})


@require_safe
@account_page
@login_required
@after_log_in_again()
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of one's own copy; 404 for anybody else's, an old one, one that is not ready."""
    for found in exports.exports_of(_account(request)):
        if found.pk == pk and found.ready_at and default_storage.exists(found.name):
            with default_storage.open(found.name) as file:
                packed = HttpResponse(file.read(), content_type="application/zip")
            packed["Content-Disposition"] = 'attachment; filename="bzpeer-export.zip"'
            return packed
    raise Http404("no such copy")


@require_http_methods(["GET", "HEAD", "POST"])
@log_out_page
@login_required
def deletion(request: HttpRequest) -> HttpResponse:
    """What deletion means, with its button; in the fourteen days after it, the button that keeps the account."""
    account = _account(request)
    due_at = leaving.due_date(account=account)
    if request.method != "POST" or "delete" not in request.POST or due_at:
        return render(request, "account/privacy/deletion.html", {"leaves_on": due_at, "days": leaving.DAYS})
    if not has_logged_in_lately(request):
        return log_in_again(request)
    leaves = leaving.ask(account=account)
    logout(request)
    return render(request, "account/privacy/leaving.html", {"leaves_on": leaves.due_at})


@require_http_methods(["POST"])
@account_page
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """The account stays."""
    leaving.stay(account=_account(request))
    messages.success(request, gettext("Your account stays. Everything is as it was."))
    return HttpResponseRedirect(reverse("account_overview"), status=303)


def _account(request: HttpRequest) -> User:
    account = account_of(request)
    if account is None:
        raise Http404("nobody is logged in")
    return account
