"""The others' side of a claim: a collaborator who is asked to vouch, a holder of evidence who objects."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims import objections, vouching
from profiles.claims.access import objectionable_or_404, request_to_vouch_or_404
from profiles.claims.forms import WordsForm
from profiles.claims.views.answering import for_account
from works.models import Work


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def vouch(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """What somebody asks this account to confirm; POST confirms it. 404 for everybody whose word would not count."""
    evidence, given = request_to_vouch_or_404(pk, account)
    if request.method == "POST":
        vouching.give(evidence=evidence, by=account)
        return done(request, goto=reverse("claims:vouch", args=[pk]))
    work = Work.objects.only("id", "slug", "title", "year").get(pk=evidence.fact["work"])
    context = {"evidence": evidence, "author": evidence.claim.author, "work": work, "given": given}
    return show(request, "profiles/claims/vouch.html", context)


@require_POST
@for_account
def take_vouch_back(request: HttpRequest, account: User, pk: int) -> HttpResponse:
    """The word is withdrawn, and what rests on it goes at once."""
    evidence, _given = request_to_vouch_or_404(pk, account)
    vouching.take_back(evidence=evidence, by=account)
    return done(request, goto=reverse("claims:vouch", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def object_to_claim(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """An objection in the half-open week, once, by who holds evidence for the record; 404 for everybody else."""
    author = visible_author_or_404(ref)
    elsewhere = true_address(request, ref, author)
    if elsewhere:
        return elsewhere
    claim = objectionable_or_404(author, account)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("Why the claim is wrong"),
        hint=_("Two moderators read it, with what your account holds for this record beside it."),
    )
    if form.is_bound and form.is_valid():
        objections.object_to(claim=claim, by=account, words=form.cleaned_data["words"])
        return done(request, goto=author)
    context = {"form": form, "author": author, "has_objected": objections.has_objected(claim, account)}
    return show(request, "profiles/claims/object.html", context, status=422 if form.is_bound else 200)
