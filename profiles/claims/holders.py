"""Who else holds evidence for a record: they are told of a claim and may object while it is half open."""

from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from bzpeer.accounts.orcid import PROVIDER
from profiles.claims.evidence import domains, record, vouch
from profiles.claims.models import Claim, ClaimState as State
from works.models import Author
from works.record.names import parts_of


def evidence_holders(claim: Claim, *, account_id: int | None = None) -> set[int]:
    """Accounts other than the claimant with an earlier claim, the iD, a fitting address, or close collaborators.

    Of the addresses at an institution on the record those count that hold the family name: its other thousand
    people know nothing of this record. With `account_id` only that account is looked at. Six queries.
    """
    found = _claimants(claim, account_id) | _identified(claim.author, account_id) | _addressed(claim.author, account_id)
    found |= _collaborators(claim.author, account_id)
    return found - {claim.account_id}


def _claimants(claim: Claim, account_id: int | None) -> set[int]:
    others = Claim.objects.filter(author_id=claim.author_id).exclude(state=State.DRAFT)
    return set(others.filter(_only("account", account_id)).values_list("account_id", flat=True))


def _identified(author: Author, account_id: int | None) -> set[int]:
    ids = [one.orcid for one in record.printed_ids(author)]
    found = SocialAccount.objects.filter(_only("user", account_id), provider=PROVIDER, uid__in=ids)
    return set(found.values_list("user_id", flat=True))


def _addressed(author: Author, account_id: int | None) -> set[int]:
    names = [name for name in record.domains(author) if domains.matching(name, [name])]
    family = parts_of(author.name).family
    if not names or not family.isascii():
        return set()
    ends = reduce(or_, (Q(email__iendswith=f"{before}{name}") for name in names for before in "@."))
    found = EmailAddress.objects.filter(_only("user", account_id), ends, verified=True, email__icontains=family)
    return {user for user, address in found.values_list("user_id", "email") if _fits(address, names, author)}


def _fits(address: str, names: list[str], author: Author) -> bool:
    domain = domains.domain_of(address)
    return bool(domain and domains.matching(domain, names)) and domains.names_person(
        address.rpartition("@")[0], author.name
    )


def _collaborators(author: Author, account_id: int | None) -> set[int]:
    return set(vouch.able(author).filter(_only("account", account_id)).values_list("account_id", flat=True))


def _only(field: str, account_id: int | None) -> Q:
    return Q() if account_id is None else Q(**{field: account_id})
