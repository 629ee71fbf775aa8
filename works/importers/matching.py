"""Which works, topics and records these are: look-ups of a batch, each in one query."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from works.importers.plan import Stored
from works.importers.records import PrintedTopic
from works.record.addresses import fold, slug_of
from works.record.models import Topic


def seen_digests(source: str, digests: Iterable[bytes]) -> set[bytes]:
    """Those of the digests that the source gave before: their records need not be parsed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest FROM works_sourcerecord WHERE source = %s AND digest = ANY(%s)", [source, list(digests)]
        )
        return {bytes(row[0]) for row in cursor.fetchall()}


def stored_works(source: str, scheme: str, keys: Iterable[str]) -> dict[str, Stored]:
    """What is on record for each key, by the source's own identifier."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.value, i.work_id, r.number, r.updated_on, r.digest
            FROM works_workidentifier i
            LEFT JOIN works_sourcerecord r ON r.work_id = i.work_id AND r.source = %s AND r.is_shown
            WHERE i.scheme = %s AND i.value = ANY(%s)
            """,
            [source, scheme, list(keys)],
        )
        return {
            key: Stored(work, (number or 0, updated_on or date.min, bytes(digest or b"")))
            for key, work, number, updated_on, digest in cursor.fetchall()
        }


def taken_identifiers(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The works that carry these (scheme, value) pairs already."""
    wanted = sorted(set(pairs))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.scheme, i.value, i.work_id FROM works_workidentifier i
            JOIN unnest(%s::text[], %s::text[]) AS p(scheme, value) ON p.scheme = i.scheme AND p.value = i.value
            """,
            [[scheme for scheme, _ in wanted], [value for _, value in wanted]],
        )
        return {(scheme, value): work for scheme, value, work in cursor.fetchall()}


class Topics:
    """Ids of topics by scheme and code, made on first sight; a run keeps one."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {}

    def id_of(self, topic: PrintedTopic) -> int:
        """Of a topic that was given to `make` before."""
        return self.ids[topic.scheme, topic.code]

    def make(self, topics: Iterable[PrintedTopic]) -> None:
        """Have an id for each. New topics go in sorted, so that two imports do not deadlock."""
        missing = {(t.scheme, t.code): t.name for t in topics if (t.scheme, t.code) not in self.ids}
        if not missing:
            return
        Topic.objects.bulk_create(
            [
                Topic(scheme=scheme, code=code, name=name, slug=slug_of(name), name_key=fold(name)[:200])
                for (scheme, code), name in sorted(missing.items())
            ],
            ignore_conflicts=True,
        )
        for scheme in {scheme for scheme, _ in missing}:
            codes = [code for found, code in missing if found == scheme]
            found = Topic.objects.filter(scheme=scheme, code__in=codes).values_list("code", "pk")
            self.ids.update(((scheme, code), pk) for code, pk in found)
