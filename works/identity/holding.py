"""A record that somebody holds: its places are theirs by their claim, until the claim ends."""

from django.db import transaction

from works.identity.models import Mine, PrivateName
from works.record.models import Author


@transaction.atomic
def hold(*, author: Author) -> None:
    """No clustering takes a place away that the record has now; words that were said about places stand.

    What only a private name gave goes when that name does.
    """
    private = PrivateName.objects.filter(author=author).values("name")
    places = author.authorships.exclude(name="").exclude(name__in=private).values_list("work_id", "name")
    Mine.objects.bulk_create(
        (Mine(author=author, work_id=work, name=name, by_claim=True) for work, name in places), ignore_conflicts=True
    )


def let_go(*, author: Author) -> None:
    """The claim is over: the places belong to the record for the reasons they had before."""
    Mine.objects.filter(author=author, by_claim=True).delete()
