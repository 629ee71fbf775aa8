"""Inviting somebody, and what becomes of it."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.invitations import queries, services, words
from profiles.invitations.access import for_account, own_invitation_or_404, received_or_404, sent_or_404
from profiles.invitations.errors import CannotInvite
from profiles.invitations.forms import DeclineForm, InvitationForm
from profiles.invitations.models import Invitation
from profiles.invitations.rules import Refusal
from profiles.invitations.saying import said_in
from profiles.invitations.standing import Standing, standing
from works.models import Author


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def invite(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """The form; POST shows what will be sent, and with `send` sends it.

    409 for an unclaimed record and one's own, 403 where the act is not theirs, 429 beyond the week's number; what was
    typed stays.
    """
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author) if request.method != "POST" else None
    if moved:
        return moved
    form = InvitationForm(request.POST if request.method == "POST" else None, author=author)
    is_whole = form.is_bound and form.is_valid()
    if is_whole and "send" in request.POST:
        return _send(request, account, author, form)
    stands = standing(account=account, author=author)
    if is_whole and stands.refusal is None and "change" not in request.POST:
        return _preview(request, author, form, stands)
    return _form_page(request, author, form, stands, status=422 if form.errors else 200, refusal=stands.refusal)


@require_safe
@for_account
def invitations(request: HttpRequest, account: User) -> HttpResponse:
    """What the account sent and got, and how many it may send. Nine queries with session and account."""
    place = page_of(request, total=queries.total_of(account), per_page=queries.PER_PAGE)
    context = {
        "lines": queries.invitations_of(account, place),
        "place": place,
        "allowance": queries.allowance_of(account),
    }
    return show(request, "profiles/invitations/invitations.html", context)


@require_safe
@for_account
def invitation(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """One invitation, to its two sides; 404 for everybody else."""
    page = queries.invitation_page(own_invitation_or_404(pk, account), account)
    found = page.invitation
    context = {"page": page, "invitation": found, "said": said_in(found), "decline_form": DeclineForm()}
    return show(request, "profiles/invitations/invitation.html", context)


@require_POST
@for_account
def accept(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Opens the conversation."""
    conversation = services.accept(invitation=received_or_404(pk, account), by=account)
    return done(request, goto=reverse("conversations:conversation", args=[conversation.pk]))


@require_POST
@for_account
def decline(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """No, with a reason if one was chosen, then or afterwards."""
    found = received_or_404(pk, account)
    form = DeclineForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _back(request, services.decline(invitation=found, by=account, reason=reason))


@require_POST
@for_account
def ask_later(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Not now."""
    return _back(request, services.ask_later(invitation=received_or_404(pk, account), by=account))


@require_POST
@for_account
def withdraw(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """The sender takes it back."""
    return _back(request, services.withdraw(invitation=sent_or_404(pk, account), by=account))


def _back(request: HttpRequest, found: Invitation) -> HttpResponse:
    return done(request, goto=reverse("invitations:invitation", args=[found.pk]))


def _send(request: HttpRequest, account: User, author: Author, form: InvitationForm) -> HttpResponse:
    try:
        made = services.send(account=account, author=author, asked=form.asked(), key=form.sent_key)
    except CannotInvite as error:
        stands = standing(account=account, author=author)
        return _form_page(request, author, form, stands, refusal=error.refusal, wait=error.wait)
    messages.success(request, _("Your invitation is on its way."))
    return done(request, goto=reverse("invitations:invitation", args=[made.pk]))


def _preview(request: HttpRequest, author: Author, form: InvitationForm, stands: Standing) -> HttpResponse:
    meant = Invitation(**asdict(form.asked()))
    context = {**_context(author, form, stands), "invitation": meant, "said": said_in(meant)}
    return show(request, "profiles/invitations/preview.html", context)


def _form_page(
    request: HttpRequest,
    author: Author,
    form: InvitationForm,
    stands: Standing,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    wait: int = 0,
) -> HttpResponse:
    """The form with what was typed; with a `refusal` it says why, and offers the form only where something is in it."""
    context = _context(author, form, stands) | {"refusal": words.REFUSALS[refusal] if refusal else ""}
    status = words.status_of(refusal) if refusal else status
    seconds = wait or int(stands.wait.total_seconds() if stands.wait else 1)
    again = max(1, seconds) if status == 429 else 0
    return show(request, "profiles/invitations/invite.html", context, status=status, wait=again)


def _context(author: Author, form: InvitationForm, stands: Standing) -> dict[str, Any]:
    return {
        "author": author,
        "path": author.get_absolute_url(),
        "form": form,
        "left": stands.left,
        "blocks": reverse("blocks:blocks"),
    }
