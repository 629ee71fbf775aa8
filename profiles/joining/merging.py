"""Merging, splitting and undoing with an eye on who holds the records; called where that was decided."""

from collections.abc import Collection

from django.db import transaction

from bzpeer.accounts.models import User
from profiles.claims.models import Claim, ClaimState
from profiles.joining.errors import TwoHolders, UnderDispute, in_words
from profiles.joining.models import Proposal
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from works.identity import joining
from works.models import Author, AuthorChange, Authorship


@transaction.atomic
def merge(*, kept: Author, gone: Author, by: User | str, reason: str) -> AuthorChange:
    """`gone` goes into `kept`. Raises TwoHolders, UnderDispute, CannotJoin."""
    lock([kept.pk, gone.pk])
    check_holders([kept.pk, gone.pk])
    with in_words():
        return joining.merge(kept=kept, gone=gone, by=by, reason=reason)


@transaction.atomic
def carry_out(proposal: Proposal, *, by: User, reason: str) -> AuthorChange:
    """Does what was suggested; a held record is the one that stays, else the larger. Raises as `merge`."""
    lock(proposal.author_ids)
    check_holders(proposal.author_ids)
    with in_words():
        if proposal.kind == Proposal.Kind.SPLIT:
            places = Authorship.objects.filter(author=proposal.author_id, work__in=proposal.works)
            change = joining.split(
                author=proposal.author,
                authorship_ids=list(places.values_list("pk", flat=True)),
                by=by,
                reason=reason,
                identifiers=proposal.identifiers,
            )
        else:
            kept, gone = in_order(proposal)
            change = joining.merge(kept=kept, gone=gone, by=by, reason=reason)
    Proposal.objects.filter(pk=proposal.pk).update(change=change)
    return change


@transaction.atomic
def undo(change: AuthorChange, *, by: User | str, reason: str = "") -> AuthorChange:
    """Gives back what the change moved. Raises TwoHolders, UnderDispute, CannotJoin."""
    ids = [change.kept_id, change.other_id]
    lock(ids)
    check_holders(ids)
    with in_words():
        return joining.undo(change=change, by=by, reason=reason)


def in_order(proposal: Proposal) -> tuple[Author, Author]:
    """Which record stays and which goes into it: the held one stays, else the larger, else the older."""
    found = Author.objects.filter(pk__in=proposal.author_ids).select_related("researcher").order_by("pk")
    first = sorted(found, key=lambda one: (not hasattr(one, "researcher"), -one.works_count, one.pk))
    if len(first) < 2:
        return proposal.author, proposal.author
    return first[0], first[1]


def deciders_for(author_ids: Collection[int]) -> int:
    """Two where somebody holds one of the records. One query."""
    return 2 if Researcher.objects.filter(author__in=author_ids).exists() else 1


def check_holders(author_ids: Collection[int]) -> None:
    """Raises TwoHolders and UnderDispute; read while the records are locked."""
    check_disputes(author_ids)
    holders = set(Researcher.objects.filter(author__in=author_ids).values_list("account_id", flat=True))
    held = Claim.objects.filter(author__in=author_ids, state=ClaimState.APPROVED)
    if len(holders | set(held.values_list("account_id", flat=True))) > 1:
        raise TwoHolders


def check_disputes(author_ids: Collection[int]) -> None:
    """Raises UnderDispute while moderators decide who holds one of the records."""
    if Case.objects.filter(author__in=author_ids, kind=Case.Kind.DISPUTE, state=Case.State.OPEN).exists():
        raise UnderDispute


def lock(author_ids: Collection[int]) -> None:
    """The rows of these authors, in order of their ids, until the end of the transaction."""
    list(Author.objects.select_for_update().filter(pk__in=author_ids).order_by("pk").values_list("pk"))
