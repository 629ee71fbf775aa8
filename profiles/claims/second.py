"""A second record of one person: an accepted claim on it merges it into the one they hold, until it is taken back."""

from datetime import datetime

from django.db.models import QuerySet

from bzpeer.accounts.models import User
from profiles.claims.errors import HoldsAnother
from profiles.claims.models import Claim, ClaimState as State
from profiles.joining import merging
from profiles.joining.errors import StillHalfOpen
from works.models import Author

REASON = "second record"


def check(account: User, author: Author, now: datetime) -> None:
    """Whether the account may claim this record beside one it holds.

    Raises HoldsAnother for the one it holds, StillHalfOpen in the first week, UnderDispute.
    """
    held = Claim.objects.filter(account=account, state=State.APPROVED).first()
    if held is None:
        return
    if held.author_id == author.pk:
        raise HoldsAnother
    if held.half_open_until is not None and held.half_open_until > now:
        raise StillHalfOpen
    merging.check_disputes([held.author_id])


def held_beside(claim: Claim) -> Author | None:
    """The other record that the claimant holds, if any. One query."""
    return _author_of(Claim.objects.filter(account=claim.account_id).exclude(pk=claim.pk))


def held_by(account: User) -> Author | None:
    """The record that the account holds, if any. One query."""
    return _author_of(Claim.objects.filter(account=account))


def _author_of(claims: QuerySet[Claim]) -> Author | None:
    held = claims.filter(state=State.APPROVED).select_related("author").first()
    return held.author if held else None


def join(claim: Claim, own: Author, *, by: User | str) -> None:
    """The claimed record goes into the one that the claimant holds; the claim goes along. Raises as `merging.merge`."""
    claim.change = merging.merge(kept=own, gone=claim.author, by=by, reason=REASON)
    claim.author = own


def part(claim: Claim, *, by: User | str) -> None:
    """The claimed record is one of its own again, and the claim is about it. Raises as `merging.undo`."""
    if claim.change is not None:
        merging.undo(claim.change, by=by, reason=REASON)
        claim.change = None
        claim.refresh_from_db(fields=["author"])
