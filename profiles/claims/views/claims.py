"""A claimant's own claims: the list, the timeline, sending, withdrawing, answering, appealing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.again import after_log_in_again
from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from profiles.claims import clock, queries, services, vouching
from profiles.claims.access import own_claim_or_404
from profiles.claims.evidence import checking
from profiles.claims.forms import WordsForm
from profiles.claims.models import Claim, ClaimState as State
from profiles.claims.views.answering import for_account


@require_safe
@for_account
def claims(request: HttpRequest, account: User) -> HttpResponse:
    """The account's claims, and what it is asked to vouch for."""
    context = {"claims": queries.my_claims(account), "requests": vouching.requests_to(account)}
    return show(request, "profiles/claims/claims.html", context)


@require_safe
@for_account
def claim(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """How a claim stands, what comes next, its evidence and its history. Others' claims are 404."""
    own = own_claim_or_404(pk, account)
    page = queries.claim_page(own, viewer=account, now=clock.now())
    offers = checking.offers(own.author) if page.takes_evidence else []
    context = {"page": page, "claim": own, "author": own.author, "offers": [one for one in offers if one.works]}
    return show(request, "profiles/claims/claim.html", context)


@require_POST
@for_account
def submit(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Sends a draft. 409 without evidence, 429 beyond five a day; the draft stays."""
    own = services.submit(claim=own_claim_or_404(pk, account), by=account)
    if own.state == State.APPROVED:
        messages.success(request, _("Your claim was accepted by rule %(rule)s.") % {"rule": own.rule})
    return _back(request, own)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def withdraw(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Asks, then ends the claim; an approved one is given up at `give_up`."""
    own = own_claim_or_404(pk, account)
    if own.state == State.APPROVED:
        return done(request, goto=reverse("claims:give_up", args=[own.pk]))
    return _confirm_and_withdraw(request, own, account)


@require_http_methods(["GET", "HEAD", "POST"])
@after_log_in_again()
@for_account
def give_up(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """Asks, then gives an approved claim up: the record is unclaimed, the bio is removed."""
    return _confirm_and_withdraw(request, own_claim_or_404(pk, account), account)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def answer(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """The answer to the moderator's question."""
    own = own_claim_or_404(pk, account)
    form = WordsForm(request.POST if request.method == "POST" else None, label=_("Your answer"))
    if form.is_bound and form.is_valid():
        return _back(request, services.answer(claim=own, by=account, words=form.cleaned_data["words"]))
    context = {"form": form, "claim": own, "author": own.author, "question": own.question}
    return _words_page(request, context | {"heading": _("Answer the question"), "send": _("Send the answer")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def appeal(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """The one appeal, within 60 days of the decision."""
    own = own_claim_or_404(pk, account)
    hint = _("Say what was overlooked or misread. Evidence can be added once the appeal is sent.")
    form = WordsForm(
        request.POST if request.method == "POST" else None, label=_("Why the decision should be another one"), hint=hint
    )
    if form.is_bound and form.is_valid():
        return _back(request, services.appeal(claim=own, by=account, words=form.cleaned_data["words"]))
    context = {"form": form, "claim": own, "author": own.author}
    return _words_page(request, context | {"heading": _("Appeal"), "send": _("Send the appeal")})


def _confirm_and_withdraw(request: HttpRequest, own: Claim, account: User) -> HttpResponse:
    if request.method == "POST":
        return _back(request, services.withdraw(claim=own, by=account))
    return show(request, "profiles/claims/withdraw.html", {"claim": own, "author": own.author})


def _words_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return show(request, "profiles/claims/words.html", context, status=status)


def _back(request: HttpRequest, own: Claim) -> HttpResponse:
    return done(request, goto=reverse("claims:claim", args=[own.pk]))
