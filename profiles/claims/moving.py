"""The one function that moves a claim from state to state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from profiles.claims import clock, notices, rules, second
from profiles.claims.errors import NotYours, Once, RecordHeld, Refused, TooLate
from profiles.claims.models import Claim, ClaimState as State, Evidence, EvidenceState
from profiles.claims.rules import Who
from profiles.moderation import services as moderation
from profiles.moderation.models import Case
from profiles.researchers import services as researchers
from profiles.researchers.models import Researcher
from works.models import Author

CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a claim moves: a coded reason, words for the claimant, the rule; whether an approval is half open."""

    reason: str = ""
    words: str = ""
    rule: str = ""
    half_open: bool = True


@transaction.atomic
def move(
    *,
    claim: Claim,
    to: str,
    by: User | str,
    reason: str = "",
    words: str = "",
    rule: str = "",
    half_open: bool = True,
    deciders: int = 1,
) -> Claim:
    """Moves a claim, and everything that follows from it; gives the claim as it stands then.

    `by` is an account, a named rule (`rule institution-mail`), or `clock`. `reason` is a code, `words` are for the
    claimant (the question, for `needs information`). `half_open=False` is an approval that is final at once, as that
    of two moderators is; `deciders` goes to a case opened by this. Locks the author's row, then the claim's, then
    the account's. Raises Refused and its kinds (`errors.py`); the right of a moderator is checked by the desk.
    """
    locked = lock(claim)
    before = locked.state
    move_locked(locked, to=to, by=by, grounds=Grounds(reason, words, rule, half_open))
    if to == State.SUBMITTED:
        open_case(locked, deciders=deciders)
    elif to == State.APPEALED:
        open_case(locked, kind=Case.Kind.APPEAL, deciders=deciders)
    elif to == State.WITHDRAWN and before != State.DRAFT:
        moderation.close_cases(claim=locked)
    return locked


def lock(claim: Claim) -> Claim:
    """The claim as it stands, alone with its author until the end of the transaction.

    With the record that the claimant holds beside it, in order of their ids. Read again where a merge came first.
    """
    while True:
        claims = Claim.objects.filter(Q(pk=claim.pk) | Q(account=claim.account_id, state=State.APPROVED))
        ids = set(claims.values_list("author_id", flat=True))
        list(Author.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
        locked = Claim.objects.select_for_update(no_key=True, of=("self",)).select_related("author", "account")
        found = locked.get(pk=claim.pk)
        if ids == set(claims.values_list("author_id", flat=True)):
            return found


def as_it_stands(author: Author) -> Author:
    """The author, or the one it went into meanwhile, locked until the end of the transaction."""
    there = Author.objects.select_for_update(no_key=True, of=("self",))
    return there.filter(pk=author.pk).first() or there.get(redirects__old_id=author.pk)


def move_locked(claim: Claim, *, to: str, by: User | str, grounds: Grounds = Grounds()) -> None:
    """The move of a claim that is locked, without a case."""
    now, before = clock.now(), claim.state
    own = second.held_beside(claim) if to == State.APPROVED else None
    to = State.JOINED if own else to
    _check(claim, to, by, now)
    if before == State.APPROVED:
        _part_all(claim, to, by, grounds)
        # A mis-click of ours takes nothing from the holder; giving up, or a false claim, does.
        researchers.give_up(author=claim.author, keep=to == State.SUBMITTED)
        moderation.close_cases(claim=claim, kind=Case.Kind.LEVEL)
    elif before == State.JOINED:
        second.part(claim, by=by)
    elif own is not None:
        second.join(claim, own, by=by)
    for name, value in _columns(claim, to, now, grounds).items():
        setattr(claim, name, value)
    claim.save()
    if State.APPROVED in (before, to):
        # Its page says so from now on, to everybody.
        Author.objects.filter(pk=claim.author_id).update(version=F("version") + 1)
    entry = journal.write(
        act=f"claim {to}",
        actor=by,
        object_kind="claim",
        object_id=claim.pk,
        reason=grounds.reason,
        before=before,
        after=to,
        words={"words": grounds.words} if grounds.words else None,
    )
    if to in (State.APPROVED, State.JOINED):
        _accept_evidence(claim, by, now)
    if to == State.APPROVED:
        _take_charge(claim)
    notices.tell_claimant(claim, before=before, entry_id=entry.pk)


def open_case(claim: Claim, *, kind: str = Case.Kind.CLAIM, deciders: int = 1) -> Case:
    """The case in which moderators decide this claim, due when the claim is."""
    return moderation.open_case(
        kind=kind, author=claim.author, claim=claim, due_at=claim.due_at or clock.now(), deciders=deciders
    )


def who_is(by: User | str, claim: Claim) -> Who:
    """In which part this one moves this claim."""
    if isinstance(by, str):
        return Who.CLOCK if by == CLOCK else Who.RULE
    return Who.CLAIMANT if by.pk == claim.account_id else Who.MODERATOR


def _check(claim: Claim, to: str, by: User | str, now: datetime) -> None:
    if not rules.may_move(claim.state, to):
        raise Refused
    if not rules.may_move(claim.state, to, who_is(by, claim)):
        raise NotYours
    if (claim.state, to) in rules.UNDO and _is_past(claim.decided_at, rules.UNDO_WITHIN, now):
        raise TooLate
    if to == State.APPEALED:
        _check_appeal(claim, now)
    if to in (State.APPROVED, State.JOINED):
        _check_free(claim)


def _check_appeal(claim: Claim, now: datetime) -> None:
    if JournalEntry.objects.filter(object_kind="claim", object_id=claim.pk, after=State.APPEALED).exists():
        raise Once
    if _is_past(claim.decided_at, rules.APPEAL_WITHIN, now):
        raise TooLate


def _check_free(claim: Claim) -> None:
    # The account too: two of its claims may be approved at the same moment, on two authors.
    User.objects.select_for_update(no_key=True).get(pk=claim.account_id)
    held_by = Researcher.objects.filter(author_id=claim.author_id).exclude(account_id=claim.account_id)
    if Claim.objects.filter(author_id=claim.author_id, state=State.APPROVED).exists() or held_by.exists():
        raise RecordHeld


def _is_past(since: datetime | None, limit: Any, now: datetime) -> bool:
    return since is None or now > since + limit


def _columns(claim: Claim, to: str, now: datetime, grounds: Grounds) -> Mapping[str, Any]:
    due = rules.DUE.get(to)
    columns: dict[str, Any] = {
        "state": to,
        "moved_at": now,
        "due_at": now + due if due else None,
        "half_open_until": None,
        "reason": grounds.reason,
        "words": grounds.words,
    }
    if to == State.NEEDS_INFORMATION:
        columns |= {"question": grounds.words, "words": ""}
    if to == State.JOINED:
        columns |= {"rule": grounds.rule}
    if to == State.APPROVED:
        is_final = claim.state == State.APPEALED or not grounds.half_open
        columns |= {"rule": grounds.rule, "half_open_until": None if is_final else now + rules.HALF_OPEN}
    if to in rules.DECIDED:
        columns["decided_at"] = now
    return columns


def _part_all(claim: Claim, to: str, by: User | str, grounds: Grounds) -> None:
    """Who falsely held a record has no second one either."""
    if to != State.REVERSED:
        return
    for one in Claim.objects.filter(account=claim.account_id, state=State.JOINED).order_by("-change"):
        move_locked(lock(one), to=to, by=by, grounds=grounds)


def _accept_evidence(claim: Claim, by: User | str, now: datetime) -> None:
    if isinstance(by, User):
        accepted = Evidence.objects.filter(claim=claim, state=EvidenceState.WAITING, kind__in=rules.LOOKED_AT)
        # What nothing is known of yet (gives 0) is accepted by nobody.
        for evidence in accepted.filter(gives__gt=0):
            evidence.state, evidence.checked_at = EvidenceState.HOLDS, now
            evidence.holds_until = now + rules.PROOF_LIVES[evidence.gives]
            evidence.finding = evidence.finding or notices.accepted_words()
            evidence.save()


def _take_charge(claim: Claim) -> None:
    researchers.take_charge(claim=claim)
    if claim.half_open_until:
        notices.tell_evidence_holders(claim)
