"""Finds works by words of titles and abstracts: titles first, abstracts where few titles have them.

At most 300 works are ranked, the newest of those that match: a word that stands in a tenth of everything costs no
more than a rare one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from works.record.addresses import fold
from works.record.titles import KEY_LENGTH, START
from works.search.language import Query
from works.search.patience import rows_within
from works.search.statements import LOOKS
from works.search.texts.conditions import Chosen, condition, said
from works.search.words import Asked, is_close

MOST = 300
# From so many titles on nobody needs the abstracts to find something.
FEW_TITLES = 100
ALIKE = 300
# Words that nothing has may have been mistyped; looking for titles like them costs much.
ALIKE_MS = 300
NEAREST = 3
# A rank as a whole number, so that a cursor says it exactly.
FINE = 1_000_000
EXACT, BEGINS, IN_TITLE, IN_ABSTRACT, ALIKE_TITLE = range(5)

RANKED = """
    WITH same AS (
        SELECT t.work_id, t.dated, w.title_key = %(folded)s AS is_exact, t.title
        FROM works_work w JOIN works_worktext t ON t.work_id = w.id
        WHERE left(w.title_key, {start}) = left(%(folded)s, {start}) AND w.title_key LIKE %(beginning)s AND {rest}
        ORDER BY t.dated DESC, t.work_id DESC LIMIT %(most)s
    ), titles AS MATERIALIZED (
        SELECT t.work_id, t.dated, t.title FROM works_worktext t WHERE {in_title}
        ORDER BY t.dated DESC, t.work_id DESC LIMIT %(most)s
    ), abstracts AS MATERIALIZED (
        SELECT t.work_id, t.dated, t.words FROM works_worktext t
        WHERE (SELECT count(*) FROM titles) < %(few)s AND {in_words}
        ORDER BY t.dated DESC, t.work_id DESC LIMIT %(most)s
    )
    SELECT CASE WHEN is_exact THEN {exact} ELSE {begins} END, ts_rank(title, {asked}, 1), dated, work_id FROM same
    UNION ALL SELECT {title_tier}, ts_rank_cd(title, {asked}, 1), dated, work_id FROM titles
    UNION ALL SELECT {abstract_tier}, ts_rank(words, {asked}, 1), dated, work_id FROM abstracts
"""

NEWEST = """
    SELECT t.dated, t.work_id FROM works_worktext t WHERE {matches}
    ORDER BY t.dated DESC, t.work_id DESC LIMIT %(most)s
"""

LATEST = "SELECT t.work_id FROM works_worktext t WHERE {matches} ORDER BY t.work_id DESC LIMIT %(most)s"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that matches; `key` is its place in the order, the smallest first."""

    pk: int
    key: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Works in their order; `is_cut` when there are more than are looked at, `is_late` when time ran out.

    `has_abstracts` says that abstracts were looked at too; `nearest` are ids of what comes nearest when nothing fits.
    """

    works: list[Candidate] = field(default_factory=list)
    is_cut: bool = False
    is_late: bool = False
    has_abstracts: bool = True
    nearest: Sequence[int] = ()


def ranked(asked: Asked, chosen: Sequence[Chosen] = (), *, patience_ms: int) -> Ranked:
    """The best first. Three queries, six where a plain search finds nothing."""
    rows = rows_within(patience_ms, *_ranking(asked.query, chosen))
    if rows is None:
        return Ranked(is_late=True)
    works = _in_order([(row[0], -round(row[1] * FINE), *_newest_key(row[2], row[3])) for row in rows])
    in_titles = sum(row[0] == IN_TITLE for row in rows)
    found = Ranked(works[:MOST], is_cut=len(works) > MOST, has_abstracts=in_titles < FEW_TITLES)
    return found if works or not asked.query.is_plain else _alike(asked, min(patience_ms, ALIKE_MS))


def newest(
    query: Query, chosen: Sequence[Chosen], *, patience_ms: int, after: Sequence[int] = (), most: int = MOST
) -> Ranked:
    """Titles and abstracts alike, the newest first, from behind the place `after` on. Three queries."""
    there = condition(query.words, chosen, column="words")
    values: dict[str, Any] = {**there.values, "most": most + 1}
    sql = there.sql
    if after:
        sql = f"(t.dated, t.work_id) < (%(after_day)s, %(after_work)s) AND {sql}"
        values |= {"after_day": date.fromordinal(-after[0]), "after_work": -after[1]}
    rows = rows_within(patience_ms, NEWEST.format(matches=sql), values)
    if rows is None:
        return Ranked(is_late=True)
    works = [Candidate(pk, _newest_key(dated, pk)) for dated, pk in rows]
    return Ranked(works[:most], is_cut=len(works) > most)


def latest(query: Query, chosen: Sequence[Chosen], *, patience_ms: int, most: int) -> list[int]:
    """The ids of those that came to the site last, none where that takes too long. Three queries."""
    there = condition(query.words, chosen, column="words")
    rows = rows_within(patience_ms, LATEST.format(matches=there.sql), {**there.values, "most": most})
    return [row[0] for row in rows or ()]


def fits_any(queries: Sequence[tuple[Query, Sequence[Chosen]]], *, patience_ms: int) -> list[int]:
    """Which of the queries find something, by their index. Three queries however many there are."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for number, (query, chosen) in enumerate(queries):
        there = condition(query.words, chosen, column="words", name=f"q{number}")
        parts.append(f"SELECT {number} WHERE EXISTS (SELECT FROM works_worktext t WHERE {there.sql})")  # noqa: S608
        values |= there.values
    rows = rows_within(patience_ms, " UNION ALL ".join(parts), values) if parts else []
    return sorted(row[0] for row in rows or ())


def _ranking(query: Query, chosen: Sequence[Chosen]) -> tuple[str, dict[str, Any]]:
    folded = fold(" ".join(word.text for word in query.wanted))[:KEY_LENGTH]
    asked = said(query.wanted, "asked")
    rest = condition(query.words, chosen, column=None, name="rest")
    in_title = condition(query.words, chosen, column="title", name="title")
    in_words = condition(query.words, chosen, column="words", name="words")
    statement = RANKED.format(
        start=START, rest=rest.sql, in_title=in_title.sql, in_words=in_words.sql, asked=asked.sql, exact=EXACT,
        begins=BEGINS, title_tier=IN_TITLE, abstract_tier=IN_ABSTRACT,
    )  # fmt: skip
    values = {"folded": folded, "beginning": f"{folded}%", "most": MOST + 1, "few": FEW_TITLES}
    return statement, values | asked.values | rest.values | in_title.values | in_words.values


def _alike(asked: Asked, patience_ms: int) -> Ranked:
    """Titles with words like these."""
    look = LOOKS["works"]
    rows = rows_within(patience_ms, *look.by_likeness(asked, limit=ALIKE), look.setting)
    close = dict.fromkeys(pk for pk, key, _ in rows or () if is_close(asked.words, key))
    works = [Candidate(pk, (ALIKE_TITLE, place, 0, -pk)) for place, pk in enumerate(close)]
    nearest = [] if works else list(dict.fromkeys(row[0] for row in rows or () if row[2]))[:NEAREST]
    return Ranked(works, is_late=rows is None, nearest=nearest)


def _in_order(keys: list[tuple[int, ...]]) -> list[Candidate]:
    """Each work once, where it stands first."""
    first: dict[int, tuple[int, ...]] = {}
    for key in sorted(keys):
        first.setdefault(-key[-1], key)
    return [Candidate(pk, key) for pk, key in first.items()]


def _newest_key(dated: date, pk: int) -> tuple[int, int]:
    return -dated.toordinal(), -pk
