"""Objecting to a claim in its half-open week: one objection with evidence stops the clock and opens a dispute."""

from datetime import datetime

from django.db.models import F

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.retries import retried
from profiles.claims import clock, rules
from profiles.claims.errors import NotYours, Once, TooLate
from profiles.claims.holders import evidence_holders
from profiles.claims.models import Claim, ClaimState as State
from profiles.claims.moving import lock
from profiles.moderation import services as moderation
from profiles.moderation.models import Case
from works.models import Author

ACT = "claim objection"


def objectionable(author: Author, account: User) -> Claim | None:
    """The half-open claim on this record that this account may object to, or None. Seven queries at most."""
    claim = Claim.objects.select_related("author").filter(author=author, state=State.APPROVED).first()
    if claim is None or not _is_half_open(claim, clock.now()):
        return None
    return claim if account.pk in evidence_holders(claim, account_id=account.pk) else None


@retried
def object_to(*, claim: Claim, by: User, words: str) -> Case:
    """Two moderators look, first within 48 hours; the claim stays half open until they have decided.

    Raises NotYours for somebody without evidence for the record, TooLate after the week, Once.
    """
    locked = lock(claim)
    now = clock.now()
    if not _is_half_open(locked, now):
        raise TooLate
    if by.pk not in evidence_holders(locked, account_id=by.pk):
        raise NotYours
    if has_objected(locked, by):
        raise Once
    locked.half_open_until = now + rules.DISPUTE_DUE
    locked.save(update_fields=["half_open_until"])
    # Its page says so from now on, to everybody.
    Author.objects.filter(pk=locked.author_id).update(version=F("version") + 1)
    journal.write(act=ACT, actor=by, object_kind="claim", object_id=locked.pk, words={"words": words})
    return moderation.open_case(
        kind=Case.Kind.DISPUTE, author=locked.author, claim=locked, due_at=now + rules.DISPUTE_LOOK, deciders=2
    )


def has_objected(claim: Claim, account: User) -> bool:
    """Whether this account has objected to this claim. One query."""
    entries = JournalEntry.objects.filter(object_kind="claim", object_id=claim.pk, act=ACT, actor_id=account.pk)
    return entries.exists()


def _is_half_open(claim: Claim, now: datetime) -> bool:
    return claim.state == State.APPROVED and claim.half_open_until is not None and claim.half_open_until > now
