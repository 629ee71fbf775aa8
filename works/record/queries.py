"""Lines of work lists: what every page that lists works shows of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from bzpeer.web.numbers import is_number
from works.record.addresses import path_of
from works.record.bylines import name_words
from works.record.models import Work
from works.record.words import kind_word, source_name

PER_PAGE = 50
# What a list needs of a work; `team` and the rest stay in the database.
LINE_FIELDS = ("id", "slug", "title", "kind", "year", "source", "abstract", "byline", "authors_count")


@dataclass(frozen=True, slots=True)
class BylineName:
    """One place of a byline; `path` is empty where it is linked to nobody."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work in a list, ready for `templates/works/_work_item.html`.

    `anchor` is the id of its element; `more` counts the names after the twenty of `byline`; `year` is empty where no
    source gave one. All texts, so that a template has nothing to convert.
    """

    anchor: str
    path: str
    title: str
    kind: str
    year: str
    source: str
    byline: tuple[BylineName, ...]
    more: int
    abstract: str


def byline_of(work: Work) -> tuple[BylineName, ...]:
    """The first twenty names from the stored byline; a blank place is called `unnamed`."""
    return tuple(
        BylineName(name_words(name), path_of("author", slug, author_id) if author_id else "")
        for author_id, name, slug in work.byline
    )


def work_line(work: Work, *, with_abstract: bool = True) -> WorkLine:
    """A work as a line of a list; reads the fields of `LINE_FIELDS` and runs no query."""
    byline = byline_of(work)
    return WorkLine(
        anchor=f"work-{work.pk}",
        path=work.get_absolute_url(),
        title=work.title,
        kind=kind_word(work.kind),
        year=str(work.year or ""),
        source=source_name(work.source),
        byline=byline,
        more=max(0, work.authors_count - len(byline)),
        abstract=work.abstract if with_abstract else "",
    )


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A part of somebody's list; `works` and `lines` are the same; `after` asks for what follows, empty at the end."""

    works: Sequence[Work]
    lines: Sequence[WorkLine]
    after: str


def ranked_page(works: "QuerySet[Any]", *, after: str) -> RankedPage:
    """Fifty of these works, each with a `rank` in somebody's list: those after the work of the id `after`.

    By the rank of that work, not by an offset, so that the last part costs what the first one does, and a work that
    is new in the list moves nothing. One query, two with `after`. Raises Http404 when `after` is none of the works.
    """
    rank = _rank_of(works, after) if after else 0
    found = list(works.filter(rank__gt=rank).order_by("rank", "pk").only(*LINE_FIELDS)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return RankedPage(shown, work_lines(shown), str(shown[-1].pk) if len(found) > PER_PAGE else "")


def _rank_of(works: "QuerySet[Any]", asked: str) -> int:
    rank = works.filter(pk=int(asked)).values_list("rank", flat=True).first() if is_number(asked) else None
    if rank is None:
        raise Http404("no such work in the list")
    return rank


def work_lines(works: Iterable[Work]) -> list[WorkLine]:
    """Works as lines, in the order given."""
    return [work_line(work) for work in works]
