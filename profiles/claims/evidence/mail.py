"""A confirmed address at an institution on the record (rule `institution-mail`)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from profiles.claims.evidence import domains, record
from profiles.claims.evidence.findings import Finding, Offer, failed, holds, waits
from profiles.claims.models import Evidence, EvidenceKind
from works.models import Author, Authorship
from works.record.names import block_of

KIND = EvidenceKind.MAIL
RULE = "institution-mail"
SHOWN = 6


def offer(author: Author) -> Offer:
    """The domains of the institutions on the record, as ends of addresses."""
    usable = [name for name in record.domains(author) if domains.matching(name, [name])]
    fits = tuple(_("an address ending in @%(domain)s") % {"domain": name} for name in usable[:SHOWN])
    missing = "" if fits else _("No institution with a known mail domain stands on this record yet.")
    return Offer(KIND, _("Confirm an address at your institution"), 3, is_instant=True, fits=fits, missing=missing)


def confirmed(account: User) -> list[str]:
    """The account's confirmed addresses, the first one first."""
    found = EmailAddress.objects.filter(user=account, verified=True).order_by("-primary", "email")
    return list(found.values_list("email", flat=True))


def fact_of(address: str) -> Mapping[str, Any]:
    """What is stored of an address: its domain and a keyed hash; the address itself stays in the account."""
    return {"domain": domains.domain_of(address) or "", "digest": digest_of(address)}


def digest_of(address: str) -> str:
    """The keyed hash by which an address is known again."""
    key = salted_hmac("profiles.claims.mail", address.lower(), secret=settings.ERASURE_KEY, algorithm="sha256")
    return key.hexdigest()


def check(evidence: Evidence, *, today: date) -> Finding:  # noqa: ARG001 - as every kind is asked
    """Whether the address belongs to an institution on the record, and names the person. Four queries at most."""
    claim, digest = evidence.claim, evidence.fact.get("digest")
    address = next((one for one in confirmed(claim.account) if digest_of(one) == digest), None)
    if address is None:
        return failed(_("This address is not confirmed on your account any more."))
    domain = domains.domain_of(address)
    known = record.domains(claim.author)
    match = domains.matching(domain, known) if domain else None
    if domain is None or match is None:
        return failed(_("The domain of this address belongs to no institution on this record."))
    found = known[match]
    fact = {"domain": domain, "institution": found.institution_id, "institution_name": found.institution}
    doubt = _doubt(claim.author, address, found)
    if doubt:
        return waits(doubt, gives=3, **fact)
    words = _("You confirmed an address at %(domain)s, which is %(institution)s, and it holds the name on this record.")
    return holds(words % {"domain": domain, "institution": found.institution}, gives=3, rule=RULE, **fact)


def belongs(author: Author, address: str) -> bool:
    """Whether an address is at an institution on the record and names this person and nobody else there."""
    domain = domains.domain_of(address)
    known = record.domains(author)
    match = domains.matching(domain, known) if domain else None
    return match is not None and not _doubt(author, address, known[match])


def _doubt(author: Author, address: str, found: record.Domain) -> str:
    local = address.rpartition("@")[0]
    if not domains.names_person(local, author.name):
        return _("The domain fits; the part before the @ does not say whose address it is. A moderator looks at it.")
    blocks = {block_of(author.name), *Authorship.objects.filter(author=author).values_list("block", flat=True)}
    if record.has_namesake(author, found.institution_id, sorted(blocks - {""})):
        return _("The address fits; somebody of a like name was at this institution too. A moderator looks at it.")
    return ""
