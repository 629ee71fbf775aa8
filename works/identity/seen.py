"""The places of some blocks with all that people said of them, as clustering reads them. Reads only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from works.identity import private_names, said
from works.identity.clusters import Signature
from works.record.teams import block_part, member_of

SIGNATURES = """
    SELECT a.block, a.id, a.work_id, a.author_id, a.name, a.identifiers, w.team, w.slug || ' ' || w.title_key
    FROM works_authorship a JOIN works_work w ON w.id = a.work_id
    WHERE a.block = ANY(%s) ORDER BY a.block, a.id
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows of SIGNATURES, and whose they are by a person's word.

    `pinned` is authorship → author; `private` the same for places that a private name gives to somebody, which stay
    out of the blocks; `carriers` the author of each identifier that is printed, `decided` those of them that
    somebody decided about.
    """

    rows: Sequence[tuple]
    words: said.Words
    carriers: Mapping[str, int]
    decided: Mapping[str, int]
    pinned: Mapping[int, int]
    private: Mapping[int, int]

    def by_block(self) -> Iterator[tuple[str, list[tuple]]]:
        """Each block with its rows."""
        for block, group in groupby((row for row in self.rows if row[1] not in self.private), key=lambda row: row[0]):
            yield block, list(group)

    def signatures(self, rows: Iterable[tuple]) -> Iterator[Signature]:
        """Rows as clustering compares them."""
        return _signatures(rows, self.words, self.pinned, self.decided)


def look(blocks: Sequence[str]) -> Seen:
    """The places of these blocks; at most nine queries."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNATURES, [list(blocks)])
        rows = cursor.fetchall()
    words = said.words_about([row[2] for row in rows])
    carriers = said.carriers_of({name for row in rows for name in row[5]})
    decided = said.decided_among(carriers)
    pinned = _pinned(rows, words, decided)
    # A private name says nothing to the names beside it: its places go to their holder and stay out of the blocks.
    private = private_names.placed(_signatures(rows, words, {}, decided), blocks)
    private = {authorship: owner for authorship, owner in private.items() if authorship not in pinned}
    return Seen(rows, words, carriers, decided, pinned, private)


def _pinned(rows: Sequence[tuple], words: said.Words, decided: Mapping[str, int]) -> dict[int, int]:
    """Authorships with the author that each is by a person's word; the first of two equal names on one byline.

    A place that nobody spoke of is its whose identifier, printed beside it, somebody decided about.
    """
    first: dict[tuple[int, int], int] = {}
    by_identifier: dict[tuple[int, int], int] = {}
    for row in rows:
        owner = words.owner_of(row[2], row[4])
        if owner is not None:
            first.setdefault((row[2], owner), row[1])
            continue
        carriers = {decided[name] for name in row[5] if name in decided} - words.barred(row[2], row[4])
        if len(carriers) == 1:
            by_identifier.setdefault((row[2], carriers.pop()), row[1])
    return {authorship: owner for (_, owner), authorship in (by_identifier | first).items()}


def _signatures(
    rows: Iterable[tuple], words: said.Words, pinned: Mapping[int, int], decided: Mapping[str, int]
) -> Iterator[Signature]:
    for _, pk, work, author, name, identifiers, team, order in rows:
        # A co-author of the person's own name is no evidence.
        own = block_part(member_of(name))
        teammates = frozenset(member for member in team if block_part(member) != own)
        holder = author if author in words.authors else None
        owner = pinned.get(pk)
        # An identifier that was on the wrong person says nothing about the places where it is printed still.
        telling = tuple(one for one in identifiers if decided.get(one, owner) == owner)
        barred = words.barred(work, name) - {owner}
        yield Signature(pk, work, name, teammates, telling, order, holder, barred, owner)
