"""Cases that nobody decided in time, and cases that nobody may decide: administrators and claimants are told."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from bzpeer.accounts import mails
from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.claims.models import Claim, ClaimState
from profiles.moderation import rules
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.models import Case
from profiles.moderation.roles import ADMINISTRATOR, MODERATOR, awake_roles

LATE, NOBODY, LIMIT = "case late", "nobody may decide", "decision limit"
TELL_ADMINISTRATORS, TELL_CLAIMANT = "moderation.tell_administrators", "moderation.tell_late"
WAITING = (ClaimState.SUBMITTED, ClaimState.APPEALED)
AT_ONCE = 100
DAY = timedelta(days=1)
# A new case is looked at in the first sweeps of its life; a later one when it is late.
NEW = timedelta(minutes=10)


def watch() -> None:
    """Called by every sweep: each late case is told once for each of its due dates, each blocked one once."""
    now = clock.now()
    told = JournalEntry.objects.filter(
        object_kind="case", object_id=OuterRef("pk"), act=LATE, at__gte=OuterRef("due_at")
    )
    late = Case.objects.filter(~Exists(told), state=Case.State.OPEN, due_at__lt=now).order_by("due_at", "pk")
    for pk in list(late.values_list("pk", flat=True)[:AT_ONCE]):
        _tell_late(pk)
    known = JournalEntry.objects.filter(object_kind="case", object_id=OuterRef("pk"), act=NOBODY)
    young = Q(opened_at__gt=now - NEW) | Q(due_at__lt=now)
    open_cases = Case.objects.filter(~Exists(known), young, state=Case.State.OPEN).order_by("pk")
    for pk in _blocked(list(open_cases.values_list("pk", "kind")[:AT_ONCE])):
        _tell_blocked(pk)


def tell_administrators() -> None:
    """Mails every administrator how many cases are late or blocked, and how often the limit of decisions was met."""
    now = clock.now()
    blocked = JournalEntry.objects.filter(object_kind="case", object_id=OuterRef("pk"), act=NOBODY)
    waiting = Case.objects.filter(state=Case.State.OPEN)
    context = {
        "late": waiting.filter(due_at__lt=now).count(),
        "limited": JournalEntry.objects.filter(object_kind="account", act=LIMIT, at__gt=now - DAY).count(),
        "blocked": waiting.filter(Exists(blocked)).count(),
        "address": settings.PUBLIC_URL + reverse("moderation:queue"),
    }
    if not any(context[name] for name in ("late", "blocked", "limited")):
        return
    for to in awake_roles([ADMINISTRATOR]).values_list("account__email", flat=True).order_by("account_id"):
        mails.send("profiles/moderation/email/late_cases", to=to, context=context)


def tell_claimant(*, claim_id: int) -> None:
    """Mails the claimant the new date and why there is one; nothing if the claim has moved on."""
    claim = Claim.objects.select_related("account", "author").filter(pk=claim_id, state__in=WAITING).first()
    if claim is not None:
        address = settings.PUBLIC_URL + reverse("claims:claim", args=[claim.pk])
        context = {"claim": claim, "address": address}
        mails.send("profiles/moderation/email/late_claim", to=claim.account.email, context=context)


@transaction.atomic
def tell_limit(account: User) -> None:
    """A moderator met the limit of decisions: once an hour into the journal, and to the administrators."""
    recent = JournalEntry.objects.filter(object_kind="account", object_id=account.pk, act=LIMIT)
    if not recent.filter(at__gt=clock.now() - timedelta(hours=1)).exists():
        journal.write(act=LIMIT, actor=account, object_kind="account", object_id=account.pk)
        outbox.put(TELL_ADMINISTRATORS, queue="mail", key=TELL_ADMINISTRATORS)


@transaction.atomic
def _tell_late(pk: int) -> None:
    case = Case.objects.select_for_update(of=("self",)).select_related("claim").get(pk=pk)
    entries = JournalEntry.objects.filter(object_kind="case", object_id=pk, act=LATE, at__gte=case.due_at)
    if case.state != Case.State.OPEN or entries.exists():
        return
    journal.write(act=LATE, actor="clock", object_kind="case", object_id=pk)
    outbox.put(TELL_ADMINISTRATORS, queue="mail", key=TELL_ADMINISTRATORS)
    # The case keeps its date and stays on top of the queue; the claimant gets a new one.
    due_at = clock.now() + rules.DUE["claim"]
    if case.claim_id and Claim.objects.filter(pk=case.claim_id, state__in=WAITING).update(due_at=due_at):
        journal.write(act="claim late", actor="clock", object_kind="claim", object_id=case.claim_id)
        outbox.put(TELL_CLAIMANT, queue="mail", key=f"{TELL_CLAIMANT} {case.claim_id}", claim_id=case.claim_id)


def _blocked(cases: list[tuple[int, str]]) -> list[int]:
    roles = list(awake_roles().values_list("account_id", "name"))
    people = sorted({account for account, _name in roles})
    if not cases or not people:
        return []
    moderators = {account for account, name in roles if name == MODERATOR}
    found = conflicts_of(moderators=people, cases=[pk for pk, _kind in cases], alone=len(people) == 1)
    away = {(conflict.case_id, conflict.account_id) for conflict in found}
    # With one moderator an appeal goes to an administrator (`Desk.routed`).
    return [
        pk
        for pk, kind in cases
        if not any(
            (pk, account) not in away
            for account in (people if kind == Case.Kind.APPEAL and len(moderators) <= 1 else moderators)
        )
    ]


@transaction.atomic
def _tell_blocked(pk: int) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    if JournalEntry.objects.filter(object_kind="case", object_id=pk, act=NOBODY).exists():
        return
    journal.write(act=NOBODY, actor="clock", object_kind="case", object_id=pk)
    if case.claim_id:
        journal.write(act=NOBODY, actor="clock", object_kind="claim", object_id=case.claim_id)
    outbox.put(TELL_ADMINISTRATORS, queue="mail", key=TELL_ADMINISTRATORS)
