"""Acts of people on who wrote what: a place on a byline leaves an author, comes back, or is asked for.

Each says so for good (`models.py`) and leaves marks for everybody whose page shows the work, in one transaction.
Who may do this is decided by the caller.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from works.identity.marks import mark
from works.identity.models import Mine, NotMine
from works.identity.services import retire
from works.record.addresses import slug_of
from works.record.models import Author, Authorship
from works.record.names import are_compatible, sort_key

UNDO_WITHIN = timedelta(days=30)


class NotThere(LookupError):
    """The place is not where the act expects it: somebody or something moved it meanwhile."""


class OnTheByline(Exception):
    """The author stands on this byline already."""


class AnotherName(Exception):
    """The name on the byline cannot be this author's."""


class TooLate(Exception):
    """The time to take it back is over."""


@transaction.atomic
def disown(*, author: Author, work_ids: Sequence[int]) -> dict[int, Author]:
    """The author's places on these works go to new authors, one each; gives them by work.

    Works on which the author does not stand are passed over. No import and no clustering brings them back.
    """
    places = Authorship.objects.select_for_update().filter(author=author, work__in=sorted(set(work_ids)))
    parted: dict[int, Author] = {}
    for place in places.order_by("work_id"):
        NotMine.objects.get_or_create(author=author, work_id=place.work_id, name=place.name)
        Mine.objects.filter(author=author, work=place.work_id).delete()
        place.author = new_author(place.name)
        place.save(update_fields=["author"])
        parted[place.work_id] = place.author
    if parted:
        mark(list(parted), [author.pk], reason="not mine")
    return parted


def disowned_place(*, author: Author, work_id: int) -> Authorship:
    """The place that the author disowned on this work, as it stands now; locked. Raises NotThere."""
    word = NotMine.objects.filter(author=author, work=work_id).order_by("pk").first()
    if word is None:
        raise NotThere
    places = list(Authorship.objects.select_for_update().filter(work=work_id).order_by("position"))
    exact = [place for place in places if place.name == word.name]
    fitting = exact or [place for place in places if place.name and are_compatible(place.name, word.name)]
    if len(fitting) != 1:
        raise NotThere
    return fitting[0]


def place_or_not_there(authorship_id: int) -> Authorship:
    """A place on a byline with a name, locked. Raises NotThere."""
    place = Authorship.objects.select_for_update().filter(pk=authorship_id).exclude(name="").first()
    if place is None:
        raise NotThere
    return place


@transaction.atomic
def take_back(*, author: Author, work_id: int) -> None:
    """Undo of `disown` within 30 days: the place comes back; who had it and has no other work goes.

    Raises NotThere where nothing was disowned or the place is gone, TooLate, and OnTheByline.
    """
    place = disowned_place(author=author, work_id=work_id)
    words = NotMine.objects.filter(author=author, work=work_id)
    if not words.filter(said_at__gt=Now() - UNDO_WITHIN).exists():
        raise TooLate
    words.delete()
    _give(place, author, reason="mine after all")


@transaction.atomic
def ask_for(*, author: Author, authorship_id: int, also: Sequence[str] = ()) -> None:
    """The place on a byline becomes the author's, for good; who had it and has no other work goes.

    `also` are names of the author that are printed nowhere on the record. Raises NotThere, OnTheByline, and
    AnotherName for a name that goes with no name of the author.
    """
    place = place_or_not_there(authorship_id)
    if not is_fitting(names_of(author, also=also), place.name):
        raise AnotherName
    NotMine.objects.filter(author=author, work=place.work_id, name=place.name).delete()
    Mine.objects.filter(work=place.work_id, name=place.name).delete()
    Mine.objects.update_or_create(author=author, work_id=place.work_id, defaults={"name": place.name})
    _give(place, author, reason="work added")


def names_of(author: Author, *, also: Sequence[str] = ()) -> list[str]:
    """What the author is called, on the record and beside it. One query."""
    return [author.name, *author.names.values_list("printed", flat=True), *also]


def is_fitting(names: Sequence[str], printed: str) -> bool:
    """Whether a printed name can belong to somebody of these names."""
    return bool(printed) and any(are_compatible(name, printed) for name in names)


def _give(place: Authorship, author: Author, *, reason: str) -> None:
    if Authorship.objects.filter(work=place.work_id, author=author).exists():
        raise OnTheByline
    former = place.author
    place.author = author
    place.save(update_fields=["author"])
    mark([place.work_id], [author.pk, *([former.pk] if former else [])], reason=reason)
    if former is not None and not Authorship.objects.filter(author=former).exists():
        retire({former.pk: author.pk})


def new_author(name: str) -> Author:
    """An author of this name, without places yet."""
    return Author.objects.create(name=name, slug=slug_of(name), sort_key=sort_key(name))
