"""What the trust page shows of one author: the current snapshot, its history, the collaborators."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bzpeer.web.pagination import Page
from graph.edges.models import CollaborationEdge
from profiles.trust.chart import Chart, chart_of
from profiles.trust.models import TrustSnapshot
from profiles.trust.words import ComponentWords, words_of

COLLABORATORS_PER_PAGE = 200
HISTORY_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Somebody with whom works were written, and the two numbers that decide about `is_close`."""

    name: str
    path: str
    shared: int
    weight: float
    is_close: bool


@dataclass(frozen=True, slots=True)
class TrustPage:
    """The snapshots newest first (none before the first computation), the components in words, the collaborators."""

    snapshot: TrustSnapshot | None
    components: Sequence[ComponentWords]
    history: Sequence[TrustSnapshot]
    chart: Chart | None
    collaborators: Sequence[Collaborator]
    place: Page


def current_snapshot(author_id: int) -> TrustSnapshot | None:
    """The snapshot in force; one query."""
    return TrustSnapshot.objects.filter(author_id=author_id, is_current=True).first()


def trust_page(author_id: int, snapshot: TrustSnapshot | None, *, place: Page) -> TrustPage:
    """Two queries: history, collaborators (the strongest first)."""
    history = list(_history(author_id))
    return TrustPage(
        snapshot=snapshot,
        components=[words_of(one) for one in snapshot.components] if snapshot else [],
        history=history,
        chart=chart_of([one.score for one in reversed(history)]),
        collaborators=_collaborators(author_id, place),
        place=place,
    )


def _history(author_id: int) -> "QuerySet[TrustSnapshot]":
    snapshots = TrustSnapshot.objects.filter(author_id=author_id).defer("components")
    return snapshots.order_by("-computed_at", "-pk")[:HISTORY_SHOWN]


def _collaborators(author_id: int, place: Page) -> list[Collaborator]:
    edges = CollaborationEdge.objects.filter(author_id=author_id).select_related("other")
    # The order of the index; ties by id, so that pages neither repeat nor leave out anybody.
    shown = edges.order_by("-weight", "other_id")[place.offset : place.offset + place.per_page]
    return [Collaborator(e.other.name, e.other.get_absolute_url(), e.shared, e.weight, e.is_close) for e in shown]
