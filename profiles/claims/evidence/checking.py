"""All kinds of proof together: what they offer for a record, and how one is checked and stored."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from profiles.claims import rules
from profiles.claims.evidence import homepage, mail, orcid, statement, vouch
from profiles.claims.evidence.findings import Finding, Offer
from profiles.claims.models import Claim, Evidence, EvidenceKind, EvidenceState
from works.models import Author

# What makes two pieces of one kind the same.
SAME_BY = {
    EvidenceKind.ORCID: "orcid",
    EvidenceKind.MAIL: "digest",
    EvidenceKind.HOMEPAGE: "url",
    EvidenceKind.VOUCH: "work",
    EvidenceKind.STATEMENT: "text",
}


class Proof(Protocol):
    """A module of this folder, one for each kind."""

    def offer(self, author: Author) -> Offer:
        """What would work for this record."""

    def check(self, evidence: Evidence, *, today: date) -> Finding:
        """What can be found without other servers."""


PROOFS: Mapping[str, Proof] = {
    EvidenceKind.ORCID: orcid,
    EvidenceKind.MAIL: mail,
    EvidenceKind.HOMEPAGE: homepage,
    EvidenceKind.VOUCH: vouch,
    EvidenceKind.STATEMENT: statement,
}


def offers(author: Author) -> list[Offer]:
    """Every kind of proof with what it would be held against; those that work first. Eight queries."""
    every = [proof.offer(author) for proof in PROOFS.values()]
    return sorted(every, key=lambda one: not one.works)


def same(claim: Claim, kind: str, fact: Mapping[str, Any]) -> Evidence | None:
    """The evidence of this claim that says the same already."""
    key = SAME_BY[EvidenceKind(kind)]
    return claim.evidence.filter(kind=kind, **{f"fact__{key}": fact.get(key)}).order_by("id").first()


def check(evidence: Evidence, *, now: datetime) -> Evidence:
    """Checks what can be checked here and now, and stores what came of it."""
    if evidence.state == EvidenceState.HOLDS and _was_looked_at(evidence):
        return evidence
    return store(evidence, PROOFS[evidence.kind].check(evidence, today=now.date()), now=now)


def _was_looked_at(evidence: Evidence) -> bool:
    # A page that was read is not unread by looking at the row again, nor a moderator's yes taken back.
    is_accepted = evidence.kind in rules.LOOKED_AT and not evidence.fact.get("rule")
    return is_accepted or evidence.kind == EvidenceKind.HOMEPAGE


def store(evidence: Evidence, finding: Finding, *, now: datetime) -> Evidence:
    """Writes a finding to its row."""
    evidence.state, evidence.finding, evidence.gives = finding.state, finding.words, finding.gives
    evidence.fact = evidence.fact | dict(finding.fact) | {"rule": finding.rule}
    is_found = finding.state == EvidenceState.HOLDS
    evidence.checked_at = now
    evidence.holds_until = now + rules.PROOF_LIVES[finding.gives] if is_found and finding.gives else None
    evidence.save()
    return evidence
