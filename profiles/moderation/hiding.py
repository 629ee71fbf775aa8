"""Hiding an abusive text of a holder's page, and showing it again: an act of a moderator in a report's case."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from bzpeer.accounts import mails
from bzpeer.db.journal import services as journal
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.moderation import rules
from profiles.moderation.access import Desk
from profiles.moderation.deciding import lock
from profiles.moderation.errors import AlreadyDecided
from profiles.moderation.models import Case, HiddenText
from profiles.moderation.report_acts import TEXTS, check_report
from profiles.researchers.models import Researcher

TELL = "moderation.tell_hidden"


@transaction.atomic
def hide(*, desk: Desk, case: Case, field: str, why: str, told: str) -> HiddenText:
    """Nobody sees this part of the page, or the text that was reported, from now on; who wrote it is told why.

    Raises AlreadyDecided where it is hidden already, and as `check_report`.
    """
    locked = lock(case)
    check_report(desk, locked)
    try:
        with transaction.atomic():
            hidden = HiddenText.objects.create(
                author=locked.author, case=locked, field=field, reason=why, words=told, **_reported(locked, field)
            )
    except IntegrityError as error:
        raise AlreadyDecided from error
    _write("text hidden", desk, hidden, reason=why, words=told)
    outbox.put(TELL, queue="mail", key=f"{TELL} {hidden.pk}", hidden_id=hidden.pk)
    return hidden


@transaction.atomic
def show_again(*, desk: Desk, case: Case, hidden: HiddenText) -> None:
    """The part is shown again; nothing happens where it is already. Raises as `check_report`."""
    locked = lock(case)
    check_report(desk, locked)
    standing = HiddenText.objects.filter(pk=hidden.pk, author=locked.author, shown_again_at=None)
    if standing.update(shown_again_at=clock.now()):
        _write("text shown again", desk, hidden)


def tell(*, hidden_id: int) -> None:
    """Mails the holder what was hidden and why; nothing if it is shown again or nobody holds the record."""
    hidden = HiddenText.objects.select_related("author").filter(pk=hidden_id, shown_again_at=None).first()
    held = hidden and Researcher.objects.select_related("account").filter(author=hidden.author).first()
    if not hidden or not held:
        return
    context = {
        "field": hidden.get_field_display(),
        "reason": rules.HIDING_REASONS[hidden.reason],
        "words": hidden.words,
        "address": f"{settings.PUBLIC_URL}{hidden.author.get_absolute_url()}edit/",
    }
    mails.send("profiles/moderation/email/text_hidden", to=held.account.email, context=context)


def _reported(case: Case, field: str) -> dict[str, Any]:
    if field not in TEXTS:
        return {}
    return {field: getattr(case.report, field)}


def _write(act: str, desk: Desk, hidden: HiddenText, *, reason: str = "", words: str = "") -> None:
    # On the case for the desk, on the record for its holder.
    Researcher.objects.filter(author=hidden.author_id).update(version=F("version") + 1)
    for kind, pk in (("case", hidden.case_id), ("author", hidden.author_id)):
        journal.write(
            act=act,
            actor=desk.account,
            object_kind=kind,
            object_id=pk,
            reason=reason,
            after=hidden.field,
            words={"words": words} if words else None,
        )
