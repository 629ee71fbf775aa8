"""The topics of an author with the works behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from profiles.researchers.models import WorkChoice
from works.models import Author, Topic, Work
from works.record.addresses import path_of

TOPICS_SHOWN = 200
# Topics are counted over so many of the newest works, so that nobody's page costs more than this.
NEWEST_COUNTED = 2_000
# Works that the holder leaves out of the list are left out here too.
TOPICS = f"""
    WITH place AS (
        SELECT a.work_id, a.list_rank FROM works_authorship a
        WHERE a.author_id = %(author)s AND a.list_rank <= %(newest)s AND NOT EXISTS (
            SELECT FROM profiles_workchoice c JOIN profiles_researcher r ON r.id = c.researcher_id
            WHERE r.author_id = %(author)s AND c.work_id = a.work_id AND c.kind = '{WorkChoice.Kind.HIDDEN.value}'
        )
    )
    SELECT t.id, t.slug, t.name, CASE t.scheme WHEN 'arxiv' THEN t.code ELSE '' END, count(*), min(w.year), max(w.year),
           (array_agg(w.id ORDER BY place.list_rank))[1:3]
    FROM place JOIN works_worktopic wt USING (work_id) JOIN works_topic t ON t.id = wt.topic_id
    JOIN works_work w ON w.id = place.work_id
    GROUP BY t.id ORDER BY count(*) DESC, t.name, t.id LIMIT %(most)s
"""  # noqa: S608 - a word of ours


@dataclass(frozen=True, slots=True)
class Subject:
    """One topic of an author: how many works, of which years, and the newest three of them. `works_path` is the page
    of all of them; `code` is empty where its scheme's codes are for machines."""

    name: str
    code: str
    path: str
    works_path: str
    works: int
    first_year: int | None
    last_year: int | None
    newest: Sequence[Work]


def subjects_of(author: Author) -> list[Subject]:
    """The topics of an author, those with most works first. Two queries."""
    rows = _rows(author.pk, TOPICS_SHOWN)
    works = Work.objects.only("title", "slug", "year").in_bulk({pk for row in rows for pk in row[-1]})
    return [
        Subject(
            name=name,
            code=code,
            path=path_of("topic", slug, pk),
            works_path=f"{author.get_absolute_url()}topics/{slug}-{pk}/",
            works=count,
            first_year=first,
            last_year=last,
            newest=[works[work] for work in newest],
        )
        for pk, slug, name, code, count, first, last, newest in rows
    ]


def topic_names(author_id: int, *, most: int) -> list[str]:
    """The topics with most works, a name that two schemes or codes share once. One query."""
    return list(dict.fromkeys(name for _, _, name, *_ in _rows(author_id, most)))


def works_on(author: Author, topic: Topic) -> "QuerySet[Work]":
    """The author's works on a topic with their `rank` in the author's list, those left out by the holder aside."""
    left_out = WorkChoice.objects.filter(researcher__author=author, kind=WorkChoice.Kind.HIDDEN)
    works = Work.objects.filter(authorships__author=author).annotate(rank=F("authorships__list_rank"))
    return works.filter(work_topics__topic=topic).exclude(pk__in=left_out.values("work"))


def _rows(author_id: int, most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(TOPICS, {"author": author_id, "newest": NEWEST_COUNTED, "most": most})
        return cursor.fetchall()
