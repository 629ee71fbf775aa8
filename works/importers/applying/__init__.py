"""A decided batch is written: new works by COPY, changed ones in place, and marks for what follows from them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from works.importers import matching, samples
from works.importers.applying import bylines, provenance, rows
from works.importers.compose import Composed, compose
from works.importers.institutions import Institutions
from works.importers.models import ImportRun
from works.importers.overrides import correct, withhold
from works.importers.plan import Decision, Plan
from works.importers.records import WorkRecord
from works.record.bulk import next_ids
from works.record.models import Work


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What works refer to; a batch keeps them, so that each is looked up once."""

    topics: matching.Topics
    institutions: Institutions


def apply(plan: Plan, *, run: ImportRun, dimensions: Dimensions) -> Counter[str]:
    """Write a plan in the current transaction; gives warnings (code → how often) met while writing.

    Leaves stale blocks for identity and stale marks for topics and for the authors of changed works.
    """
    withhold(plan.decisions.values())
    new = [d for d in plan.decisions.values() if d.work is None and d.shown]
    changed = [d for d in plan.decisions.values() if d.work is not None and d.shown]
    for decision, pk in zip(new, next_ids(Work, len(new)), strict=True):
        decision.work = pk
    write_new(_composed_alone(new, run), dimensions)
    rewrite(_composed_with_others(changed, run), dimensions)
    rows.write_identifiers(plan, run.source)
    rows.write_versions(plan.decisions.values())
    provenance.write(plan.decisions.values(), run)
    provenance.write_conflicts(plan, run)
    return Counter({"identifier_taken": len(plan.conflicts)} if plan.conflicts else {})


def write_new(works: Mapping[int, Composed], dimensions: Dimensions) -> None:
    """Works that have no row yet."""
    _make_dimensions(works.values(), dimensions)
    rows.copy_works(works)
    rows.write_topics(works, dimensions.topics)
    bylines.write(works, dimensions.institutions)


def rewrite(works: Mapping[int, Composed], dimensions: Dimensions) -> None:
    """Works that have a row: it becomes what their records now say together, and people have corrected."""
    if not works:
        return
    works = correct(works)
    _make_dimensions(works.values(), dimensions)
    rows.rewrite_works(works)
    rows.write_topics(works, dimensions.topics)
    bylines.rewrite(works, dimensions.institutions)


def _make_dimensions(works: Iterable[Composed], dimensions: Dimensions) -> None:
    records = [work.record for work in works]
    dimensions.topics.make(topic for record in records for topic in record.topics)
    dimensions.institutions.make(
        printed
        for record in records
        for author in record.names
        for printed in author.institutions
        if printed.identifiers
    )


def _shown(decisions: Sequence[Decision]) -> Iterable[tuple[int, WorkRecord]]:
    return ((d.work, d.shown.record) for d in decisions if d.work is not None and d.shown is not None)


def _composed_alone(decisions: Sequence[Decision], run: ImportRun) -> dict[int, Composed]:
    works = {work: compose({run.source: record}) for work, record in _shown(decisions)}
    for work in works.values() if samples.has_room(run, "added") else ():
        samples.note(run, "added", work.record.title, work.record.key)
    return works


def _composed_with_others(decisions: Sequence[Decision], run: ImportRun) -> dict[int, Composed]:
    shown = dict(_shown(decisions))
    stored = matching.shown_records(shown) if shown else {}
    works = {work: compose(stored.get(work, {}) | {run.source: record}) for work, record in shown.items()}
    for work, composed in works.items() if samples.has_room(run, "changed") else ():
        if work in stored:
            what = samples.differences(compose(stored[work]).record, composed.record)
            samples.note(run, "changed", composed.record.title, shown[work].key, what)
    return works
