"""Works put together anew from the records that they have now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from works.importers.applying import Dimensions, rewrite
from works.importers.bodies import unpack
from works.importers.compose import compose
from works.importers.records import WorkRecord
from works.record.models import SourceRecord

# A record of a work, with whether it is the one shown of its source.
Kept = tuple[WorkRecord, bool]


def put_together(works: Iterable[int], dimensions: Dimensions) -> set[int]:
    """Those of these works that have records become what those say; gives them."""
    left = _records_of(works)
    rewrite(
        {work: compose({r.source: r for r, is_shown in records if is_shown}) for work, records in left.items()},
        dimensions,
    )
    _drop_what_none_gives(left)
    return set(left)


def _records_of(works: Iterable[int]) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = defaultdict(list)
    rows = SourceRecord.objects.filter(work__in=list(works)).order_by("pk")
    for work, body, is_shown in rows.values_list("work_id", "body", "is_shown"):
        found[work].append((unpack(bytes(body), WorkRecord), is_shown))
    return dict(found)


def _drop_what_none_gives(left: Mapping[int, Sequence[Kept]]) -> None:
    """Identifiers and versions that no record of the work tells of any more."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM works_workidentifier WHERE work_id = %s AND NOT scheme || ':' || value = ANY(%s)",
            [(w, [f"{s}:{v}" for record, _ in records for s, v in record.identifiers]) for w, records in left.items()],
        )
        cursor.executemany(
            "DELETE FROM works_version WHERE work_id = %s AND NOT source || ' ' || number = ANY(%s)",
            [
                (w, [f"{record.source} {version.number}" for record, _ in records for version in record.versions])
                for w, records in left.items()
            ],
        )
