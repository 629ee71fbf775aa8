"""Institutions as ROR or OpenAlex describe them; ROR wins where both do, for it is where the ids come from."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import F, Q

from works.importers import samples
from works.importers.institutions import Institutions
from works.importers.latest import best_left, newest, write_provenance
from works.importers.models import ImportRun
from works.importers.records import InstitutionRecord, PrintedInstitution
from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows, insert_new, staged
from works.record.holders import holders_of
from works.record.models import (
    Author,
    AuthorshipInstitution,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    InstitutionRedirect,
    InstitutionRelation,
    SourceRecord,
)
from works.record.signals import institutions_merged

FIRST_SOURCE = "ror"
UPDATE_ROWS = """
    UPDATE works_institution i SET
        name = s.name, slug = s.slug, name_key = s.name_key, city = s.city, country = s.country,
        country_code = s.country_code, kinds = s.kinds, website = s.website, established = s.established,
        is_withdrawn = s.is_withdrawn, source = s.source, version = i.version + 1
    FROM staged s WHERE s.id = i.id
"""


def apply(batch: Sequence[tuple[bytes, InstitutionRecord]], *, run: ImportRun, institutions: Institutions) -> None:
    """Write a batch of institutions in the current transaction; counts go to the run."""
    decided = newest(batch, run.source)
    news = [record for _, record, outcome in decided if outcome != "unchanged"]
    institutions.make(_printed(record) for record in news)
    ids = {record.key: institutions.id_of(_printed(record)) for record in news}
    described = _described(news, ids, run.source)
    _describe(described)
    gone = _redirect(described, institutions)
    ids = {key: gone.get(pk, pk) for key, pk in ids.items()}
    write_provenance(decided, ids, kind="institution", run=run)
    run.count(Counter(outcome for _, _, outcome in decided))
    samples.note_keyed(run, ((record.key, record.name, outcome) for _, record, outcome in decided))


def forget(institution_ids: Sequence[int]) -> None:
    """After records of these were taken back: they are described by what is left, or go where nothing names them."""
    left = best_left("institution", institution_ids, InstitutionRecord, FIRST_SOURCE)
    _describe(left)
    bare = sorted(set(institution_ids) - left.keys())
    named = set(AuthorshipInstitution.objects.filter(institution__in=bare).values_list("institution", flat=True))
    Institution.objects.filter(pk__in=set(bare) - named).delete()
    InstitutionName.objects.filter(institution__in=named).delete()
    InstitutionRelation.objects.filter(Q(institution__in=named) | Q(other__in=named)).delete()
    InstitutionIdentifier.objects.filter(institution__in=named, scheme="domain").delete()
    Institution.objects.filter(pk__in=named).update(source="", website="", kinds=[], version=F("version") + 1)


def _describe(described: Mapping[int, InstitutionRecord]) -> None:
    _write_rows(described)
    _write_names(described)
    _write_identifiers(described)
    _write_relations(described)


def _printed(record: InstitutionRecord) -> PrintedInstitution:
    return PrintedInstitution(record.name, record.identifiers, record.country_code)


def _described(
    records: Sequence[InstitutionRecord], ids: Mapping[str, int], source: str
) -> dict[int, InstitutionRecord]:
    """Those whose row this source may write: all of them for ROR, else those that ROR has not described."""
    rors: set[int] = set()
    if source != FIRST_SOURCE:
        listed = Institution.objects.filter(pk__in=ids.values(), source=FIRST_SOURCE)
        rors = set(listed.values_list("pk", flat=True))
    return {ids[record.key]: record for record in records if ids[record.key] not in rors}


def _write_rows(described: Mapping[int, InstitutionRecord]) -> None:
    rows = (
        (
            pk, record.name[:300], slug_of(record.name), fold(record.name)[:300], record.city[:120],
            record.country[:120], record.country_code, list(record.kinds), record.website[:600], record.established,
            record.is_withdrawn, record.source,
        )
        for pk, record in described.items()
    )  # fmt: skip
    with staged("works_institution") as table, connection.cursor() as cursor:
        copy_rows(
            table,
            "id name slug name_key city country country_code kinds website established is_withdrawn source",
            "int8 varchar varchar varchar varchar varchar varchar varchar[] varchar int2 bool varchar",
            rows,
        )
        cursor.execute(UPDATE_ROWS)


def _write_names(described: Mapping[int, InstitutionRecord]) -> None:
    names = {
        (pk, name[:300], kind): (pk, name[:300], fold(name)[:300], language[:10], kind)
        for pk, record in described.items()
        for name, language, kind in record.names
        if name
    }
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM works_institutionname WHERE institution_id = ANY(%s)", [list(described)])
    copy_rows(
        "works_institutionname",
        "institution_id printed folded language kind",
        "int8 varchar varchar varchar varchar",
        names.values(),
    )


def _write_identifiers(described: Mapping[int, InstitutionRecord]) -> None:
    """Those that no other institution has; mail domains may be shared, and go when the record drops them."""
    rows = [
        (pk, scheme, value)
        for pk, record in described.items()
        for scheme, value in (*record.identifiers, *(("domain", domain) for domain in record.domains))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM works_institutionidentifier WHERE scheme = 'domain' AND institution_id = ANY(%s)",
            [list(described)],
        )
    insert_new("works_institutionidentifier", "institution_id scheme value", "int8 varchar varchar", rows)


def _write_relations(described: Mapping[int, InstitutionRecord]) -> None:
    """Between institutions that are both on record: of a pair the one that comes later writes both sides."""
    named = {pair for record in described.values() for _, pair in record.relations}
    others = holders_of(InstitutionIdentifier, named)
    rows = {
        (pk, others[pair], kind)
        for pk, record in described.items()
        for kind, pair in record.relations
        if pair in others and others[pair] != pk
    }
    mirrored = {(other, pk, MIRRORED[kind]) for pk, other, kind in rows if kind in MIRRORED}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM works_institutionrelation WHERE institution_id = ANY(%s)", [list(described)])
    insert_new(
        "works_institutionrelation", "institution_id other_id kind", "int8 int8 varchar", sorted(rows | mirrored)
    )


MIRRORED = {
    "parent": "child", "child": "parent", "related": "related", "predecessor": "successor",
    "successor": "predecessor",
}  # fmt: skip


def _redirect(described: Mapping[int, InstitutionRecord], institutions: Institutions) -> dict[int, int]:
    """A withdrawn institution goes into the one that came after it, with its places on bylines and its address.

    Gives where each went.
    """
    successors = {pk: record.successor for pk, record in described.items() if record.is_withdrawn and record.successor}
    after = holders_of(InstitutionIdentifier, (pair for pair in successors.values() if pair))
    moves = {pk: after[pair] for pk, pair in successors.items() if pair in after and after[pair] != pk}
    gone = {old: new for old in sorted(moves) if (new := _last_of(moves, old)) != old}
    for old, new in gone.items():
        _merge(old, new)
    if gone:
        institutions.ids = {pair: gone.get(pk, pk) for pair, pk in institutions.ids.items()}
    return gone


def _last_of(moves: Mapping[int, int], old: int) -> int:
    """Where a chain of successors ends; a ring of them ends where it began, and nothing moves."""
    passed, new = {old}, moves[old]
    while new in moves and new not in passed:
        passed.add(new)
        new = moves[new]
    return old if new in passed else new


def _merge(old: int, new: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO works_stalemark (kind, object_id, reason, made_at) SELECT DISTINCT 'author', a.author_id,"
            " 'institution', now() FROM works_authorshipinstitution i JOIN works_authorship a ON a.id = i.authorship_id"
            " WHERE i.institution_id = %s AND a.author_id IS NOT NULL",
            [old],
        )
        cursor.execute(
            "UPDATE works_authorshipinstitution i SET institution_id = %(new)s WHERE institution_id = %(old)s AND NOT"
            " EXISTS (SELECT FROM works_authorshipinstitution x WHERE x.authorship_id = i.authorship_id"
            " AND x.institution_id = %(new)s)",
            {"old": old, "new": new},
        )
    InstitutionIdentifier.objects.filter(Q(institution=old) & ~Q(scheme="domain")).update(institution=new)
    institutions_merged.send(sender=Institution, moves={old: new})
    Author.objects.filter(institution=old).update(institution=new)
    SourceRecord.objects.filter(institution=old).update(institution=new)
    InstitutionRedirect.objects.filter(institution=old).update(institution=new)
    InstitutionRedirect.objects.create(old_id=old, institution_id=new)
    Institution.objects.filter(pk=old).delete()
