"""ORCID sign-in: the iD stands on a listed byline (rule `orcid-on-byline`), or its public record lists the works."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _, ngettext

from bzpeer.accounts.models import User
from bzpeer.accounts.orcid import PROVIDER
from profiles.claims.evidence import record
from profiles.claims.evidence.findings import Finding, Offer, failed, holds, waits
from profiles.claims.evidence.orcid_record import ListedWork
from profiles.claims.models import Evidence, EvidenceKind, EvidenceState
from works.models import Author
from works.record.names import are_compatible

KIND = EvidenceKind.ORCID
RULE = "orcid-on-byline"
# An iD made for the purpose proves nothing; a byline of that age shows that the iD is older.
OLD_ENOUGH = timedelta(days=30)
# So many works of this record on the public record of an iD show a moderator that it is the same person's.
LISTED_WORKS = 2


def offer(author: Author) -> Offer:
    """The iDs on the record, told by the number of works they stand on."""
    ids = record.printed_ids(author)
    on_works = sum(one.works for one in ids)
    words = ngettext("the ORCID iD on %(count)d work", "the ORCID iD on %(count)d works", on_works)
    if on_works:
        fits: tuple[str, ...] = (words % {"count": on_works},)
    else:
        fits = (_("the ORCID iD of this record"),) if ids else ()
    missing = "" if ids else _("No work on this record carries an ORCID iD yet.")
    return Offer(KIND, _("Log in with ORCID"), 3, is_instant=True, fits=fits, missing=missing)


def id_of(account: User) -> str:
    """The iD with which the account has signed in at ORCID, or nothing."""
    found = SocialAccount.objects.filter(user=account, provider=PROVIDER)
    return found.values_list("uid", flat=True).first() or ""


def fact_of(orcid: str) -> Mapping[str, Any]:
    """What is stored of this proof when it is brought."""
    return {"orcid": orcid}


def check(evidence: Evidence, *, today: date) -> Finding:
    """Whether the account's iD is the record's. Five queries at most."""
    claim, orcid = evidence.claim, evidence.fact.get("orcid", "")
    account = SocialAccount.objects.filter(user=claim.account_id, provider=PROVIDER, uid=orcid).first()
    if account is None:
        return failed(_("This ORCID iD is not connected to your account any more."))
    ids = record.printed_ids(claim.author)
    found = next((one for one in ids if one.orcid == orcid), None)
    if found is None:
        return waits(
            _("This iD stands on no work of this record. We ask ORCID which works its public record lists."), gives=0
        )
    fact = {"works": found.works, "authorships": list(found.authorships[:50])}
    doubt = _doubt(evidence, ids, _name_of(account), found, today)
    if doubt:
        return waits(doubt, gives=3, **fact)
    words = ngettext(
        "ORCID confirmed the iD %(orcid)s, which stands on %(count)d work of this record.",
        "ORCID confirmed the iD %(orcid)s, which stands on %(count)d works of this record.",
        found.works,
    )
    return holds(words % {"orcid": orcid, "count": found.works}, gives=3, rule=RULE, **fact)


def asks_record(evidence: Evidence) -> bool:
    """Whether what the public record says is still to be asked for."""
    return evidence.kind == KIND and evidence.state == EvidenceState.WAITING and not evidence.gives


def compare(evidence: Evidence, listed: Sequence[ListedWork]) -> Finding:
    """What the public record of the iD says about this record; a moderator decides. Two queries."""
    same = record.works_among(evidence.claim.author, listed)
    by_others = record.works_among(evidence.claim.author, [work for work in listed if not work.is_own_word])
    fact = {"listed_works": same, "listed_by_organisations": by_others}
    words = ngettext(
        "The public record of this iD lists %(count)d work of this record.",
        "The public record of this iD lists %(count)d works of this record.",
        same,
    ) % {"count": same}
    if same < LISTED_WORKS:
        return failed(words + " " + _("Two would be needed."), **fact)
    return waits(words + " " + _("A moderator looks at it."), gives=3, **fact)


def _doubt(
    evidence: Evidence, ids: tuple[record.PrintedId, ...], name: str, found: record.PrintedId, today: date
) -> str:
    author = evidence.claim.author
    if len(ids) > 1:
        return _("This iD stands on the record beside another one. A moderator looks at both.")
    if name and not are_compatible(name, author.name):
        return _("This iD stands on the record; the name at ORCID is another one. A moderator looks at both.")
    if not found.works or found.since is None or found.since > today - OLD_ENOUGH:
        return _("This iD is not on a work that is 30 days old. A moderator looks at it.")
    if _is_anothers(evidence):
        return _("This iD stands on the record. A moderator looks at how it was used before.")
    return ""


def _is_anothers(evidence: Evidence) -> bool:
    # One iD signs in to one account; it may have been another one's before.
    used = Evidence.objects.filter(kind=KIND, fact__orcid=evidence.fact["orcid"], state=EvidenceState.HOLDS)
    return used.exclude(claim__account=evidence.claim.account_id).exists()


def _name_of(account: SocialAccount) -> str:
    data = account.extra_data or {}
    return data.get("name") or f"{data.get('given_name', '')} {data.get('family_name', '')}".strip()
