"""People as OpenAlex or ORCID describe them: identifiers of authors on record, and authors that have no works yet."""

from collections import Counter
from collections.abc import Sequence

from works.importers import samples
from works.importers.applying import Dimensions
from works.importers.latest import best_left, newest, write_provenance
from works.importers.models import ImportRun
from works.importers.records import AuthorRecord
from works.record.authors import copy_authors
from works.record.bulk import next_ids
from works.record.holders import holders_of
from works.record.models import Author, AuthorIdentifier, MarkKind, StaleMark
from works.withheld.queries import erased_identifiers


def apply(batch: Sequence[tuple[bytes, AuthorRecord]], *, run: ImportRun, dimensions: Dimensions) -> Counter[str]:
    """Write a batch of people in the current transaction; counts go to the run, warnings are given.

    Nobody is renamed: names on bylines say how somebody is called. An identifier that another author carries
    stays there.
    """
    decided = newest(batch, run.source)
    erased = erased_identifiers(f"{scheme}:{value}" for _, r, _ in decided for scheme, value in r.identifiers)
    news = [
        record
        for _, record, outcome in decided
        if outcome != "unchanged"
        and record.names
        and not record.is_withdrawn
        and not any(f"{scheme}:{value}" in erased for scheme, value in record.identifiers)
    ]
    dimensions.institutions.make(place for r in news for place, _, _ in r.institutions if place.identifiers)
    objects, warnings = _write(news, dimensions)
    StaleMark.objects.bulk_create(
        StaleMark(kind=MarkKind.AUTHOR, object_id=pk, reason="import") for pk in sorted(set(objects.values()))
    )
    write_provenance(decided, objects, kind="author", run=run)
    run.count(Counter(outcome for _, _, outcome in decided))
    samples.note_keyed(run, ((record.key, next(iter(record.names), ""), outcome) for _, record, outcome in decided))
    return +warnings


def forget(author_ids: Sequence[int]) -> None:
    """After records of these were taken back: the identifiers that only those gave go."""
    kept = best_left("author", author_ids, AuthorRecord, "orcid")
    given = AuthorIdentifier.objects.filter(author__in=author_ids).exclude(source="byline")
    gone = [
        row.pk
        for row in given
        if row.author_id not in kept or (row.scheme, row.value) not in kept[row.author_id].identifiers
    ]
    AuthorIdentifier.objects.filter(pk__in=gone).delete()


def _write(records: Sequence[AuthorRecord], dimensions: Dimensions) -> tuple[dict[str, int], Counter[str]]:
    """The author of each record (by key), new ones and the identifiers that nobody had written; with warnings."""
    holders = holders_of(AuthorIdentifier, (pair for record in records for pair in record.identifiers))
    ids = iter(next_ids(Author, len(records)))
    objects: dict[str, int] = {}
    new: list[tuple[int, str, int | None]] = []
    given: list[AuthorIdentifier] = []
    warnings: Counter[str] = Counter()
    for record in records:
        author = next((holders[pair] for pair in record.identifiers if pair in holders), None)
        if author is None:
            author = next(ids)
            new.append((author, record.names[0][:300], _institution(record, dimensions)))
        objects[record.key] = author
        free = [pair for pair in record.identifiers if pair not in holders]
        given += [AuthorIdentifier(author_id=author, scheme=s, value=v, source=record.source) for s, v in free]
        holders.update((pair, author) for pair in free)
        warnings["identifier_taken"] += sum(holders[pair] != author for pair in record.identifiers)
    copy_authors(new)
    AuthorIdentifier.objects.bulk_create(given)
    return objects, warnings


def _institution(record: AuthorRecord, dimensions: Dimensions) -> int | None:
    """Where the person is now."""
    place = next((place for place, _, last in record.institutions if last is None and place.identifiers), None)
    return dimensions.institutions.id_of(place) if place else None
