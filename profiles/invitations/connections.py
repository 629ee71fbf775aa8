"""How two people are connected, from the stored collaborations: works they share, and people both wrote with."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.edges.models import CollaborationEdge
from works.models import Author

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Connection:
    """Works shared; people between them, the strongest first, and how many more there are; the address of the path."""

    shared: int
    between: Sequence[Author]
    more: int
    path: str

    @property
    def is_none(self) -> bool:
        """Whether nothing is known that connects them."""
        return not self.shared and not self.between


def connection_of(one: Author, other: Author) -> Connection:
    """How `other` is connected to `one`; three queries at most."""
    shared = CollaborationEdge.objects.filter(author=one.pk, other=other.pk).values_list("shared", flat=True).first()
    theirs = CollaborationEdge.objects.filter(author=other.pk).exclude(other=one.pk).values("other")
    both = CollaborationEdge.objects.filter(author=one.pk, other__in=theirs, other__removed_at=None)
    total = both.count()
    strongest = both.select_related("other").order_by("-weight", "other_id")[:SHOWN] if total else ()
    between = [edge.other for edge in strongest]
    path = f"{one.get_absolute_url()}graph/?to={other.ref}"
    return Connection(shared or 0, between, total - len(between), path)
