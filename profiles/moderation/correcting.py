"""Correcting what a source says about a work, in the case of a report; holders learn when the source agrees."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bzpeer.accounts import mails
from bzpeer.db.journal import services as journal
from bzpeer.db.outbox import services as outbox
from profiles.claims.errors import Refused
from profiles.moderation import rules
from profiles.moderation.access import Desk
from profiles.moderation.deciding import lock
from profiles.moderation.models import Case
from profiles.moderation.report_acts import check_report
from profiles.researchers.models import Researcher
from works.corrections import services as corrections
from works.corrections.rules import NoValue
from works.models import Correction, Work

TELL = "moderation.tell_agreed"


class CannotCorrect(Refused):
    """The value cannot be one of that field, or the work is none of the record's."""

    words = _("This is not a work of the record, or not a value that it can have. Nothing was changed.")


@transaction.atomic
def correct(*, desk: Desk, case: Case, work: int, part: str, value: str) -> Correction:
    """The work says so from now on, whatever its source says. Raises CannotCorrect, and as `check_report`."""
    locked = lock(case)
    check_report(desk, locked)
    theirs = Work.objects.filter(pk=work, authorships__author=locked.author).first()
    if theirs is None:
        raise CannotCorrect
    try:
        correction = corrections.correct(work=theirs, field=part, value=value)
    except NoValue as error:
        raise CannotCorrect from error
    _write("work corrected", desk, locked, correction)
    return correction


@transaction.atomic
def take_back(*, desk: Desk, case: Case, correction: Correction) -> None:
    """The work says again what its source says. Raises as `check_report`."""
    locked = lock(case)
    check_report(desk, locked)
    _write("correction taken back", desk, locked, correction)
    corrections.take_back(correction=correction)


def agreed(*, corrected: Iterable[Correction]) -> None:
    """Leaves word for the holders, in the transaction of the import."""
    for correction in corrected:
        key = f"{TELL} {correction.work_id} {correction.field}"
        outbox.put(TELL, queue="mail", key=key, work_id=correction.work_id, field=correction.field)
        journal.write(
            act="source agrees",
            actor="importer",
            object_kind="work",
            object_id=correction.work_id,
            after=correction.field,
        )


def tell_agreed(*, work_id: int, field: str) -> None:
    """Mails each holder of a record on the work that its source has the corrected value now."""
    work = Work.objects.filter(pk=work_id).first()
    holders = Researcher.objects.filter(author__authorships__work=work_id).values_list("account__email", flat=True)
    for to in sorted(set(holders)) if work else ():
        context = {
            "title": work.title if work else "",
            "field": rules.CORRECTED[field],
            "address": f"{settings.PUBLIC_URL}{work.get_absolute_url() if work else ''}",
        }
        mails.send("profiles/moderation/email/source_agrees", to=to, context=context)


def _write(act: str, desk: Desk, case: Case, correction: Correction) -> None:
    for kind, pk in (("case", case.pk), ("work", correction.work_id)):
        journal.write(act=act, actor=desk.account, object_kind=kind, object_id=pk, after=correction.field)
