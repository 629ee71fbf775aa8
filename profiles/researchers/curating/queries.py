"""What the holder's pages about works show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now

from bzpeer.web.pagination import Page
from profiles.researchers.models import Researcher, WorkChoice
from works.identity.partings import UNDO_WITHIN, is_fitting, names_of
from works.models import Author, Authorship, NotMine, Work

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class OwnWork:
    """One work of the record: `stands` is what the holder said about it (`featured`, `hidden` or nothing), `choice`
    what the form has now."""

    pk: int
    title: str
    year: str
    path: str
    stands: str
    choice: str


@dataclass(frozen=True, slots=True)
class Disowned:
    """A work that the holder said is not theirs, and until when that can be taken back."""

    pk: int
    title: str
    path: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a byline that can be the holder's."""

    pk: int
    name: str
    position: int


def own_works(researcher: Researcher, place: Page, *, chosen: Mapping[int, str] | None = None) -> list[OwnWork]:
    """One page of the works of a record, as the profile lists them, with what was `chosen` just now. Two queries."""
    ranks = (place.offset + 1, place.offset + place.per_page)
    places = Authorship.objects.filter(author=researcher.author_id, list_rank__range=ranks).select_related("work")
    works = [one.work for one in places.order_by("list_rank")]
    said = dict(WorkChoice.objects.filter(researcher=researcher, work__in=works).values_list("work_id", "kind"))
    return [_own_work(work, said.get(work.pk, ""), chosen or {}) for work in works]


def _own_work(work: Work, stands: str, chosen: Mapping[int, str]) -> OwnWork:
    return OwnWork(
        pk=work.pk,
        title=work.title,
        year=str(work.year or ""),
        path=work.get_absolute_url(),
        stands=stands,
        choice=chosen.get(work.pk, stands),
    )


def disowned(author: Author) -> Sequence[Disowned]:
    """What was disowned and can be taken back, the newest first. One query."""
    words = NotMine.objects.filter(author=author, said_at__gt=Now() - UNDO_WITHIN).select_related("work")
    return [
        Disowned(one.work_id, one.work.title, one.work.get_absolute_url(), one.said_at + UNDO_WITHIN)
        for one in words.order_by("-said_at", "-pk")
    ]


def work_with(identifier: tuple[str, str]) -> Work | None:
    """The work that has this identifier (scheme, normal value), or None. One query."""
    scheme, value = identifier
    return Work.objects.filter(identifiers__scheme=scheme, identifiers__value=value).first()


def places_on(work: Work, researcher: Researcher) -> list[Place]:
    """The places on a byline whose name can be the holder's. Two queries."""
    names = names_of(researcher.author, also=researcher.former_names)
    byline = Authorship.objects.filter(work=work).exclude(name="").order_by("position")
    fitting = [one for one in byline.only("name", "position") if is_fitting(names, one.name)]
    return [Place(one.pk, one.name, one.position) for one in fitting]


def is_listed(work: Work, author: Author) -> bool:
    """Whether the author stands on this work already."""
    return Authorship.objects.filter(work=work, author=author).exists()
