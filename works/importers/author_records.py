"""People as OpenAlex or ORCID describe them: identifiers of authors on record, and authors that have no works yet."""

from collections import Counter
from collections.abc import Sequence

from works.importers import samples
from works.importers.applying import Dimensions
from works.importers.latest import best_left, newest, write_provenance
from works.importers.models import ImportRun
from works.importers.records import AuthorRecord, Identifier
from works.record.addresses import slug_of
from works.record.models import Author, AuthorIdentifier, MarkKind, StaleMark
from works.record.names import sort_key
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
    holders = _holders(news)
    objects: dict[str, int] = {}
    warnings: Counter[str] = Counter()
    for record in news:
        author = next((holders[pair] for pair in record.identifiers if pair in holders), None)
        objects[record.key] = _create(record, dimensions) if author is None else author
        warnings["identifier_taken"] += _give(record, objects[record.key], holders)
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


def _holders(records: Sequence[AuthorRecord]) -> dict[Identifier, int]:
    values = [value for record in records for _, value in record.identifiers]
    found = AuthorIdentifier.objects.filter(value__in=values)
    return {(scheme, value): pk for scheme, value, pk in found.values_list("scheme", "value", "author")}


def _create(record: AuthorRecord, dimensions: Dimensions) -> int:
    name = record.names[0][:300]
    place = next((place for place, _, last in record.institutions if last is None and place.identifiers), None)
    author = Author.objects.create(
        name=name,
        slug=slug_of(name),
        sort_key=sort_key(name),
        institution_id=dimensions.institutions.id_of(place) if place else None,
    )
    return author.pk


def _give(record: AuthorRecord, author: int, holders: dict[Identifier, int]) -> int:
    """The identifiers that nobody has become the author's; gives how many somebody else has."""
    new = [pair for pair in record.identifiers if pair not in holders]
    AuthorIdentifier.objects.bulk_create(
        AuthorIdentifier(author_id=author, scheme=scheme, value=value, source=record.source) for scheme, value in new
    )
    holders.update((pair, author) for pair in new)
    return sum(holders[pair] != author for pair in record.identifiers)
