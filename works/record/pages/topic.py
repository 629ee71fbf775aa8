"""Everything the page of a topic shows of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from bzpeer.web.keyset import Place, Window
from works.record.models import Topic, TopicFigures
from works.record.newest import newest_works
from works.record.pages import beside
from works.record.pages.beside import Beside, topic_line
from works.record.queries import WorkLine
from works.record.words import source_name

# Beside a topic of a flat scheme stand hundreds.
SIBLINGS = 24
CHILDREN = 60
# So many steps up are read with the topic; the deepest scheme has three.
WITH_PARENTS = "parent__parent__parent"


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with one page of its works, newest first.

    `above` leads down from the widest subject; `below` are the topics under it, `level` those under the same parent,
    each with its own works. `people` wrote most of its works, `near` are topics of the same works.
    """

    topic: Topic
    scheme: str
    window: Window[tuple[int, int]]
    works: Sequence[WorkLine]
    years: Mapping[int, int]
    people: Sequence[Beside]
    institutions: Sequence[Beside]
    above: Sequence[Topic]
    below: Sequence[Beside]
    level: Sequence[Beside]
    near: Sequence[Beside]


def topic_page(topic: Topic, *, place: Place) -> TopicPage:
    """The page of a topic, read `WITH_PARENTS`. Six queries: figures, two of works, people, institutions, topics."""
    figures = TopicFigures.objects.filter(pk=topic.pk).first() or TopicFigures()
    window, works = newest_works("topic", topic.pk, place)
    (people,) = beside.people(figures.people)
    tree = _tree(topic, [pk for pk, _ in figures.topics])
    return TopicPage(
        topic=topic,
        scheme=source_name(topic.scheme),
        window=window,
        works=works,
        years=dict(figures.years),
        people=people,
        institutions=beside.institutions(figures.institutions),
        above=_above(topic),
        below=[topic_line(one, one.works_count) for one in tree if one.parent_id == topic.pk][:CHILDREN],
        level=[topic_line(one, one.works_count) for one in tree if _is_sister(one, topic)][:SIBLINGS],
        near=_near(figures, {one.pk: one for one in tree}),
    )


def _tree(topic: Topic, near: Sequence[int]) -> list[Topic]:
    """What is under the topic, at its side and near it, in one query; those with most works first."""
    wanted = Q(parent=topic.pk) | Q(pk__in=near)
    if topic.parent_id:
        wanted |= Q(parent=topic.parent_id)
    found = Topic.objects.filter(wanted).exclude(pk=topic.pk)
    return list(
        found.only("name", "slug", "scheme", "code", "works_count", "parent_id").order_by("-works_count", "name", "pk")
    )


def _above(topic: Topic) -> list[Topic]:
    above: list[Topic] = []
    while (topic := topic.parent) and len(above) < WITH_PARENTS.count("__") + 1:  # type: ignore[assignment]
        above.insert(0, topic)
    return above


def _is_sister(one: Topic, topic: Topic) -> bool:
    return topic.parent_id is not None and one.parent_id == topic.parent_id


def _near(figures: TopicFigures, found: Mapping[int, Topic]) -> list[Beside]:
    return [topic_line(found[pk], shared) for pk, shared in figures.topics if pk in found]
