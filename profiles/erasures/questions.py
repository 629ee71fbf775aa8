"""One question of moderators to who asked for an erasure, and the answer on the page that only the person has."""

from datetime import datetime

from django.db import transaction

from bzpeer.accounts import mails
from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.erasures.models import Erasure
from profiles.moderation.models import Case
from profiles.moderation.rules import DUE, TO_ANSWER

TELL = "profiles.erasure_question"
ASKED, ANSWERED, TAKEN_BACK = "erasure question", "erasure answered", "erasure question taken back"


@transaction.atomic
def ask(*, case: Case, words: str, by: User, reason: str) -> None:
    """The locked case waits thirty days at most; the person is told by mail where there is an address."""
    now = clock.now()
    erasure = Erasure.objects.select_for_update().get(report=case.report_id)
    erasure.question = {"words": words, "asked_at": now.isoformat()}
    _set(erasure, case, due_at=now + TO_ANSWER)
    journal.write(act=ASKED, actor=by, object_kind="case", object_id=case.pk, reason=reason, words={"words": words})
    outbox.put(TELL, queue="mail", key=f"{TELL} {erasure.pk}", erasure_id=erasure.pk)


@transaction.atomic
def answer(*, erasure: Erasure, words: str) -> None:
    """The case goes on with the answer, due anew; nothing happens without a question that waits."""
    case = Case.objects.select_for_update(no_key=True).filter(report=erasure.report_id, state=Case.State.OPEN).first()
    locked = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if case is not None and waits(locked):
        _end(locked, case)
        journal.write(act=ANSWERED, actor="the person", object_kind="case", object_id=case.pk, words={"words": words})


@transaction.atomic
def take_back(*, case: Case, by: User) -> None:
    """The question needs no answer after all; nothing happens without one that waits."""
    erasure = Erasure.objects.select_for_update().get(report=case.report_id)
    if waits(erasure):
        _end(erasure, case)
        journal.write(act=TAKEN_BACK, actor=by, object_kind="case", object_id=case.pk)


def waits(erasure: Erasure) -> bool:
    """Whether an answer can still come that the decision has to wait for."""
    asked = erasure.question
    return bool(asked) and datetime.fromisoformat(asked["asked_at"]) + TO_ANSWER > clock.now()


def tell(*, erasure_id: int) -> None:
    """Mails the question to who left an address or has an account; nothing once it was answered."""
    erasure = Erasure.objects.select_related("report__account").get(pk=erasure_id)
    report = erasure.report
    to = report.email or (report.account.email if report.account else "")
    if to and waits(erasure):
        context = {"words": erasure.question["words"]}
        mails.send("profiles/erasures/email/question", to=to, context=context)


def _end(erasure: Erasure, case: Case) -> None:
    # The words of an answer stand in the journal, where they can be erased.
    erasure.question = {}
    _set(erasure, case, due_at=clock.now() + DUE["erasure"])


def _set(erasure: Erasure, case: Case, *, due_at: datetime) -> None:
    erasure.save(update_fields=["question"])
    case.due_at = due_at
    case.save(update_fields=["due_at"])
