"""Whom one keeps away: nobody else sees it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account_or
from bzpeer.web.htmx import done, show
from profiles.blocks import services
from profiles.blocks.models import Block
from profiles.blocks.queries import blocks_of
from profiles.invitations.access import for_account


@require_safe
@for_account
def blocks(request: HttpRequest, account: User) -> HttpResponse:
    """The list, with a button for each that lets them near again."""
    return show(request, "profiles/blocks/blocks.html", {"blocks": blocks_of(account)})


@require_POST
@for_account_or("blocks:blocks")
def unblock(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """One's own block ends; 404 for anybody else's."""
    services.unblock(block=_own_or_404(pk, account), account=account)
    return done(request, goto=reverse("blocks:blocks"))


def _own_or_404(pk: int, account: User) -> Block:
    found = Block.objects.filter(pk=pk, account=account).first()
    if found is None:
        raise Http404("no such block")
    return found
