"""What becomes of a batch of records, by their kinds: topics, institutions, people, works."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from works.importers import author_records, institution_records, matching, topic_records
from works.importers.applying import Dimensions, apply
from works.importers.bodies import pack
from works.importers.models import ImportRun
from works.importers.plan import Taken, plan
from works.importers.records import AuthorRecord, InstitutionRecord, Record, TopicRecord, WorkRecord
from works.importers.same_work import face_of

# A record with the digest of its raw form.
Parsed = tuple[bytes, Record]
R = TypeVar("R", TopicRecord, InstitutionRecord, AuthorRecord, WorkRecord)


def apply_batch(batch: Sequence[Parsed], *, run: ImportRun, dimensions: Dimensions) -> Counter[str]:
    """Write a batch in the current transaction; counts go to the run, warnings are given.

    What works refer to comes before them.
    """
    warnings: Counter[str] = Counter()
    if topics := _of(batch, TopicRecord):
        topic_records.apply(topics, run=run)
    if institutions := _of(batch, InstitutionRecord):
        institution_records.apply(institutions, run=run, institutions=dimensions.institutions)
    if persons := _of(batch, AuthorRecord):
        warnings += author_records.apply(persons, run=run, dimensions=dimensions)
        warnings += _apply_listed(persons, run=run, dimensions=dimensions)
    if works := [Taken(digest, record) for digest, record in _of(batch, WorkRecord)]:
        decided = plan(works, matching.known_works([face_of(one.record) for one in works], run.source))
        run.count(decided.counts)
        warnings += apply(decided, run=run, dimensions=dimensions)
    return warnings


def _of(batch: Sequence[Parsed], kind: type[R]) -> list[tuple[bytes, R]]:
    return [(digest, record) for digest, record in batch if isinstance(record, kind)]


def _apply_listed(
    persons: Sequence[tuple[bytes, AuthorRecord]], *, run: ImportRun, dimensions: Dimensions
) -> Counter[str]:
    """The works that a person's record lists: works like any other, but the record counts and not they."""
    listed = {
        digest: Taken(digest, work)
        for _, record in persons
        for work in record.works
        if (digest := blake2b(pack(work), digest_size=16).digest())
    }
    seen = matching.seen_digests(run.source, listed)
    works = [taken for digest, taken in listed.items() if digest not in seen]
    decided = plan(works, matching.known_works([face_of(one.record) for one in works], run.source))
    return apply(decided, run=run, dimensions=dimensions)
