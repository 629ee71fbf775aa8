"""The sides of a case: every claim on the record that is alive, with its claimant and its evidence, for and against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.accounts.models import User
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind, EvidenceState
from profiles.moderation.models import Case

ALIVE = (ClaimState.SUBMITTED, ClaimState.NEEDS_INFORMATION, ClaimState.APPEALED, ClaimState.APPROVED)
KINDS: dict[str, Promise] = {
    EvidenceKind.ORCID: gettext_lazy("ORCID sign-in"),
    EvidenceKind.MAIL: gettext_lazy("Institutional e-mail"),
    EvidenceKind.HOMEPAGE: gettext_lazy("Homepage"),
    EvidenceKind.VOUCH: gettext_lazy("Co-authors' word"),
    EvidenceKind.STATEMENT: gettext_lazy("Statement"),
}
STATES: dict[str, Promise] = {
    EvidenceState.WAITING: gettext_lazy("Not decided"),
    EvidenceState.HOLDS: gettext_lazy("Holds"),
    EvidenceState.FAILED: gettext_lazy("Does not hold"),
    EvidenceState.LAPSED: gettext_lazy("Ran out"),
}
# Never shown to anybody: what is kept to compare with, and what would let somebody act as the claimant.
HIDDEN = ("hash", "digest", "token", "local", "sha256", "key")
# Numbers of rows, whose names stand beside them.
NUMBERS = ("institution", "authorships", "work")
LABELS: dict[str, Promise] = {
    "orcid": gettext_lazy("ORCID iD"),
    "institution_name": gettext_lazy("institution"),
    "url": gettext_lazy("page"),
}
AGAINST = (EvidenceState.FAILED, EvidenceState.LAPSED)


@dataclass(frozen=True)
class Fact:
    """One line of what was checked."""

    label: str | Promise
    value: str


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as a moderator sees it."""

    kind: str | Promise
    state: str | Promise
    evidence: Evidence
    facts: list[Fact]
    vouches: int


@dataclass(frozen=True)
class Side:
    """One claim with who made it; `domains` are of confirmed addresses, which themselves are shown to nobody."""

    claim: Claim
    domains: list[str]
    is_subject: bool
    speaks_for: list[Shown] = field(default_factory=list)
    speaks_against: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Claims:
    """The sides, the claim in question first, and the claims that are over."""

    sides: list[Side]
    others: list[Claim]


def claims_of(case: Case) -> Claims:
    """The sides of the case; three queries."""
    known = Claim.objects.filter(author=case.author).exclude(state=ClaimState.DRAFT).select_related("account")
    claims = sorted(known.order_by("pk"), key=lambda claim: claim.pk != case.claim_id)
    alive = [claim for claim in claims if claim.pk == case.claim_id or claim.state in ALIVE]
    domains = _domains(claim.account for claim in alive)
    evidence = _evidence(alive)
    return Claims(
        sides=[
            Side(
                claim,
                domains.get(claim.account_id, []),
                is_subject=claim.pk == case.claim_id,
                speaks_for=[one for one in evidence.get(claim.pk, []) if one.evidence.state not in AGAINST],
                speaks_against=[one for one in evidence.get(claim.pk, []) if one.evidence.state in AGAINST],
            )
            for claim in alive
        ],
        others=[claim for claim in claims if claim not in alive],
    )


def facts_of(fact: Mapping[str, Any]) -> list[Fact]:
    """What was checked as lines to read; hashes, tokens and addresses stay out."""
    lines = []
    for name, value in fact.items():
        text = "" if name in NUMBERS else _text(value)
        if text and not any(part in name for part in HIDDEN) and "@" not in text.partition(" ")[0]:
            lines.append(Fact(LABELS.get(name, name.replace("_", " ")), text))
    return lines


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return "" if value is None else str(value)


def _domains(accounts: Iterable[User]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    rows = EmailAddress.objects.filter(user__in=[account.pk for account in accounts], verified=True)
    for account, email in rows.values_list("user_id", "email"):
        found.setdefault(account, set()).add(email.rpartition("@")[2].lower())
    return {account: sorted(names) for account, names in found.items()}


def _evidence(claims: Iterable[Claim]) -> dict[int, list[Shown]]:
    standing = Count("vouches", filter=Q(vouches__withdrawn_at=None))
    found: dict[int, list[Shown]] = {}
    for one in Evidence.objects.filter(claim__in=list(claims)).annotate(standing=standing).order_by("pk"):
        shown = Shown(KINDS[one.kind], STATES[one.state], one, facts_of(one.fact), one.standing)
        found.setdefault(one.claim_id, []).append(shown)
    return found
