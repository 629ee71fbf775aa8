"""Lines of work lists: what every page that lists works shows of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from works.record.addresses import path_of
from works.record.bylines import name_words
from works.record.models import Work
from works.record.words import kind_word, source_name

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


def work_line(work: Work) -> WorkLine:
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
        abstract=work.abstract,
    )


def work_lines(works: Iterable[Work]) -> list[WorkLine]:
    """Works as lines, in the order given."""
    return [work_line(work) for work in works]
