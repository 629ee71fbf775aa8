"""What two authors have together: every shared work with what it adds to their weight."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext

from graph.edges.models import CollaborationEdge
from graph.edges.weights import CROWD, UNITS, share_units
from works.models import Author, Authorship, Work
from works.record.addresses import path_between, path_of
from works.record.queries import WorkLine, ranked_page

TOPICS_SHOWN = 12
# Topics are compared over so many of each author's newest works, so that a hub costs no more than anybody else.
NEWEST_COUNTED = 2_000
TOPICS = """
    WITH about AS (
        SELECT a.author_id, wt.topic_id, count(*) AS works
        FROM works_authorship a JOIN works_worktopic wt USING (work_id)
        WHERE a.author_id = ANY(%(authors)s) AND a.list_rank <= %(newest)s
        GROUP BY a.author_id, wt.topic_id
    )
    SELECT t.name, t.slug, t.id, CASE t.scheme WHEN 'arxiv' THEN t.code ELSE '' END FROM about one
    JOIN about other ON other.topic_id = one.topic_id AND other.author_id > one.author_id
    JOIN works_topic t ON t.id = one.topic_id
    ORDER BY least(one.works, other.works) DESC, one.works + other.works DESC, t.name, t.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two authors, the one of the smaller id first."""

    one: Author
    other: Author

    @classmethod
    def of(cls, one: Author, other: Author) -> "Pair":
        """The pair, in whatever order the two come."""
        return cls(*sorted((one, other), key=lambda author: author.pk))

    @property
    def version(self) -> str:
        """Names everything that the page of the pair shows."""
        return f"{self.one.pk} {self.one.version} {self.other.pk} {self.other.version}"

    def get_absolute_url(self) -> str:
        """The page of the pair; the profile where both turned out to be one record."""
        if self.one.pk == self.other.pk:
            return self.one.get_absolute_url()
        return path_between((self.one.slug, self.one.pk), (self.other.slug, self.other.pk))


@dataclass(frozen=True, slots=True)
class SharedWork:
    """One work of both; `adds` is what it adds to the weight, None for one by too many people to say anything."""

    line: WorkLine
    authors: int
    adds: float | None

    @property
    def note(self) -> str:
        """`5 authors, adds 0.250`."""
        people = ngettext("%(count)s author", "%(count)s authors", self.authors) % {"count": f"{self.authors:,}"}
        if self.adds is None:
            return gettext("%(people)s, shared but not counted") % {"people": people}
        return gettext("%(people)s, adds %(adds)s") % {"people": people, "adds": f"{self.adds:.3f}"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a pair has together. `crowds` are those of `shared` that are not counted; `after` asks for the works that
    follow; `topics` are names, paths, and codes where people know them (arXiv's)."""

    pair: Pair
    shared: int
    crowds: int
    weight: float
    is_close: bool
    first_year: int | None
    last_year: int | None
    works: Sequence[SharedWork]
    after: str
    topics: Sequence[tuple[str, str, str]]


def receipt(pair: Pair, *, after: str) -> Receipt:
    """Fifty shared works, newest first, those after the work of this id (empty: from the first). Four queries, five
    with `after`. Raises Http404 when `after` is no shared work.
    """
    shared = _shared(pair)
    totals = shared.aggregate(
        works=Count("pk"), crowds=Count("pk", filter=Q(authors_count__gt=CROWD)), first=Min("year"), last=Max("year")
    )
    edge = CollaborationEdge.objects.filter(author_id=pair.one.pk, other_id=pair.other.pk).first()
    page = ranked_page(shared, after=after)
    return Receipt(
        pair=pair,
        shared=totals["works"],
        crowds=totals["crowds"],
        weight=edge.weight if edge else 0.0,
        is_close=edge is not None and edge.is_close,
        first_year=totals["first"],
        last_year=totals["last"],
        works=[_shared_work(work, line) for work, line in zip(page.works, page.lines, strict=True)],
        after=page.after,
        topics=_topics(pair),
    )


def _shared(pair: Pair) -> "QuerySet[Work]":
    # Read from the shorter list of the two: the other one is only asked whether it has the work.
    fewer, more = sorted((pair.one, pair.other), key=lambda author: author.works_count)
    by_both = Exists(Authorship.objects.filter(work_id=OuterRef("pk"), author_id=more.pk))
    return Work.objects.filter(by_both, authorships__author=fewer.pk).annotate(rank=F("authorships__list_rank"))


def _shared_work(work: Work, line: WorkLine) -> SharedWork:
    adds = share_units(work.authors_count) / UNITS
    return SharedWork(line, work.authors_count, adds if work.authors_count <= CROWD else None)


def _topics(pair: Pair) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        authors = [pair.one.pk, pair.other.pk]
        cursor.execute(TOPICS, {"authors": authors, "newest": NEWEST_COUNTED, "most": TOPICS_SHOWN})
        return [(name, path_of("topic", slug, pk), code) for name, slug, pk, code in cursor.fetchall()]
