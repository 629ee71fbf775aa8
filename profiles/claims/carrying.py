"""Claims on a record that went into another go along with it."""

from collections.abc import Mapping

from django.db import transaction

from bzpeer.db.journal import services as journal
from profiles.claims import clock
from profiles.claims.models import OPEN_STATES, Claim, ClaimState as State, Vouch
from profiles.moderation import services as moderation


@transaction.atomic
def carry_over(*, moves: Mapping[int, int]) -> None:
    """Claims and their cases follow a merge (old id → new id); called before the old rows go.

    An account's second open claim ends, for the first is about the same record now. A claim that would be a second
    holder stays and goes with the old record.
    """
    for claim in Claim.objects.filter(author__in=moves).order_by("id"):
        target = moves[claim.author_id]
        if not _is_free(claim, target):
            if claim.state == State.APPROVED:
                continue
            _end(claim)
        Claim.objects.filter(pk=claim.pk).update(author=target)
        claim.cases.update(author=target)


def _end(claim: Claim) -> None:
    moderation.close_cases(claim=claim)
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN, due_at=None, moved_at=clock.now())
    journal.write(
        act=f"claim {State.WITHDRAWN}",
        actor="desk",
        object_kind="claim",
        object_id=claim.pk,
        reason="records merged",
        before=claim.state,
        after=State.WITHDRAWN,
    )


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
