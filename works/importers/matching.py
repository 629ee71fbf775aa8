"""Which works, topics, institutions and records these are: look-ups of a batch, each in one query."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from works.importers.bodies import unpack
from works.importers.plan import Known, Rank
from works.importers.records import PrintedTopic, WorkRecord
from works.importers.same_work import Face, family_names
from works.record.addresses import fold, slug_of
from works.record.bulk import array_of
from works.record.holders import holders_of
from works.record.models import Topic, WorkIdentifier
from works.record.titles import START

# Works with one beginning of their title that are compared; of more the title says nothing.
ALIKE_AT_MOST = 200


def seen_digests(source: str, digests: Iterable[bytes]) -> dict[bytes, int]:
    """Those of the digests that the source gave before, with their records: they need not be parsed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest, id FROM works_sourcerecord WHERE source = %s AND digest = ANY(%s::bytea[])",
            [source, array_of(f"\\x{digest.hex()}" for digest in digests)],
        )
        return {bytes(digest): pk for digest, pk in cursor.fetchall()}


def known_works(faces: Sequence[Face], source: str) -> Known:
    """What is on record that the faces of a batch could be. Four queries."""
    holders = holders_of(WorkIdentifier, (pair for face in faces for pair in face.identifiers))
    alike = _alike({face.start for face in faces if face.start})
    candidates = sorted(set(holders.values()) | {work for works in alike.values() for work in works})
    return Known(holders=holders, alike=alike, faces=_faces(candidates), ranks=_ranks(candidates, source))


def _alike(starts: Iterable[str]) -> dict[str, list[int]]:
    """Works by how their titles begin, in the order of their ids."""
    found: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            # The number as a constant: only so the index on this very expression is found.
            f"SELECT left(title_key, {START}), id FROM works_work"  # noqa: S608
            f" WHERE left(title_key, {START}) = ANY(%s::text[]) ORDER BY id",
            [array_of(sorted(starts))],
        )
        for start, work in cursor.fetchall():
            if len(found[start]) < ALIKE_AT_MOST:
                found[start].append(work)
    return dict(found)


def _faces(works: Sequence[int]) -> dict[int, Face]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT w.id, w.title_key, w.team, w.year, w.kind,
                array(SELECT i.scheme FROM works_workidentifier i WHERE i.work_id = w.id ORDER BY i.id),
                array(SELECT i.value FROM works_workidentifier i WHERE i.work_id = w.id ORDER BY i.id)
            FROM works_work w WHERE w.id = ANY(%s)
            """,
            [list(works)],
        )
        return {
            pk: Face(title, family_names(team), year, kind, frozenset(zip(schemes, values, strict=True)))
            for pk, title, team, year, kind, schemes, values in cursor.fetchall()
        }


def _ranks(works: Sequence[int], source: str) -> dict[int, Rank]:
    """The rank of the record that each work shows of this source."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work_id, number, updated_on, digest FROM works_sourcerecord"
            " WHERE work_id = ANY(%s) AND source = %s AND is_shown",
            [list(works), source],
        )
        return {
            work: (number, updated_on or date.min, bytes(digest))
            for work, number, updated_on, digest in cursor.fetchall()
        }


def shown_records(works: Iterable[int]) -> dict[int, dict[str, WorkRecord]]:
    """The record that each work shows of each of its sources. One query."""
    found: dict[int, dict[str, WorkRecord]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work_id, source, body FROM works_sourcerecord WHERE work_id = ANY(%s) AND is_shown",
            [sorted(set(works))],
        )
        for work, source, body in cursor.fetchall():
            found[work][source] = unpack(bytes(body), WorkRecord)
    return found


@dataclass(slots=True)
class Topics:
    """Ids of topics by scheme and code, made on first sight; a batch keeps one."""

    ids: dict[tuple[str, str], int]

    def id_of(self, topic: PrintedTopic) -> int:
        """Of a topic that was given to `make` before."""
        return self.ids[topic.scheme, topic.code]

    def make(self, topics: Iterable[PrintedTopic]) -> None:
        """Have an id for each. New topics go in sorted, so that two imports do not deadlock."""
        named = {(t.scheme, t.code): t.name for t in topics}
        self._look_up(pair for pair in named if pair not in self.ids)
        missing = sorted((pair, name) for pair, name in named.items() if pair not in self.ids)
        if not missing:
            return
        Topic.objects.bulk_create(
            [
                Topic(scheme=scheme, code=code, name=name, slug=slug_of(name), name_key=fold(name)[:200])
                for (scheme, code), name in missing
            ],
            ignore_conflicts=True,
        )
        self._look_up(pair for pair, _ in missing)

    def _look_up(self, pairs: Iterable[tuple[str, str]]) -> None:
        codes: dict[str, list[str]] = defaultdict(list)
        for scheme, code in pairs:
            codes[scheme].append(code)
        with connection.cursor() as cursor:
            for scheme in sorted(codes):
                cursor.execute(
                    "SELECT code, id FROM works_topic WHERE scheme = %s AND code = ANY(%s::text[])",
                    [scheme, array_of(codes[scheme])],
                )
                self.ids.update(((scheme, code), pk) for code, pk in cursor.fetchall())
