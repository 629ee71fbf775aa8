"""What people said about who wrote what, as clustering reads it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from works.identity.models import Mine, NotMine
from works.record.holders import holders_of
from works.record.models import AuthorIdentifier, Authorship
from works.record.names import are_compatible

# Words about a record that went into another go along, unless that one has said the same.
CARRY_OVER = """
    UPDATE {table} w SET author_id = m.new_id FROM (
        SELECT DISTINCT ON (x.work_id, x.name, t.new_id) x.id, t.new_id
        FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS t(old_id, new_id)
        JOIN {table} x ON x.author_id = t.old_id ORDER BY x.work_id, x.name, t.new_id, x.id
    ) m
    WHERE w.id = m.id AND NOT EXISTS (
        SELECT FROM {table} t WHERE t.author_id = m.new_id AND t.work_id = w.work_id{same_name}
    )
"""

WordsByWork = Mapping[int, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Words:
    """What was said about some works: per work, pairs of author and name as printed when they said it.

    `printed` are the names on the bylines of those works now, `authors` everybody who said something.
    """

    not_mine: WordsByWork
    mine: WordsByWork
    printed: Mapping[int, frozenset[str]]
    authors: frozenset[int]

    def owner_of(self, work: int, name: str) -> int | None:
        """The author who asked for this place."""
        return next((author for author, said in self.mine.get(work, ()) if self._is_about(work, said, name)), None)

    def barred(self, work: int, name: str) -> frozenset[int]:
        """The authors whose place this is not: they said so, or have another one on the same byline."""
        disowned = {author for author, said in self.not_mine.get(work, ()) if self._is_about(work, said, name)}
        elsewhere = {author for author, said in self.mine.get(work, ()) if not self._is_about(work, said, name)}
        return frozenset(disowned | elsewhere)

    def _is_about(self, work: int, said: str, name: str) -> bool:
        # A later version may print the name in another way; the exact one, where it still stands, is meant alone.
        printed = self.printed.get(work, frozenset())
        if said in printed:
            return said == name
        return are_compatible(said, name) and sum(are_compatible(said, other) for other in printed) == 1


def words_about(works: Iterable[int]) -> Words:
    """What was said about these works. Two queries, three where there is something."""
    ids = sorted(set(works))
    not_mine = _by_work(NotMine.objects.filter(work__in=ids).order_by("pk").values_list("work", "author", "name"))
    mine = _by_work(Mine.objects.filter(work__in=ids).order_by("-pk").values_list("work", "author", "name"))
    printed: dict[int, set[str]] = defaultdict(set)
    spoken_of = not_mine.keys() | mine.keys()
    if spoken_of:
        for work, name in Authorship.objects.filter(work__in=spoken_of).values_list("work", "name"):
            printed[work].add(name)
    return Words(
        not_mine=not_mine,
        mine=mine,
        printed={work: frozenset(names) for work, names in printed.items()},
        authors=frozenset(author for said in (*not_mine.values(), *mine.values()) for author, _ in said),
    )


def carriers_of(printed: Iterable[str]) -> dict[str, int]:
    """The author who carries each of these `scheme:value`. One query, none where nothing is printed."""
    pairs = (one.partition(":")[::2] for one in printed)
    return {f"{scheme}:{value}": author for (scheme, value), author in holders_of(AuthorIdentifier, pairs).items()}


def decided_among(carriers: Mapping[str, int]) -> dict[str, int]:
    """Those of the carried identifiers that a person decided about. One query, none where nobody carries one."""
    if not carriers:
        return {}
    rows = AuthorIdentifier.objects.filter(is_decided=True, author__in=set(carriers.values()))
    decided = {f"{scheme}:{value}" for scheme, value in rows.values_list("scheme", "value")}
    return {identifier: author for identifier, author in carriers.items() if identifier in decided}


def carry_over(moves: Mapping[int, int]) -> None:
    """Words of authors who go into others (old id → new id); called before the old rows go."""
    given = {"old": list(moves), "new": list(moves.values())}
    with connection.cursor() as cursor:
        cursor.execute(CARRY_OVER.format(table="works_notmine", same_name=" AND t.name = w.name"), given)
        cursor.execute(CARRY_OVER.format(table="works_mine", same_name=""), given)


def _by_work(rows: Iterable[tuple[int, int, str]]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for work, author, name in rows:
        found[work].append((author, name))
    return dict(found)
