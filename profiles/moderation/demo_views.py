"""The demo's moderator logs in: a page with a button, whose POST does it once, on this machine only."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.web.htmx import done, show
from profiles.moderation import demo

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
@transaction.atomic
def enter(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """404 for another network, and on a site that is no demo; 410 for a link that was used or has run out."""
    if not demo.is_allowed(request.META.get("REMOTE_ADDR", "")) or "HTTP_X_FORWARDED_FOR" in request.META:
        raise Http404("no such page")
    account = demo.account_for(pk, token)
    if account is None:
        return show(request, "profiles/moderation/enter.html", {"is_over": True}, status=410)
    if request.method != "POST":
        return show(request, "profiles/moderation/enter.html", {"is_over": False})
    login(request, account, backend=BACKEND)
    # Second factor included, and fresh enough for what asks to log in again.
    record_authentication(request, account, method="mfa", type="totp", reauthenticated=True)
    return done(request, goto="moderation:queue")
