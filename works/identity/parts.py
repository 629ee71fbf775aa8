"""What a record would fall into without what people said: the proposal for a split. Reads only."""

from typing import Any

from django.db import connection

from works.identity.clusters import Signature, cluster
from works.record.models import Author, Authorship
from works.record.teams import block_part, member_of

# More works than this are not looked through by hand.
MOST = 200
PLACES = """
    SELECT a.id, a.work_id, a.name, a.identifiers, w.team, w.slug || ' ' || w.title_key
    FROM works_authorship a JOIN works_work w ON w.id = a.work_id
    WHERE a.author_id = %s AND a.name <> '' ORDER BY a.list_rank NULLS LAST, a.id LIMIT %s
"""


def parts_of(author: Author) -> list[list[Authorship]]:
    """The places of an author with their works, put together by evidence alone, the largest part first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [author.pk, MOST])
        signatures = [_signature(row) for row in cursor.fetchall()]
    places = Authorship.objects.select_related("work").in_bulk([one.id for one in signatures])
    parts = sorted(cluster(signatures), key=len, reverse=True)
    return [sorted((places[pk] for pk in part), key=_newest_first) for part in parts]


def _signature(row: tuple[Any, ...]) -> Signature:
    pk, work, name, identifiers, team, order = row
    own = block_part(member_of(name))
    teammates = frozenset(member for member in team if block_part(member) != own)
    return Signature(pk, work, name, teammates, tuple(identifiers), order)


def _newest_first(place: Authorship) -> tuple[int, str, int]:
    return (-(place.work.year or 0), place.work.title_key, place.pk)
