"""Correcting a field of a work, and taking a correction back. Who may do this is decided by the caller."""

from django.db import transaction

from works.corrections.models import Correction
from works.corrections.rules import kept, normal_value, stored
from works.identity.marks import mark
from works.models import Work
from works.record.addresses import fold, slug_of


@transaction.atomic
def correct(*, work: Work, field: str, value: str) -> Correction:
    """The field is so from now on, whatever sources say later. Raises NoValue."""
    text = normal_value(field, value)
    locked = Work.objects.select_for_update().get(pk=work.pk)
    correction = Correction.objects.filter(work=locked, field=field).first()
    if correction is None:
        correction = Correction(work=locked, field=field, source_value=kept(getattr(locked, field)))
    correction.value = text
    correction.save()
    _set(locked, field, text)
    return correction


@transaction.atomic
def take_back(*, correction: Correction) -> None:
    """The field is again what the source gave last; nothing happens where the correction is gone."""
    locked = Correction.objects.select_for_update().filter(pk=correction.pk).first()
    if locked is None:
        return
    _set(Work.objects.select_for_update().get(pk=locked.work_id), locked.field, locked.source_value)
    locked.delete()


def _set(work: Work, field: str, value: str) -> None:
    setattr(work, field, stored(field, value))
    if field == "title":
        work.slug, work.title_key = slug_of(work.title), fold(work.title)[:300]
    work.version += 1
    work.save(update_fields=[field, "slug", "title_key", "version"])
    mark([work.pk], [], reason="work corrected")
