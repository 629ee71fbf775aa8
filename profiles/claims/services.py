"""Acts of a claimant. Each checks the right itself, on the locked rows; `move` is what everybody moves a claim with."""

from collections.abc import Mapping
from typing import Any

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims import clock, deciding, limits, raising, record_reading, rules, second, vouching
from profiles.claims.errors import NothingBrought, NotYours, Refused
from profiles.claims.evidence import checking, orcid
from profiles.claims.models import OPEN_STATES, Claim, ClaimState as State, Evidence, EvidenceKind, EvidenceState
from profiles.claims.moving import as_it_stands, lock, move, move_locked
from works.models import Author

__all__ = ["add_evidence", "answer", "appeal", "drop_evidence", "move", "start", "submit", "withdraw"]


@retried
def start(*, author: Author, account: User) -> Claim:
    """The account's open claim on this author, a new draft if there is none.

    Who holds a record may claim a second one of theirs: accepted, it goes into the first. Raises what `second.check`
    does, and TooMany beyond three open ones.
    """
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    author = as_it_stands(author)
    mine = Claim.objects.filter(account=account)
    if there := mine.filter(author=author, state__in=OPEN_STATES).first():
        return there
    now = clock.now()
    second.check(account, author, now)
    limits.check_open(account, now)
    claim = Claim.objects.create(
        author=author, account=account, made_at=now, moved_at=now, due_at=now + rules.DRAFT_LIVES
    )
    journal.write(act="claim draft", actor=account, object_kind="claim", object_id=claim.pk, after=State.DRAFT)
    return claim


@retried
def add_evidence(*, claim: Claim, by: User, kind: str, fact: Mapping[str, Any]) -> Evidence:
    """One more piece of evidence, checked at once where that needs no other server; the same fact twice is one.

    `fact` is what the form of this kind gives (`evidence/`). Raises NotYours, and Refused in a state that takes none.
    """
    locked = _own(claim, by)
    if locked.state not in rules.TAKES_EVIDENCE:
        raise Refused
    evidence = checking.same(locked, kind, fact) or Evidence(claim=locked, kind=kind, fact=dict(fact))
    is_new = evidence.pk is None
    checking.check(evidence, now=clock.now())
    if is_new:
        _write(locked, by, f"evidence {kind}")
        if kind == EvidenceKind.VOUCH:
            vouching.ask_them(evidence)
    if orcid.asks_record(evidence):
        record_reading.ask(evidence)
    raising.look_at(evidence)
    if evidence.state == EvidenceState.HOLDS:
        deciding.found(locked)
    return evidence


@retried
def drop_evidence(*, claim: Claim, by: User, evidence: Evidence) -> None:
    """Takes a piece of evidence out of a draft. Raises NotYours, and Refused once the claim was sent."""
    locked = _own(claim, by)
    if locked.state != State.DRAFT:
        raise Refused
    Evidence.objects.filter(claim=locked, pk=evidence.pk).delete()
    _write(locked, by, f"evidence dropped {evidence.kind}")


@retried
def submit(*, claim: Claim, by: User) -> Claim:
    """Sends a draft: a named rule decides it at once, or it goes to the desk.

    Sent twice is sent once. Raises NotYours, NothingBrought, TooMany beyond five a day (the draft stays), Refused.
    """
    locked = _own(claim, by)
    if locked.state in rules.WAITING or locked.state == State.APPROVED:
        return locked
    if not locked.evidence.exists():
        raise NothingBrought
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    limits.check_day(by, clock.now())
    move_locked(locked, to=State.SUBMITTED, by=by)
    deciding.decide(locked)
    return locked


@retried
def withdraw(*, claim: Claim, by: User) -> Claim:
    """The claimant takes the claim back, or the holder gives the record up; twice is once. Raises NotYours, Refused."""
    locked = _own(claim, by)
    if locked.state == State.WITHDRAWN:
        return locked
    return move(claim=locked, to=State.WITHDRAWN, by=by)


@retried
def answer(*, claim: Claim, by: User, words: str) -> Claim:
    """The claimant's answer to the moderator's question; back to the desk; twice is once. Raises NotYours, Refused."""
    locked = _own(claim, by)
    if locked.state == State.SUBMITTED:
        return locked
    if locked.state != State.NEEDS_INFORMATION:
        raise Refused
    return move(claim=locked, to=State.SUBMITTED, by=by, words=words)


@retried
def appeal(*, claim: Claim, by: User, words: str) -> Claim:
    """Another moderator decides, finally; two where two had decided. Raises NotYours, Once, TooLate, Refused."""
    locked = _own(claim, by)
    if locked.state == State.APPEALED:
        return locked
    return move(claim=locked, to=State.APPEALED, by=by, words=words, deciders=deciding.deciders_before(locked))


def _own(claim: Claim, by: User) -> Claim:
    locked = lock(claim)
    if locked.account_id != by.pk:
        raise NotYours
    return locked


def _write(claim: Claim, by: User, act: str) -> None:
    journal.write(act=act, actor=by, object_kind="claim", object_id=claim.pk)
