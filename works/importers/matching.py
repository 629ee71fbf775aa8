"""Which works, topics and records these are: look-ups of a batch, each in one query."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import connection

from works.importers.plan import Stored
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
    """Ids of one scheme's topics, made on first sight; a run keeps one."""

    def __init__(self, scheme: str, name_of: Callable[[str], str]) -> None:
        self.scheme = scheme
        self.name_of = name_of
        self.ids: dict[str, int] = {}

    def ids_of(self, codes: Iterable[str]) -> dict[str, int]:
        """Code → topic id, for all the codes given. New topics go in sorted, so that two imports do not deadlock."""
        missing = sorted(set(codes) - self.ids.keys())
        if missing:
            names = {code: self.name_of(code) for code in missing}
            Topic.objects.bulk_create(
                [
                    Topic(scheme=self.scheme, code=code, name=name, slug=slug_of(name), name_key=fold(name)[:200])
                    for code, name in names.items()
                ],
                ignore_conflicts=True,
            )
            found = Topic.objects.filter(scheme=self.scheme, code__in=missing).values_list("code", "pk")
            self.ids.update(found)
        return self.ids
