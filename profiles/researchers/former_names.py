"""Former names of holders, handed to identity, which alone compares them with what is printed."""

from profiles.researchers.models import Researcher
from works.identity import private_names
from works.models import Author


def hand_over(*, author: Author) -> None:
    """Identity knows the former names of who holds this record, and none while nobody does."""
    names = Researcher.objects.filter(author=author).values_list("former_names", flat=True).first()
    private_names.keep(author=author, names=names or [])
