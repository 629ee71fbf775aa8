"""Everything the page of a topic shows of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from works.record.models import Author, Topic, Work
from works.record.pages.people import PEOPLE_SHOWN, Person
from works.record.queries import LINE_FIELDS, WorkLine, work_lines
from works.record.words import source_name

PER_PAGE = 50
# People are counted over so many of the topic's newest works, so that a topic of 50,000 works costs no more.
NEWEST_COUNTED = 2000


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with one page of its works, newest first, and the people with most of its newest works."""

    topic: Topic
    scheme: str
    works: Sequence[WorkLine]
    people: Sequence[Person]


def topic_page(topic: Topic, *, offset: int) -> TopicPage:
    """The page of a topic. Two queries: works, people."""
    newest = _newest(topic.pk)
    return TopicPage(
        topic=topic,
        scheme=source_name(topic.scheme),
        works=work_lines(newest.only(*LINE_FIELDS)[offset : offset + PER_PAGE]),
        people=_people(newest.values("pk")[:NEWEST_COUNTED]),
    )


def _newest(topic_id: int) -> "QuerySet[Work]":
    return Work.objects.filter(work_topics__topic_id=topic_id).order_by(
        F("year").desc(nulls_last=True), "title_key", "pk"
    )


def _people(works: "QuerySet[Work, Any]") -> list[Person]:
    counted = (
        Author.objects.public()
        .filter(authorships__work__in=works)
        .annotate(works_here=Count("authorships"))
        .order_by("-works_here", "sort_key", "pk")
    )
    return [Person(a.name, a.get_absolute_url(), a.works_here) for a in counted[:PEOPLE_SHOWN]]
