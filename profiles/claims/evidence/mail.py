"""A confirmed address: at an institution on the record (rule `institution-mail`), or printed on a listed work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _, gettext_noop, ngettext

from bzpeer.accounts.models import User
from profiles.claims.evidence import domains, paper, record
from profiles.claims.evidence.findings import Finding, Offer, failed, holds, waits
from profiles.claims.models import Evidence, EvidenceKind
from works.models import Author, Authorship
from works.record.names import block_of

KIND = EvidenceKind.MAIL
RULE = "institution-mail"
SHOWN = 6
CONFIRMED = gettext_noop(
    "You confirmed an address at %(domain)s, which is %(institution)s, and it holds the name on this record."
)
NOT_HERE = gettext_noop("The domain of this address belongs to no institution on this record, and no work prints it.")


def offer(author: Author) -> Offer:
    """The domains of the institutions on the record, as ends of addresses; on how many works one is printed."""
    usable = [name for name in record.domains(author) if domains.matching(name, [name])]
    at = tuple(_("an address ending in @%(domain)s") % {"domain": name} for name in usable[:SHOWN])
    count = paper.works_with_address(author)
    words = ngettext("the address printed on %(count)d work", "an address printed on %(count)d works", count)
    printed = (words % {"count": count},) if count else ()
    missing = "" if at or printed else _("No institution with a known mail domain stands on this record yet.")
    if printed and not at:
        return Offer(KIND, _("Confirm the address printed on a work"), 2, is_instant=True, fits=printed)
    title = _("Confirm an address at your institution")
    return Offer(KIND, title, 3, is_instant=True, fits=at + printed, missing=missing)


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
    """Whether the address is the record's: by its institution and name, or printed on a work. Five queries at most."""
    claim, digest = evidence.claim, evidence.fact.get("digest")
    address = next((one for one in confirmed(claim.account) if digest_of(one) == digest), None)
    if address is None:
        return failed(_("This address is not confirmed on your account any more."))
    domain = domains.domain_of(address)
    if domain is None:
        return failed(_(NOT_HERE))
    known = record.domains(claim.author)
    match = domains.matching(domain, known)
    at = known[match] if match else None
    doubt = _doubt(claim.author, address, at) if at else ""
    if at and not doubt:
        words = _(CONFIRMED) % {"domain": domain, "institution": at.institution}
        return holds(words, gives=3, rule=RULE, **_fact(domain, at))
    return _by_paper(claim.author, address, domain, at) or _undecided(domain, at, doubt)


def _by_paper(author: Author, address: str, domain: str, at: record.Domain | None) -> Finding | None:
    printed = paper.printed(author, address)
    gives = 3 if at else 2
    if printed.alone:
        words = ngettext(
            "You confirmed an address at %(domain)s that is printed beside this name on %(count)d work.",
            "You confirmed an address at %(domain)s that is printed beside this name on %(count)d works.",
            len(printed.alone),
        ) % {"domain": domain, "count": len(printed.alone)}
        return holds(words, gives=gives, rule=paper.RULE, works=list(printed.alone), **_fact(domain, at))
    if printed.shared:
        words = _("The address is printed on a work beside this name and others. A moderator looks at it.")
        return waits(words, gives=gives, works=list(printed.shared), **_fact(domain, at))
    return None


def _undecided(domain: str, at: record.Domain | None, doubt: str) -> Finding:
    return waits(doubt, gives=3, **_fact(domain, at)) if at else failed(_(NOT_HERE))


def _fact(domain: str, at: record.Domain | None) -> Mapping[str, Any]:
    institution = {"institution": at.institution_id, "institution_name": at.institution} if at else {}
    return {"domain": domain} | institution


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
