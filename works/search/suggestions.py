"""What somebody who is still typing may mean: researchers, topics, institutions and works, all by how words begin.

Nothing is stored for this. A beginning that many names have is looked for among those with most works, in their
order, where it soon turns up; one that few have, in the index of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bzpeer.db.prepared import prepared_cursor
from works.record.addresses import Kind, fold, path_of
from works.record.titles import START
from works.search.names import asking
from works.search.names.rules import spellings
from works.search.patience import PLANNED_ONCE, OutOfPatience, patience

SHORTEST = 2
MOST = 8
MOST_WORDS = 6
PATIENCE_MS = 250
# Of each kind; a title is typed further than a name before it is told apart, so works come later.
PEOPLE, OTHERS = 5, 2
TITLE_FROM = 4
# Names that begin so are many from here on: then one of the first few thousand authors has one.
COMMON = 2_000
BUSIEST = 1_000

AUTHORS_SO_NAMED = """
    SELECT coalesce(sum(authors), 0) FROM works_nameword WHERE word >= %(word)s AND word < %(word)s || '~'
"""

# Of a rare beginning all who fit, then the best of them; of a common one by number of works until there are enough,
# for which the planner must not think of the other way.
WALK = "SELECT set_config('enable_bitmapscan', 'off', true)"
PEOPLE_WALKED = """
    SELECT o.slug, o.id, o.name, i.name FROM (
        SELECT author_id, works FROM works_authorwords WHERE words @@ %(begun)s::tsquery
        ORDER BY works DESC, author_id LIMIT %(limit)s
    ) w JOIN works_author o ON o.id = w.author_id LEFT JOIN works_institution i ON i.id = o.institution_id
    WHERE o.removed_at IS NULL AND o.works_count > 0 ORDER BY w.works DESC, w.author_id
"""
PEOPLE_GATHERED = """
    WITH fitting AS MATERIALIZED (
        SELECT author_id, works, words @@ %(whole)s::tsquery AS is_whole FROM works_authorwords
        WHERE words @@ %(begun)s::tsquery
    )
    SELECT o.slug, o.id, o.name, i.name FROM (
        SELECT * FROM fitting ORDER BY is_whole DESC, works DESC, author_id LIMIT %(limit)s
    ) w JOIN works_author o ON o.id = w.author_id LEFT JOIN works_institution i ON i.id = o.institution_id
    WHERE o.removed_at IS NULL AND o.works_count > 0 ORDER BY w.is_whole DESC, w.works DESC, w.author_id
"""

# The busiest first: `univ` begins a word of most institutions.
NAMED = """
    (SELECT '{kind}', slug, id, name, {beside} FROM (
        SELECT * FROM works_{kind} ORDER BY works_count DESC, id LIMIT %(busiest)s
    ) busiest WHERE works_count > 0 AND (name_key LIKE %(first)s OR name_key LIKE %(later)s)
    ORDER BY name_key LIKE %(first)s DESC, works_count DESC, id LIMIT %(others)s)
"""
# By how the title begins, from the first letter; nothing sorts after the last character there is.
TITLED = f"""
    (SELECT 'work', slug, id, title, year::text FROM works_work
    WHERE left(title_key, {START}) >= left(%(typed)s, {START})
    AND left(title_key, {START}) < left(%(typed)s, {START}) || U&'\\+10FFFF' AND title_key LIKE %(first)s
    ORDER BY left(title_key, {START}), id LIMIT %(others)s)
"""  # noqa: S608
TOPICS = NAMED.format(kind="topic", beside="code")
INSTITUTIONS = NAMED.format(kind="institution", beside="concat_ws(', ', nullif(city, ''), nullif(country, ''))")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: the name, its kind, what stands beside it, and where it leads."""

    kind: Kind
    name: str
    beside: str
    path: str


def suggestions(typed: str) -> list[Suggestion]:
    """The first eight that what was typed may become: people, topics, institutions, works, in this order.

    Nothing for fewer than two letters, and nothing after a quarter of a second. Queries: at most five, and a savepoint.
    """
    readings = [reading[:MOST_WORDS] for reading in spellings(typed)]
    if len(fold(typed)) < SHORTEST or not readings:
        return []
    try:
        with patience(PATIENCE_MS, PLANNED_ONCE), prepared_cursor() as cursor:
            return [*_people(cursor, readings), *_others(cursor, fold(typed))][:MOST]
    except OutOfPatience:
        return []


def _people(cursor: Any, readings: Sequence[Sequence[str]]) -> list[Suggestion]:
    telling = _telling(readings[0])
    is_common = len(telling) == 1 and _number(cursor, telling[0]) > COMMON
    values: dict[str, Any] = {"begun": asking.begun(readings), "limit": PEOPLE}
    if is_common:
        cursor.execute(WALK)
        cursor.execute(PEOPLE_WALKED, values)
    else:
        cursor.execute(PEOPLE_GATHERED, values | {"whole": asking.whole(readings)})
    return [Suggestion("author", name, place or "", path_of("author", slug, pk)) for slug, pk, name, place in cursor]


def _telling(reading: Sequence[str]) -> list[str]:
    """Words that begin no other: whoever has `ma` has the `m` of `m. ma` too."""
    words = set(reading)
    return [word for word in words if not any(other != word and other.startswith(word) for other in words)]


def _number(cursor: Any, word: str) -> int:
    cursor.execute(AUTHORS_SO_NAMED, {"word": word})
    return int(cursor.fetchone()[0])


def _others(cursor: Any, typed: str) -> list[Suggestion]:
    kinds = [TOPICS, INSTITUTIONS, *([TITLED] if len(typed) >= TITLE_FROM else [])]
    values: dict[str, Any] = {"typed": typed, "first": f"{typed}%", "later": f"% {typed}%"}
    cursor.execute(" UNION ALL ".join(kinds), values | {"busiest": BUSIEST, "others": OTHERS})
    return [Suggestion(kind, name, beside or "", path_of(kind, slug, pk)) for kind, slug, pk, name, beside in cursor]
