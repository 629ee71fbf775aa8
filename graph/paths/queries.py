"""What a page shows of how two people are connected."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection as database

from graph.edges.weights import CROWD
from graph.paths.reading import DatabaseReader
from graph.paths.rules import Found, Path, search
from works.models import Author
from works.record.addresses import path_between, path_of
from works.search.queries import found
from works.search.words import asked_for

# Works named for each link; how many there are is said.
NAMED = 3
# Somebody removed since the collaborations were computed is gone round; nobody else waits for more.
ROUNDS = 3
# How many people of a name are offered; beyond that another word is quicker than reading on.
OFFERED = 20
SHARED = """
    SELECT pair.one, pair.other, found.id, found.title, found.slug, found.year, found.authors_count, found.total
    FROM unnest(%(ones)s::bigint[], %(others)s::bigint[]) AS pair(one, other)
    CROSS JOIN LATERAL (
        SELECT w.id, w.title, w.slug, w.year, w.authors_count, count(*) OVER () AS total
        FROM works_authorship a
        JOIN works_authorship b ON b.work_id = a.work_id AND b.author_id = pair.other
        JOIN works_work w ON w.id = a.work_id
        WHERE a.author_id = pair.one AND (%(with_large)s OR w.authors_count <= %(crowd)s)
        ORDER BY w.authors_count, w.year DESC NULLS LAST, w.id LIMIT %(named)s
    ) found
"""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SharedWork:
    """A work that two people wrote, of all they wrote together the one by the fewest people."""

    pk: int
    title: str
    path: str
    year: int | None
    authors: int


@dataclass(frozen=True, slots=True)
class Step:
    """Two people who wrote together, `total` works of which the first are named."""

    one: Author
    other: Author
    works: list[SharedWork]
    total: int

    @property
    def receipt(self) -> str:
        """The page of all they wrote together."""
        return path_between((self.one.slug, self.one.pk), (self.other.slug, self.other.pk))


@dataclass(frozen=True, slots=True)
class Chain:
    """A path from one end to the other; without a step when both ends are one person."""

    people: list[Author]
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Offered:
    """People of a name, the likeliest first; `is_cut` when there are more."""

    people: list[Author]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Connection:
    """How two people are connected, the best chain first, and what was tried (see `rules.Found`)."""

    chains: list[Chain]
    tried: Found


def connection_of(start: Author, goal: Author, *, with_large: bool = False) -> Connection:
    """The best chains between two people who are not one. Some two dozen queries at most, within two seconds."""
    reader = DatabaseReader(with_large=with_large)
    avoided: set[int] = set()
    for _ in range(ROUNDS):
        tried = search(reader, start.pk, goal.pk, avoided=avoided)
        people = _people(tried.paths)
        gone = {pk for path in tried.paths for pk in path.people} - people.keys()
        if not gone:
            break
        avoided |= gone
    paths = [path for path in tried.paths if people.keys() >= set(path.people)]
    works = _works({pair for path in paths for pair in pairwise(path.people)}, with_large=with_large)
    chains = [_chain(path, people, works) for path in paths]
    # A collaboration whose last work went since it was computed is none.
    return Connection([chain for chain in chains if all(step.works for step in chain.steps)], tried)


def offered(typed: str, *, but: Author) -> Offered:
    """Those whom a typed name may mean. At most four queries."""
    hits = found(asked_for(typed, "researchers"), "researchers")
    ids = [pk for pk in hits.ids if pk != but.pk]
    people = Author.objects.public().select_related("institution").in_bulk(ids[:OFFERED])
    return Offered([people[pk] for pk in ids if pk in people], is_cut=len(ids) > OFFERED)


def _people(paths: Iterable[Path]) -> dict[int, Author]:
    ids = {pk for path in paths for pk in path.people}
    return {author.pk: author for author in Author.objects.public().filter(pk__in=ids)} if ids else {}


def _works(pairs: Iterable[Pair], *, with_large: bool) -> dict[Pair, tuple[list[SharedWork], int]]:
    wanted = sorted(pairs)
    shared: dict[Pair, tuple[list[SharedWork], int]] = {}
    if not wanted:
        return shared
    values: dict[str, Any] = {
        "ones": [one for one, _ in wanted],
        "others": [other for _, other in wanted],
        "with_large": with_large,
        "crowd": CROWD,
        "named": NAMED,
    }
    with database.cursor() as cursor:
        cursor.execute(SHARED, values)
        for one, other, pk, title, slug, year, authors, total in cursor.fetchall():
            works, _ = shared.setdefault((one, other), ([], total))
            works.append(SharedWork(pk, title, path_of("work", slug, pk), year, authors))
    for works, _ in shared.values():
        works.sort(key=lambda work: (work.authors, -(work.year or 0), work.pk))
    return shared


def _chain(path: Path, people: dict[int, Author], works: dict[Pair, tuple[list[SharedWork], int]]) -> Chain:
    steps = [
        Step(people[one], people[other], *works.get((one, other), ([], 0))) for one, other in pairwise(path.people)
    ]
    return Chain([people[pk] for pk in path.people], steps)
