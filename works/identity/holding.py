"""A record that somebody holds: its places are theirs by their claim, until the claim ends."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from works.identity.models import Mine, PrivateName
from works.record.models import Author


@transaction.atomic
def hold(*, author: Author) -> None:
    """No clustering takes a place away that the record has now; words that were said about places stand.

    What only a private name gave goes when that name does.
    """
    places = places_of_their_own(author)
    Mine.objects.bulk_create(
        (Mine(author=author, work_id=work, name=name, by_claim=True) for work, name in places), ignore_conflicts=True
    )


def places_of_their_own(author: Author, *, decided: Collection[int] = ()) -> list[tuple[int, str]]:
    """Work and name of the author's places, without those that only a private name gave; `decided` works have all."""
    private = PrivateName.objects.filter(author=author).values("name")
    told = author.authorships.exclude(name="").filter(~Q(name__in=private) | Q(work__in=decided))
    return list(told.values_list("work_id", "name"))


def let_go(*, author: Author) -> None:
    """The claim is over: the places belong to the record for the reasons they had before."""
    Mine.objects.filter(author=author, by_claim=True).delete()
