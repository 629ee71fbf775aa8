"""Suggesting that two records are one, or that one is two people's: anybody with an account may, moderators decide."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.retries import retried
from profiles.claims import clock
from profiles.claims.errors import TooMany
from profiles.claims.models import Claim, ClaimState
from profiles.joining.errors import CannotJoin, StillHalfOpen
from profiles.joining.merging import deciders_for, lock
from profiles.joining.models import Proposal
from profiles.moderation import rules
from profiles.moderation.models import Case
from profiles.moderation.services import open_case
from works.identity.errors import AlreadyOne, NotAPart
from works.models import Author, AuthorIdentifier, Authorship

A_DAY = 5
DAY = timedelta(days=1)


@retried
def propose_merge(*, author: Author, other: Author, account: User, words: str) -> Proposal:
    """These two records may be one person's; suggested twice is once.

    Raises CannotJoin for one record, StillHalfOpen, and TooMany beyond five within 24 hours.
    """
    if author.pk == other.pk:
        raise CannotJoin(AlreadyOne.words)
    lock(sorted([author.pk, other.pk]))
    pairs = ((author, other), (other, author))
    for one, two in pairs:
        if there := _open(account, kind=Proposal.Kind.MERGE, author=one, other=two):
            return there
    _check_account(account)
    made = Proposal(kind=Proposal.Kind.MERGE, author=author, other=other, account=account, words=words)
    return _file(made, account)


@retried
def propose_found(*, author: Author, other: Author, by: User, words: str) -> Proposal:
    """What the model found becomes a case; opened by a moderator, who suggests nothing and so may decide it.

    One that is open already is that case.
    """
    lock(sorted([author.pk, other.pk]))
    if there := _open(None, kind=Proposal.Kind.MERGE, author=author, other=other):
        return there
    return _file(Proposal(kind=Proposal.Kind.MERGE, author=author, other=other, words=words), by)


@retried
def propose_split(
    *, author: Author, account: User, works: Collection[int], identifiers: Collection[int], words: str
) -> Proposal:
    """These works, and these identifiers of the record, may be another person's; suggested twice is once.

    Raises CannotJoin for none or all of the works, and as `propose_merge`.
    """
    lock([author.pk])
    own = set(Authorship.objects.filter(author=author).values_list("work_id", flat=True))
    chosen = sorted(own & set(works))
    if not chosen or len(chosen) == len(own):
        raise CannotJoin(NotAPart.words)
    if there := _open(account, kind=Proposal.Kind.SPLIT, author=author, works=chosen):
        return there
    _check_account(account)
    carried = AuthorIdentifier.objects.filter(author=author, pk__in=identifiers).order_by("pk")
    made = Proposal(kind=Proposal.Kind.SPLIT, author=author, works=chosen, account=account, words=words)
    made.identifiers = list(carried.values_list("pk", flat=True))
    return _file(made, account)


def move_works(moves: Mapping[int, int]) -> None:
    """Suggested splits about a work (old id) are about the work that it is (new id)."""
    for old, new in moves.items():
        for proposal in Proposal.objects.filter(works__contains=[old]):
            works = sorted({new if work == old else work for work in proposal.works})
            Proposal.objects.filter(pk=proposal.pk).update(works=works)


def _file(proposal: Proposal, account: User) -> Proposal:
    proposal.save()
    act = f"{proposal.kind} suggested"
    journal.write(act=act, actor=account, object_kind="author", object_id=proposal.author_id)
    open_case(
        kind=proposal.kind,
        author=proposal.author,
        proposal=proposal,
        due_at=clock.now() + rules.DUE[proposal.kind],
        deciders=deciders_for(proposal.author_ids),
    )
    return proposal


def _open(account: User | None, **about: object) -> Proposal | None:
    return Proposal.objects.filter(account=account, cases__state=Case.State.OPEN, **about).first()


def _check_account(account: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    now = clock.now()
    week = Claim.objects.filter(account=account, state=ClaimState.APPROVED, half_open_until__gt=now)
    if week.exists():
        raise StillHalfOpen
    recent = Proposal.objects.filter(account=account, made_at__gt=now - DAY).order_by("-made_at")
    again = free_again(recent.values_list("made_at", flat=True), most=A_DAY, within=DAY)
    if settings.RATE_LIMITS and again:
        words = _("You have sent 5 suggestions within a day. What you typed is still here.")
        raise TooMany(again - now, words)
