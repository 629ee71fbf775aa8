"""What time does to claims; due times are rows, so a sweep that comes late does it late, and once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from profiles.claims import clock, notices, rules
from profiles.claims.models import Claim, ClaimState as State, Evidence, EvidenceKind
from profiles.claims.moving import CLOCK, lock, move

AT_ONCE = 100
REMINDER = "claim reminder"
ENDED = (State.REJECTED, State.REVERSED, State.WITHDRAWN)
FINAL = (State.APPROVED, *ENDED)


def sweep() -> None:
    """Old drafts go, unanswered questions end, reminders are sent, what was brought long ago is deleted."""
    delete_drafts()
    end_unanswered()
    remind()
    delete_statements()
    forget_ended()


def delete_drafts() -> int:
    """Drafts of more than 30 days; gives how many."""
    due = Claim.objects.filter(state=State.DRAFT, due_at__lt=Now()).order_by("id")
    return sum(_delete(claim) for claim in due[:AT_ONCE])


def end_unanswered() -> int:
    """Claims whose question was not answered within 30 days are withdrawn; gives how many."""
    due = list(Claim.objects.filter(state=State.NEEDS_INFORMATION, due_at__lt=Now()).order_by("id")[:AT_ONCE])
    for claim in due:
        move(claim=claim, to=State.WITHDRAWN, by=CLOCK, reason="no answer")
    return len(due)


def remind() -> int:
    """Letters 14 and 27 days after a question; gives how many."""
    now = clock.now()
    waiting = Claim.objects.filter(state=State.NEEDS_INFORMATION, moved_at__lt=now - rules.REMINDERS[0], due_at__gt=now)
    return sum(_remind(claim, now) for claim in waiting.order_by("id")[: 10 * AT_ONCE])


def delete_statements() -> int:
    """Texts of statements, 90 days after their claim's last decision; gives how many."""
    before = clock.now() - rules.STATEMENT_LIVES
    old = Evidence.objects.filter(
        kind=EvidenceKind.STATEMENT, claim__state__in=FINAL, claim__moved_at__lt=before, fact__has_key="text"
    )
    found = list(old.order_by("id")[:AT_ONCE])
    for evidence in found:
        del evidence.fact["text"]
        evidence.save(update_fields=["fact"])
    return len(found)


def forget_ended() -> int:
    """Evidence and words of claims that ended a year ago; the row stays as a count. Gives how many."""
    before = clock.now() - rules.ENDED_LIVES
    ended = Claim.objects.filter(state__in=ENDED, moved_at__lt=before)
    left = ended.filter(~Q(reason="", words="", question="") | Q(evidence__isnull=False)).distinct().order_by("id")
    return sum(_forget(claim) for claim in left[:AT_ONCE])


@transaction.atomic
def _forget(claim: Claim) -> int:
    locked = lock(claim)
    if locked.state not in ENDED:
        return 0
    locked.evidence.all().delete()
    locked.reason = locked.words = locked.question = ""
    locked.save(update_fields=["reason", "words", "question"])
    return 1


@transaction.atomic
def _delete(claim: Claim) -> int:
    locked = lock(claim)
    if locked.state != State.DRAFT:
        return 0
    journal.write(act="claim draft ended", actor=CLOCK, object_kind="claim", object_id=locked.pk, before=State.DRAFT)
    locked.delete()
    return 1


@transaction.atomic
def _remind(claim: Claim, now: datetime) -> int:
    locked = lock(claim)
    if locked.state != State.NEEDS_INFORMATION:
        return 0
    due = sum(locked.moved_at < now - after for after in rules.REMINDERS)
    sent = JournalEntry.objects.filter(
        object_kind="claim", object_id=locked.pk, act=REMINDER, at__gte=locked.moved_at
    ).count()
    if sent >= due:
        return 0
    # After a long silence of the sweep there is one letter, not two at once.
    for _number in range(due - sent):
        entry = journal.write(act=REMINDER, actor=CLOCK, object_kind="claim", object_id=locked.pk)
    notices.tell("reminder", locked, locked.account_id, about=entry.pk)
    return 1
