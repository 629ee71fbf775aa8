"""Records of people, institutions and topics: which of them are news, and their provenance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

from django.db import connection

from works.importers.bodies import pack, unpack
from works.importers.models import ImportRun
from works.importers.records import AuthorRecord, InstitutionRecord, TopicRecord
from works.record.bulk import copy_rows

R = TypeVar("R", AuthorRecord, InstitutionRecord, TopicRecord)
Kind = Literal["author", "institution", "topic"]


def newest(batch: Sequence[tuple[bytes, R]], source: str) -> list[tuple[bytes, R, str]]:
    """Of each key the record with the latest date (then digest), with `created`, `updated` or `unchanged`.

    The others of the batch come too, as `unchanged`; those to show come after them, in order of their keys.
    """
    before = _shown(source, [record.key for _, record in batch])
    best: dict[str, tuple[bytes, R]] = {}
    for digest, record in batch:
        if record.key not in best or _rank(digest, record) > _rank(*best[record.key]):
            best[record.key] = (digest, record)
    others = [(digest, record, "unchanged") for digest, record in batch if best[record.key][0] != digest]
    news = []
    for key, (digest, record) in sorted(best.items()):
        is_news = key not in before or _rank(digest, record) > before[key]
        news.append((digest, record, ("updated" if key in before else "created") if is_news else "unchanged"))
    return others + news


def _rank(digest: bytes, record: R) -> tuple[date, bytes]:
    return (record.updated_on or date.min, digest)


def _shown(source: str, keys: Sequence[str]) -> dict[str, tuple[date, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, updated_on, digest FROM works_sourcerecord"
            " WHERE source = %s AND key = ANY(%s) AND work_id IS NULL AND is_shown",
            [source, list(keys)],
        )
        return {key: (updated_on or date.min, bytes(digest)) for key, updated_on, digest in cursor.fetchall()}


def write_provenance(
    decided: Iterable[tuple[bytes, R, str]], objects: Mapping[str, int], *, kind: Kind, run: ImportRun
) -> None:
    """The records of a batch, each with the object (by key) that it is about."""
    rows = [
        (
            run.source, record.key, digest, 1, record.updated_on, outcome != "unchanged", run.pk,
            objects.get(record.key), pack(record), "key", False,
        )
        for digest, record, outcome in decided
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE works_sourcerecord SET is_shown = false"
            " WHERE source = %s AND key = ANY(%s) AND work_id IS NULL AND is_shown",
            [run.source, [row[1] for row in rows if row[5]]],
        )
    copy_rows(
        "works_sourcerecord",
        f"source key digest number updated_on is_shown run_id {kind}_id body matched_by is_asserted",
        "varchar varchar bytea int2 date bool int8 int8 bytea varchar bool",
        rows,
    )


def best_left(kind: Kind, objects: Iterable[int], record_type: type[R], first_source: str) -> dict[int, R]:
    """For each object the record that describes it best of those still there: the first source's, then the latest."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT ON ({kind}_id) {kind}_id, body FROM works_sourcerecord"  # noqa: S608
            f" WHERE {kind}_id = ANY(%s)"
            f" ORDER BY {kind}_id, source <> %s, is_shown DESC, updated_on DESC NULLS LAST, digest DESC",
            [sorted(objects), first_source],
        )
        return {pk: unpack(bytes(body), record_type) for pk, body in cursor.fetchall()}
