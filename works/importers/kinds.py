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
from works.importers.records import AuthorRecord, InstitutionRecord, TopicRecord
from works.importers.understanding import Understood

# A record with the digest of its raw form; a work is made ready beforehand (`understanding.py`).
Parsed = tuple[bytes, Understood]
R = TypeVar("R", TopicRecord, InstitutionRecord, AuthorRecord)


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
    if works := [one for _, one in batch if isinstance(one, Taken)]:
        decided = plan(works, matching.known_works([one.face for one in works], run.source))
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
        digest: Taken.of(digest, work)
        for _, record in persons
        for work in record.works
        if (digest := blake2b(pack(work), digest_size=16).digest())
    }
    seen = matching.seen_digests(run.source, listed)
    works = [taken for digest, taken in listed.items() if digest not in seen]
    decided = plan(works, matching.known_works([one.face for one in works], run.source))
    return apply(decided, run=run, dimensions=dimensions)
