"""A decided batch is written: new works by COPY, changed ones in place, and marks for what follows from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from works.importers import matching, samples
from works.importers.applying import bylines, provenance, rows
from works.importers.compose import Composed, compose
from works.importers.flat import Flat, flat_of
from works.importers.institutions import Institutions
from works.importers.models import ImportRun
from works.importers.overrides import correct, withhold
from works.importers.plan import Decision, Plan, Taken
from works.record.bulk import next_ids
from works.record.models import Work


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What works refer to; a batch keeps them, so that each is looked up once."""

    topics: matching.Topics
    institutions: Institutions

    @classmethod
    def unknown(cls) -> "Dimensions":
        """None looked up yet. Anew for each batch: another import may have merged some of them meanwhile."""
        return cls(matching.Topics({}), Institutions())


def apply(plan: Plan, *, run: ImportRun, dimensions: Dimensions) -> Counter[str]:
    """Write a plan in the current transaction; gives warnings (code → how often) met while writing.

    Leaves stale blocks for identity and stale marks for topics and for the authors of changed works.
    """
    withhold(plan.decisions.values())
    new = [d for d in plan.decisions.values() if d.work is None]
    there = [d for d in plan.decisions.values() if d.work is not None]
    for decision, pk in zip(new, next_ids(Work, len(new)), strict=True):
        decision.work = pk
    _write_new(dict(_shown(new)), dimensions)
    _note_added(new, run)
    rewrite(_composed_with_others(there, run), dimensions)
    rows.write_identifiers(plan, run.source)
    rows.write_versions(new, run.source, are_new=True)
    rows.write_versions(there, run.source, are_new=False)
    provenance.write(plan.decisions.values(), run)
    provenance.write_conflicts(plan, run)
    return Counter({"identifier_taken": len(plan.conflicts)} if plan.conflicts else {})


def _write_new(shown: Mapping[int, Taken], dimensions: Dimensions) -> None:
    works = {work: taken.flat for work, taken in shown.items()}
    _make_dimensions(works.values(), dimensions)
    rows.copy_works(works)
    rows.write_topics(works, dimensions.topics)
    bylines.write(works, dimensions.institutions)


def rewrite(works: Mapping[int, Composed], dimensions: Dimensions) -> None:
    """Works that have a row: it becomes what their records now say together, and people have corrected."""
    if not works:
        return
    works = correct(works)
    flat = {pk: flat_of(work) for pk, work in works.items()}
    _make_dimensions(flat.values(), dimensions)
    rows.rewrite_works(flat)
    rows.write_topics(flat, dimensions.topics)
    bylines.rewrite(works, flat, dimensions.institutions)


def _make_dimensions(works: Iterable[Flat], dimensions: Dimensions) -> None:
    listed = list(works)
    dimensions.topics.make(topic for work in listed for topic in work.topics)
    dimensions.institutions.make(printed for work in listed for place in work.places for printed in place.institutions)


def _shown(decisions: Sequence[Decision]) -> Iterator[tuple[int, Taken]]:
    return ((d.work, d.shown) for d in decisions if d.work is not None and d.shown is not None)


def _note_added(decisions: Sequence[Decision], run: ImportRun) -> None:
    for _, taken in islice(_shown(decisions), samples.SHOWN if samples.has_room(run, "added") else 0):
        samples.note(run, "added", taken.record.title, taken.key)


def _composed_with_others(decisions: Sequence[Decision], run: ImportRun) -> dict[int, Composed]:
    shown = {work: taken.record for work, taken in _shown(decisions)}
    stored = matching.shown_records(shown) if shown else {}
    works = {work: compose(stored.get(work, {}) | {run.source: record}) for work, record in shown.items()}
    for work, composed in works.items() if samples.has_room(run, "changed") else ():
        if work in stored:
            what = samples.differences(compose(stored[work]).record, composed.record)
            samples.note(run, "changed", composed.record.title, shown[work].key, what)
    return works
