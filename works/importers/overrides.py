"""What people decided comes before what a source says: names that were erased, and corrected fields."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from works.corrections.models import Correction
from works.corrections.rules import kept, stored
from works.importers.compose import Composed
from works.importers.plan import Decision, Taken
from works.importers.records import PrintedAuthor, WorkRecord
from works.record.names import WITHHELD
from works.record.signals import corrections_agreed
from works.withheld.queries import erasure_key, is_anybody_erased, listed_for
from works.withheld.rules import person_identifiers, withheld_places


def withhold(decisions: Iterable[Decision]) -> None:
    """Take names that were erased out of the records of a batch, before any of it is kept. Three queries, one while
    nobody was erased: then no record is unpacked.
    """
    if not is_anybody_erased():
        return
    listed_decisions = list(decisions)
    # Each unpacked once: a batch has every digest once.
    records = {taken.digest: taken.record for decision in listed_decisions for taken in decision.taken}
    works = {key for record in records.values() for key in _keys(record)}
    people = {one for record in records.values() for name in record.names for one in person_identifiers(name)}
    listed = listed_for(works=works, people=people)
    if listed:
        without = partial(_without, records=records, key=erasure_key(), listed=listed)
        for decision in listed_decisions:
            decision.kept = [without(taken) for taken in decision.kept]
            decision.shown = without(decision.shown) if decision.shown else None


def correct(works: Mapping[int, Composed]) -> dict[int, Composed]:
    """The works with the values that people set. Corrections that the sources agree with are dropped, and told.

    One query, and one for each kind of thing that is found.
    """
    corrected = dict(works)
    agreed, moved = [], []
    for correction in Correction.objects.filter(work__in=list(works)).order_by("pk"):
        work = corrected[correction.work_id]
        said = kept(getattr(work.record, correction.field))
        if said == correction.value:
            agreed.append(correction)
            continue
        if said != correction.source_value:
            correction.source_value = said
            moved.append(correction)
        value: dict[str, Any] = {correction.field: stored(correction.field, correction.value)}
        corrected[correction.work_id] = replace(work, record=replace(work.record, **value))
    Correction.objects.bulk_update(moved, ["source_value"])
    if agreed:
        corrections_agreed.send(sender=Correction, corrected=agreed)
        Correction.objects.filter(pk__in=[correction.pk for correction in agreed]).delete()
    return corrected


def _without(taken: Taken, *, records: Mapping[bytes, WorkRecord], key: bytes, listed: Collection[bytes]) -> Taken:
    before = records[taken.digest]
    record = without_erased(before, key=key, listed=listed)
    return taken if record is before else Taken.of(taken.digest, record)


def without_erased(record: WorkRecord, *, key: bytes, listed: Collection[bytes]) -> WorkRecord:
    """The record with `name withheld` at the places that the list names."""
    chosen = withheld_places(record.names, _keys(record), key=key, listed=listed)
    if not chosen:
        return record
    nobody = PrintedAuthor(WITHHELD)
    names = tuple(nobody if at in chosen else name for at, name in enumerate(record.names))
    return replace(record, names=names)


def _keys(record: WorkRecord) -> Sequence[str]:
    return sorted({f"{record.source}:{record.key}", *(f"{scheme}:{value}" for scheme, value in record.identifiers)})
