"""Authorships of new and changed works; who each belongs to is identity's decision, told of by stale blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

from django.db import connection

from works.importers.compose import Composed
from works.importers.flat import PLACE_COLUMNS, Flat
from works.importers.institutions import Institutions
from works.importers.records import PrintedAuthor, PrintedInstitution
from works.record.bulk import copy_made, copy_rows, next_ids
from works.record.models import Authorship
from works.record.names import are_compatible, block_of

STORED = """
    SELECT a.work_id, a.name, a.affiliations, a.identifiers, a.author_id, a.block,
        array(SELECT i.institution_id FROM works_authorshipinstitution i WHERE i.authorship_id = a.id ORDER BY i.id)
    FROM works_authorship a WHERE a.work_id = ANY(%s) ORDER BY a.work_id, a.position
"""

MARKS = """
    INSERT INTO works_stalemark (kind, object_id, reason, made_at)
    SELECT kind, id, 'import', now() FROM (
        SELECT 'author' AS kind, id FROM unnest(%s::bigint[]) AS a(id)
        UNION ALL SELECT 'work', id FROM unnest(%s::bigint[]) AS w(id)
    ) marks
"""

# For works that go or part: everybody on their bylines, their names, their topics.
MARK_BYLINES = """
    WITH places AS (SELECT author_id, block FROM works_authorship WHERE work_id = ANY(%(works)s)),
    blocks AS (INSERT INTO works_staleblock (block) SELECT DISTINCT block FROM places WHERE block <> '')
    INSERT INTO works_stalemark (kind, object_id, reason, made_at)
    SELECT DISTINCT 'author', author_id, %(reason)s, now() FROM places WHERE author_id IS NOT NULL
    UNION SELECT DISTINCT 'topic', topic_id, %(reason)s, now() FROM works_worktopic WHERE work_id = ANY(%(works)s)
"""

# What stands before the rest of a row: id, work, position, and the author or none.
_head = Struct("!hiqiqihiq").pack
_head_of_nobody = Struct("!hiqiqihi").pack
_at_row = Struct("!hiqiqiqih").pack

# A place on a byline as it is stored: all that a record says of it.
Place = tuple[str, list[str], list[str], list[int]]


@dataclass(frozen=True, slots=True)
class _Stored:
    place: Place
    author: int | None
    block: str


def write(
    works: Mapping[int, Flat], institutions: Institutions, held: Mapping[int, Mapping[int, int]] | None = None
) -> None:
    """Bylines by COPY. `held` carries over, for a rewritten byline, the author of each position that keeps one."""
    ids = iter(next_ids(Authorship, sum(len(work.places) for work in works.values())))
    rows: list[bytes] = []
    at: list[bytes] = []
    for pk, work in works.items():
        owners = held.get(pk, {}) if held else {}
        for position, place in enumerate(work.places, start=1):
            own_id = next(ids)
            rows.append(_row_head(own_id, pk, position, owners.get(position)) + place.row)
            if place.institutions:
                found = _found(place.institutions, institutions)
                at.extend(_at_row(4, 8, own_id, 8, one, 8, pk, 2, work.year) for one in found)
    copy_made("works_authorship", f"id work_id position author_id {PLACE_COLUMNS}", rows)
    copy_made("works_authorshipinstitution", "authorship_id institution_id work_id year", at)
    _mark_blocks({place.block for work in works.values() for place in work.places})


def _row_head(own_id: int, work: int, position: int, owner: int | None) -> bytes:
    if owner is None:
        return _head_of_nobody(8, 8, own_id, 8, work, 2, position, -1)
    return _head(8, 8, own_id, 8, work, 2, position, 8, owner)


def rewrite(works: Mapping[int, Composed], flat: Mapping[int, Flat], institutions: Institutions) -> None:
    """Bylines that differ from what is stored are written anew; authors and works get their marks."""
    before = _stored(list(works))
    other = {
        pk: work
        for pk, work in works.items()
        if _byline(work, institutions) != [row.place for row in before.get(pk, [])]
    }
    gone = [(pk, row) for pk in other for row in before.get(pk, [])]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM works_authorshipinstitution i USING works_authorship a"
            " WHERE a.id = i.authorship_id AND a.work_id = ANY(%s)",
            [list(other)],
        )
        cursor.execute("DELETE FROM works_authorship WHERE work_id = ANY(%s)", [list(other)])
        touched = {row.author for rows in before.values() for row in rows if row.author}
        cursor.execute(MARKS, [sorted(touched), sorted(works)])
    _mark_blocks({row.block for _, row in gone})
    held = {pk: _kept(before.get(pk, []), work.record.names) for pk, work in other.items()}
    write({pk: flat[pk] for pk in other}, institutions, held)


def _kept(before: Sequence[_Stored], names: Sequence[PrintedAuthor]) -> dict[int, int]:
    """Positions of a rewritten byline with the author each keeps: who had this name, or at its place one it can be.

    Where another source comes to print the byline, `B. Marrowby` becomes `Basil` and stays the same person.
    """
    left = {position: row for position, row in enumerate(before, start=1) if row.author}
    by_name = {row.place[0]: position for position, row in reversed(left.items())}
    kept = {at: by_name.pop(one.name) for at, one in enumerate(names, start=1) if one.name in by_name}
    found = {at: left.pop(position) for at, position in kept.items()}
    for at, one in enumerate(names, start=1):
        row = left.get(at)
        if at not in found and row and row.block == block_of(one.name) and are_compatible(row.place[0], one.name):
            found[at] = row
    return {at: row.author for at, row in found.items() if row.author}


def _stored(works: list[int]) -> dict[int, list[_Stored]]:
    before: dict[int, list[_Stored]] = {}
    with connection.cursor() as cursor:
        cursor.execute(STORED, [works])
        for work, name, affiliations, identifiers, author, block, institutions in cursor.fetchall():
            before.setdefault(work, []).append(_Stored((name, affiliations, identifiers, institutions), author, block))
    return before


def _byline(work: Composed, institutions: Institutions) -> list[Place]:
    return [_place(author, institutions) for author in work.record.names]


def _place(author: PrintedAuthor, institutions: Institutions) -> Place:
    printed = [one for one in author.institutions if one.identifiers]
    return (author.name, list(author.affiliations), list(author.identifiers), list(_found(printed, institutions)))


def _found(printed: Sequence[PrintedInstitution], institutions: Institutions) -> Iterator[int]:
    return iter(dict.fromkeys(map(institutions.id_of, printed)))


def _mark_blocks(blocks: set[str]) -> None:
    copy_rows("works_staleblock", "block", "varchar", [(block,) for block in sorted(blocks) if block])
