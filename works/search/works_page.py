"""One page of works that match a query, with what it can be narrowed by, or with what to leave out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from works.search.language import Filter, Query, Word
from works.search.narrowing import chosen_by
from works.search.queries import PATIENCE_MS, Hit, work_hits
from works.search.texts import queries as texts
from works.search.texts.conditions import Chosen
from works.search.texts.facets import Count, counts
from works.search.texts.queries import Candidate, Ranked
from works.search.words import Asked

Sort = Literal["best", "newest"]
PER_PAGE = 20
# Parts of a query that are tried without when nothing has them all.
MOST_TRIED = 6


@dataclass(frozen=True, slots=True)
class WorksPage:
    """What the page shows. `total` counts all that were looked at, `is_cut` says that there are more.

    `next_key` is the place of the last one shown, empty on the last page; `spare` are parts of the query that have to
    go together for something to be found, each way one; `nearest` are works with words like these.
    """

    sort: Sort
    hits: list[Hit]
    chosen: list[Chosen]
    total: int
    is_cut: bool = False
    is_late: bool = False
    has_abstracts: bool = True
    next_key: tuple[int, ...] = ()
    facets: list[Count] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)
    spare: list[list[Word | Filter]] = field(default_factory=list)


def sort_of(asked: Asked, typed: str) -> Sort:
    """The order asked for; without words there is no better and worse."""
    return "newest" if typed == "newest" or not asked.query.wanted else "best"


def works_page(asked: Asked, sort: Sort, after: tuple[int, ...]) -> WorksPage:
    """The page behind the place `after`.

    Queries, besides those of `narrowing.chosen_by`: three to look, one for the facets, two for the lines; three more
    for a later page by date, or where next to nothing was found.
    """
    chosen = chosen_by(asked.query.filters)
    found, page = _looked(asked, chosen, sort, after)
    shown = page[:PER_PAGE]
    if not found.works:
        return _nothing(asked, chosen, sort, found)
    return WorksPage(
        sort,
        work_hits([one.pk for one in shown], asked, chosen),
        chosen,
        total=len(found.works),
        is_cut=found.is_cut,
        is_late=found.is_late,
        has_abstracts=found.has_abstracts,
        next_key=shown[-1].key if len(page) > PER_PAGE else (),
        facets=counts([one.pk for one in found.works]),
    )


def _looked(
    asked: Asked, chosen: Sequence[Chosen], sort: Sort, after: tuple[int, ...]
) -> tuple[Ranked, list[Candidate]]:
    """Everything that is counted, and the page with one more where there is one."""
    if sort == "best":
        found = texts.ranked(asked, chosen, patience_ms=PATIENCE_MS)
        return found, [one for one in found.works if one.key > after][: PER_PAGE + 1]
    found = texts.newest(asked.query, chosen, patience_ms=PATIENCE_MS)
    if not after:
        return found, found.works[: PER_PAGE + 1]
    page = texts.newest(asked.query, chosen, patience_ms=PATIENCE_MS, after=after, most=PER_PAGE + 1)
    return found, page.works


def _nothing(asked: Asked, chosen: list[Chosen], sort: Sort, found: Ranked) -> WorksPage:
    nearest = work_hits(found.nearest, None)
    spare = [] if found.is_late else _spare(asked.query, chosen)
    return WorksPage(sort, [], chosen, 0, is_late=found.is_late, nearest=nearest, spare=spare)


def _spare(query: Query, chosen: Sequence[Chosen]) -> list[list[Word | Filter]]:
    """One part less, or where that is not enough one part alone."""
    parts = list(dict.fromkeys(query.parts))[:MOST_TRIED]
    if len(parts) < 2:
        return []
    less = [[part] for part in parts]
    alone = [[other for other in dict.fromkeys(query.parts) if other != part] for part in parts]
    tried = [*less, *alone]
    rest = [(query.without(*gone), [one for one in chosen if one.filter not in gone]) for gone in tried]
    fitting = texts.fits_any(rest, patience_ms=PATIENCE_MS)
    return [tried[number] for number in fitting if number < len(less) or fitting[0] >= len(less)]
