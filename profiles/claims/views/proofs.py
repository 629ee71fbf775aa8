"""Bringing evidence: one page a proof."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.orcid import is_offered
from bzpeer.db.outbox.queries import is_late
from bzpeer.web.htmx import done, show
from profiles.claims import clock, page_reading, services, words
from profiles.claims.access import own_claim_or_404, own_evidence_or_404
from profiles.claims.evidence import homepage, mail, orcid, record, statement, vouch
from profiles.claims.forms import AddressForm, ConfirmForm, PageForm, VouchForm, WordsForm
from profiles.claims.models import Claim, Evidence, EvidenceKind
from profiles.claims.views.answering import for_account


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def add_evidence(request: HttpRequest, account: User, pk: int, kind: str) -> HttpResponse:
    """The page of one kind of proof; POST brings it. 422 with what was typed, 404 for an unknown kind."""
    own = own_claim_or_404(pk, account)
    if kind not in EvidenceKind.values:
        raise Http404("no such kind of evidence")
    form = _form(kind, own, account, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        fact = _fact(kind, form.cleaned_data, account)
        evidence = services.add_evidence(claim=own, by=account, kind=kind, fact=fact)
        return _after(request, own, evidence)
    context = {"claim": own, "author": own.author, "kind": kind, "form": form, "kind_name": words.kind_name(kind)}
    context |= _around(kind, account)
    return show(request, "profiles/claims/evidence.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_account
def drop_evidence(request: HttpRequest, account: User, pk: int, evidence: int) -> HttpResponse:
    """Takes a piece of evidence out of a draft."""
    own = own_claim_or_404(pk, account)
    services.drop_evidence(claim=own, by=account, evidence=own_evidence_or_404(own, evidence))
    return done(request, goto=reverse("claims:claim", args=[own.pk]))


@require_safe
@for_account
def page_proof(request: HttpRequest, account: User, pk: int, evidence: int) -> HttpResponse:
    """The token for a home page, where to put it, and what came of the last look."""
    own = own_claim_or_404(pk, account)
    proof = _page_proof_or_404(own, evidence)
    context = {"claim": own, "author": own.author, "evidence": proof, "link": homepage.link_of(proof)}
    context |= {"meta": homepage.META, "is_late": is_late([page_reading.key(proof.pk)])}
    return show(request, "profiles/claims/page_proof.html", context)


@require_POST
@for_account
def check_page(request: HttpRequest, account: User, pk: int, evidence: int) -> HttpResponse:
    """Has the page read by a worker. 429 beyond the limits; the token stays."""
    own = own_claim_or_404(pk, account)
    page_reading.ask(evidence=_page_proof_or_404(own, evidence), by=account)
    messages.success(request, _("We read the page now. Load this page again in a moment to see what we found."))
    return done(request, goto=reverse("claims:page_proof", args=[own.pk, evidence]))


@require_POST
@for_account
def renew_token(request: HttpRequest, account: User, pk: int, evidence: int) -> HttpResponse:
    """A new token, good for seven days."""
    own = own_claim_or_404(pk, account)
    page_reading.renew(evidence=_page_proof_or_404(own, evidence), by=account)
    return done(request, goto=reverse("claims:page_proof", args=[own.pk, evidence]))


def _page_proof_or_404(own: Claim, pk: int) -> Evidence:
    found = own_evidence_or_404(own, pk)
    if found.kind != EvidenceKind.HOMEPAGE:
        raise Http404("no page to read")
    return found


def _form(kind: str, own: Claim, account: User, data: QueryDict | None) -> forms.Form:
    if kind == EvidenceKind.MAIL:
        return AddressForm(data, addresses=mail.confirmed(account))
    if kind == EvidenceKind.HOMEPAGE:
        return PageForm(data, pages=record.homepages(own.author), has_orcid=record.names_orcid(own.author))
    if kind == EvidenceKind.VOUCH:
        return VouchForm(data, works=vouch.works_of(own.author))
    if kind == EvidenceKind.STATEMENT:
        hint = _("What only the person behind these works would know: where you worked when, who you wrote with, why.")
        return WordsForm(data, label=_("Why this record is yours"), hint=hint)
    return ConfirmForm(data if orcid.id_of(account) else None)


def _fact(kind: str, given: Mapping[str, Any], account: User) -> Mapping[str, Any]:
    if kind == EvidenceKind.MAIL:
        return mail.fact_of(given["address"])
    if kind == EvidenceKind.HOMEPAGE:
        return homepage.fact_of(given["url"], clock.now())
    if kind == EvidenceKind.VOUCH:
        return vouch.fact_of(int(given["work"]), given["note"])
    if kind == EvidenceKind.STATEMENT:
        return statement.fact_of(given["words"])
    return orcid.fact_of(orcid.id_of(account))


def _around(kind: str, account: User) -> Mapping[str, Any]:
    if kind == EvidenceKind.ORCID:
        return {"orcid": orcid.id_of(account), "is_orcid_offered": is_offered()}
    return {}


def _after(request: HttpRequest, own: Claim, evidence: Evidence) -> HttpResponse:
    if evidence.kind == EvidenceKind.HOMEPAGE:
        return done(request, goto=reverse("claims:page_proof", args=[own.pk, evidence.pk]))
    return done(request, goto=reverse("claims:claim", args=[own.pk]))
