"""What a case page shows of the record: works, co-authors, institutions, namesakes. One query each."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min

from graph.edges.models import CollaborationEdge
from works.models import Author, Authorship, AuthorshipInstitution
from works.record.bylines import shown

WORKS = 20
PEOPLE = 12


@dataclass(frozen=True)
class Place:
    """An institution as the bylines of the record give it, with the years it was given in."""

    name: str
    first_year: int | None
    last_year: int | None
    works: int


@dataclass(frozen=True)
class RecordPanel:
    """The record beside the evidence; figures beyond what is listed stand on the author."""

    works: list[Authorship]
    works_left: int
    co_authors: list[CollaborationEdge]
    places: list[Place]
    namesakes: list[Author]


def record_panel(author: Author) -> RecordPanel:
    """The panel; four queries."""
    works = list(
        Authorship.objects.filter(author=author)
        .select_related("work")
        .order_by("list_rank", "-work__year", "pk")[:WORKS]
    )
    for authorship in works:
        authorship.affiliations = shown(authorship.affiliations)
    return RecordPanel(
        works=works,
        works_left=max(0, author.works_count - len(works)),
        co_authors=list(
            CollaborationEdge.objects.filter(author=author, other__removed_at=None)
            .select_related("other")
            .order_by("-weight", "other")[:PEOPLE]
        ),
        places=_places(author),
        namesakes=_namesakes(author),
    )


def _places(author: Author) -> list[Place]:
    rows = (
        AuthorshipInstitution.objects.filter(authorship__author=author)
        .values_list("institution__name")
        .annotate(first=Min("authorship__work__year"), last=Max("authorship__work__year"), works=Count("authorship"))
        .order_by("-last", "institution__name")[:PEOPLE]
    )
    return [Place(*row) for row in rows]


def _namesakes(author: Author) -> list[Author]:
    # Of the same block: family name and first initial, as identity reads them.
    blocks = Authorship.objects.filter(author=author).exclude(block="").values("block")
    others = Authorship.objects.filter(block__in=blocks, author__isnull=False).exclude(author=author).values("author")
    return list(
        Author.objects.public()
        .filter(pk__in=others)
        .select_related("institution")
        .order_by("-works_count", "pk")[:PEOPLE]
    )
