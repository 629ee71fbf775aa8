"""What the trust page shows of one author: the current snapshot, its history, the collaborators."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, QuerySet

from bzpeer.web.pagination import Page
from profiles.collaborators.queries import Collaborator, collaborators_of
from profiles.moderation.models import Case
from profiles.trust.chart import Chart, chart_of
from profiles.trust.models import TrustSnapshot
from profiles.trust.words import ComponentWords, words_of
from works.models import Author

COLLABORATORS_PER_PAGE = 200
HISTORY_SHOWN = 50


@dataclass(frozen=True, slots=True)
class TrustPage:
    """The snapshots newest first (none before the first computation), the components in words, the collaborators.

    `shows_number` is False while moderators decide whose record it is (`is_disputed`), and where its holder hides
    the number: level, evidence and reasons stay.
    """

    snapshot: TrustSnapshot | None
    shows_number: bool
    is_disputed: bool
    components: Sequence[ComponentWords]
    history: Sequence[TrustSnapshot]
    chart: Chart | None
    collaborators: Sequence[Collaborator]
    place: Page


@dataclass(frozen=True, slots=True)
class Standing:
    """The snapshot in force (None while none is computed), and whether its number is shown."""

    snapshot: TrustSnapshot | None
    hides_score: bool = False
    is_disputed: bool = False

    @property
    def shows_number(self) -> bool:
        """Neither hidden by the holder nor under review."""
        return not (self.hides_score or self.is_disputed)

    @property
    def stamp(self) -> str:
        """Names what a page shows of this."""
        return f"{self.snapshot.pk if self.snapshot else 0} {self.hides_score} {self.is_disputed}"


def standing_of(author_id: int) -> Standing:
    """The snapshot in force and how it is shown; one query."""
    dispute = Case.objects.filter(author_id=author_id, kind=Case.Kind.DISPUTE, state=Case.State.OPEN)
    snapshots = TrustSnapshot.objects.filter(author_id=author_id, is_current=True)
    snapshot = snapshots.annotate(hides_score=F("author__researcher__hides_score"), is_disputed=Exists(dispute)).first()
    if snapshot is None:
        return Standing(None)
    return Standing(snapshot, hides_score=bool(snapshot.hides_score), is_disputed=snapshot.is_disputed)


def trust_page(author: Author, standing: Standing, *, place: Page) -> TrustPage:
    """Two queries: history, collaborators (the strongest first)."""
    history = list(_history(author.pk))
    snapshot = standing.snapshot
    return TrustPage(
        snapshot=snapshot,
        shows_number=standing.shows_number,
        is_disputed=standing.is_disputed,
        components=[words_of(one) for one in snapshot.components] if snapshot else [],
        history=history,
        chart=chart_of([one.score for one in reversed(history)]) if standing.shows_number else None,
        collaborators=collaborators_of(author, place),
        place=place,
    )


def _history(author_id: int) -> "QuerySet[TrustSnapshot]":
    snapshots = TrustSnapshot.objects.filter(author_id=author_id).defer("components")
    return snapshots.order_by("-computed_at", "-pk")[:HISTORY_SHOWN]
