"""Reporting somebody's words, and keeping them away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from profiles.blocks import services as blocks
from profiles.claims.errors import TooMany
from profiles.conversations.access import message_or_404
from profiles.conversations.forms import WordsReportForm
from profiles.conversations.models import Message, Participant
from profiles.conversations.reporting import NobodyThere, report_words
from profiles.conversations.views import in_conversation
from profiles.invitations.access import for_account, received_or_404
from profiles.invitations.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def report_invitation(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """An invitation that one got, to the moderators."""
    found = received_or_404(pk, account)
    back = reverse("invitations:invitation", args=[pk])
    return _report(request, account, found.sender, back=back, invitation=found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def block_sender(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Asks, then keeps away whoever sent this invitation."""
    found = received_or_404(pk, account)
    return _block(request, account, found.sender, back=reverse("invitations:invitation", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def report_message(request: HttpRequest, side: Participant, message: int) -> HttpResponse:
    """A message of the other, to the moderators; 404 for one's own."""
    found = message_or_404(side, message)
    if found.sender_id == side.account_id:
        raise Http404("one's own message")
    back = reverse("conversations:conversation", args=[side.conversation_id])
    return _report(request, side.account, found.sender, back=back, message=found)


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def block_other(request: HttpRequest, side: Participant) -> HttpResponse:
    """Asks, then keeps away whoever one talked with."""
    number = side.conversation.invitation.other_side(side.account_id)
    other = User.objects.get(pk=number) if number else None
    return _block(request, side.account, other, back=reverse("conversations:conversation", args=[side.conversation_id]))


def _report(
    request: HttpRequest,
    account: User,
    writer: User | None,
    *,
    back: str,
    invitation: Invitation | None = None,
    message: Message | None = None,
) -> HttpResponse:
    form = WordsReportForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "back": back, "message": message}
    if not (form.is_bound and form.is_valid()):
        return _report_page(request, context, status=422 if form.is_bound else 200)
    words = form.cleaned_data["words"]
    try:
        report_words(account=account, writer=writer, words=words, invitation=invitation, message=message)
    except NobodyThere:
        refusal = _("The account that wrote this is gone, so there is nothing to decide about it.")
        return _report_page(request, context | {"refusal": refusal}, status=409)
    except TooMany as error:
        return _report_page(request, context | {"refusal": error.words}, status=429, wait=error.wait)
    if form.cleaned_data["blocks"] and writer is not None:
        blocks.block(account=account, other=writer)
    messages.success(request, _("A moderator looks at it within 7 days, and you get the answer by mail."))
    return done(request, goto=back)


def _block(request: HttpRequest, account: User, other: User | None, *, back: str) -> HttpResponse:
    if request.method != "POST" or other is None:
        return show(request, "profiles/blocks/block.html", {"back": back, "is_gone": other is None})
    blocks.block(account=account, other=other)
    return done(request, goto=reverse("blocks:blocks"))


def _report_page(request: HttpRequest, context: dict[str, Any], *, status: int, wait: int = 0) -> HttpResponse:
    return show(request, "profiles/conversations/report.html", context, status=status, wait=wait)
