"""Who may see which claim: its claimant alone; for everybody else it is not there."""

from django.http import Http404

from bzpeer.accounts.models import User
from profiles.claims import objections, vouching
from profiles.claims.models import Claim, Evidence, EvidenceKind, Vouch
from works.models import Author


def own_claim_or_404(pk: int, account: User) -> Claim:
    """The account's claim with its author; one query."""
    claim = Claim.objects.select_related("author", "account").filter(pk=pk, account=account).first()
    if claim is None:
        raise Http404("no such claim")
    return claim


def own_evidence_or_404(claim: Claim, pk: int) -> Evidence:
    """A piece of evidence of this claim; one query."""
    evidence = Evidence.objects.select_related("claim__author").filter(pk=pk, claim=claim).first()
    if evidence is None:
        raise Http404("no such evidence")
    return evidence


def request_to_vouch_or_404(pk: int, account: User) -> tuple[Evidence, Vouch | None]:
    """What this account was asked to vouch for, and its word if it was given; three queries at most."""
    found = Evidence.objects.select_related("claim__author").filter(pk=pk, kind=EvidenceKind.VOUCH)
    evidence = found.first()
    if evidence is None:
        raise Http404("no such request")
    given = Vouch.objects.filter(evidence=evidence, voucher=account, withdrawn_at=None).first()
    if given is None and not vouching.may_vouch(evidence, account):
        raise Http404("no such request")
    return evidence, given


def objectionable_or_404(author: Author, account: User) -> Claim:
    """The half-open claim on this record, for somebody who holds evidence for it."""
    claim = objections.objectionable(author, account)
    if claim is None:
        raise Http404("nothing to object to")
    return claim
