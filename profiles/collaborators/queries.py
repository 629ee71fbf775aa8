"""With whom an author wrote, and who is near without a work together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bzpeer.web.pagination import Page
from graph.edges.models import CollaborationEdge
from graph.similar.models import SimilarAuthor
from works.models import Author, Topic
from works.record.addresses import path_between

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Somebody with whom works were written, and the two numbers that decide about `is_close`; `receipt` is the page
    of the works that both wrote. The years are those of the shared works."""

    name: str
    path: str
    receipt: str
    shared: int
    weight: float
    is_close: bool
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Similar:
    """Somebody near without a work together; `through` and `topics` name the first few of what is in common."""

    name: str
    path: str
    collaborators_count: int
    topics_count: int
    through: Sequence[Author]
    topics: Sequence[Topic]


def collaborators_of(author: Author, place: Page) -> list[Collaborator]:
    """One page of them, the strongest first. One query."""
    edges = CollaborationEdge.objects.filter(author_id=author.pk).select_related("other")
    # The order of the index; ties by id, so that pages neither repeat nor leave out anybody.
    shown = edges.order_by("-weight", "other_id")[place.offset : place.offset + place.per_page]
    return [_collaborator(author, edge) for edge in shown]


def similar_to(author_id: int) -> list[Similar]:
    """The most similar researchers, as stored. Three queries, one where there are none."""
    rows = list(
        SimilarAuthor.objects.filter(author_id=author_id, other__removed_at__isnull=True)
        .select_related("other")
        .order_by("place")
    )
    people: Mapping[int, Author] = Author.objects.public().in_bulk({pk for row in rows for pk in row.through})
    topics: Mapping[int, Topic] = Topic.objects.in_bulk({pk for row in rows for pk in row.topics})
    return [
        Similar(
            name=row.other.name,
            path=row.other.get_absolute_url(),
            collaborators_count=row.collaborators_count,
            topics_count=row.topics_count,
            through=[people[pk] for pk in row.through if pk in people],
            topics=[topics[pk] for pk in row.topics if pk in topics],
        )
        for row in rows
    ]


def _collaborator(author: Author, edge: CollaborationEdge) -> Collaborator:
    other = edge.other
    return Collaborator(
        name=other.name,
        path=other.get_absolute_url(),
        receipt=path_between((author.slug, author.pk), (other.slug, other.pk)),
        shared=edge.shared,
        weight=edge.weight,
        is_close=edge.is_close,
        first_year=edge.first_year,
        last_year=edge.last_year,
    )
