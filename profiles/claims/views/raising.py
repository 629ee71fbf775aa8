"""What a claimant or holder asks moderators for beside the claim: an institution's domain, the highest level."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from profiles.claims import own_domains, raising
from profiles.claims.access import own_claim_or_404, own_evidence_or_404
from profiles.claims.evidence import record
from profiles.claims.forms import DomainForm
from profiles.claims.models import EvidenceKind, EvidenceState
from profiles.claims.views.answering import for_account


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def suggest_domain(request: HttpRequest, account: User, pk: int, evidence: int) -> HttpResponse:
    """Which institution uses the domain of an address that matched nothing; POST sends it to a moderator."""
    own = own_claim_or_404(pk, account)
    proof = own_evidence_or_404(own, evidence)
    if proof.kind != EvidenceKind.MAIL or proof.state != EvidenceState.FAILED or not proof.fact.get("domain"):
        raise Http404("no domain to suggest")
    domain = proof.fact["domain"]
    data = request.POST if request.method == "POST" else None
    form = DomainForm(data, institutions=record.institutions(own.author), domain=domain)
    if form.is_bound and form.is_valid():
        own_domains.suggest(author=own.author, by=account, **form.cleaned_data)
        messages.success(request, _("A moderator looks at it within 7 days. Your address is compared again then."))
        return done(request, goto=reverse("claims:claim", args=[own.pk]))
    context = {"claim": own, "author": own.author, "form": form, "domain": domain}
    return show(request, "profiles/claims/domain.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_account
def ask_highest(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """The holder asks for the highest level. 409 where it is not to be had."""
    own = own_claim_or_404(pk, account)
    raising.ask(claim=own, by=account)
    return done(request, goto=reverse("claims:claim", args=[own.pk]))
