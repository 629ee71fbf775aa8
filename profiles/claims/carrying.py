"""Claims on a record that went into another go along with it."""

from collections.abc import Mapping

from django.db import transaction

from profiles.claims.models import OPEN_STATES, Claim, ClaimState as State, Vouch


@transaction.atomic
def carry_over(*, moves: Mapping[int, int]) -> None:
    """Claims and their cases follow a merge (old id → new id); called before the old rows go.

    A claim that would be a second holder, or the account's second open claim, stays and goes with the old record.
    """
    for claim in Claim.objects.filter(author__in=moves).order_by("id"):
        target = moves[claim.author_id]
        if _is_free(claim, target):
            Claim.objects.filter(pk=claim.pk).update(author=target)
            claim.cases.update(author=target)


def _is_free(claim: Claim, target: int) -> bool:
    there = Claim.objects.filter(author=target)
    if claim.state == State.APPROVED:
        return not there.filter(state=State.APPROVED).exists()
    if claim.state in OPEN_STATES:
        return not there.filter(account_id=claim.account_id, state__in=OPEN_STATES).exists()
    return True


def move_works(moves: Mapping[int, int]) -> None:
    """Vouches for a work (old id) are about the work that it is (new id)."""
    for old, new in moves.items():
        Vouch.objects.filter(work=old).update(work=new)
