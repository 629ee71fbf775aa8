"""The one queue of the desk: oldest due first, without the cases that a conflict of interest keeps away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bzpeer.web.pagination import Page
from profiles.moderation.access import Desk
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.deciding import waits_for_answer
from profiles.moderation.models import Case, Decision
from profiles.moderation.rules import KINDS

PER_PAGE = 25
ASSIGNED: dict[str, Promise] = {"me": _("Mine"), "nobody": _("Nobody's"), "others": _("Others'")}


@dataclass(frozen=True)
class Filter:
    """One choice above the queue, with how many cases it would show."""

    name: str
    value: str
    words: str | Promise
    count: int
    is_chosen: bool
    query: str


@dataclass(frozen=True)
class Entry:
    """One case in the queue."""

    pk: int
    kind: str | Promise
    name: str
    due_at: datetime
    is_overdue: bool
    is_mine: bool
    is_assigned: bool
    waits_for_answer: bool
    given: int
    deciders: int
    has_decided: bool


class Queue:
    """The open cases that come to one person; `kind` and `assigned` narrow it. Three queries before the page's own."""

    def __init__(self, desk: Desk, *, kind: str = "", assigned: str = "") -> None:
        self.desk = desk
        self.kind = kind if kind in KINDS else ""
        self.assigned = assigned if assigned in ASSIGNED else ""
        conflicts = conflicts_of(moderators=[desk.account.pk], alone=desk.is_alone)
        self.hidden = {conflict.case_id for conflict in conflicts}
        self.counts = self._counts()

    @property
    def total(self) -> int:
        """How many cases the chosen filters show."""
        return self.counts[_alias(self.kind, self.assigned)]

    def entries(self, place: Page) -> list[Entry]:
        """One page; one query."""
        decided = Decision.objects.filter(case=OuterRef("pk"), moderator=self.desk.account, undone_at=None)
        rows = self._open().filter(self._of_kind(self.kind), self._of_assigned(self.assigned))
        rows = (
            rows.select_related("author", "claim", "report__erasure")
            .annotate(has_decided=Exists(decided))
            .order_by("due_at", "pk")
        )
        return [self._entry(case) for case in rows[place.offset : place.offset + place.per_page]]

    def filters(self) -> Mapping[str, list[Filter]]:
        """The choices, each with its figure under the other filter that is chosen."""
        everybody = _("All")
        return {
            "kind": [self._filter("kind", value, words) for value, words in {"": everybody, **KINDS}.items()],
            "assigned": [
                self._filter("assigned", value, words) for value, words in {"": everybody, **ASSIGNED}.items()
            ],
        }

    def _open(self) -> QuerySet[Case]:
        given = Count("decisions", filter=Q(decisions__undone_at=None))
        return (
            Case.objects.annotate(given=given)
            .filter(self.desk.routed(), state=Case.State.OPEN)
            .exclude(pk__in=self.hidden)
        )

    def _of_kind(self, kind: str) -> Q:
        return Q(kind=kind) if kind else Q()

    def _of_assigned(self, assigned: str) -> Q:
        mine = Q(assigned_to=self.desk.account)
        nobody = Q(assigned_to=None)
        return {"": Q(), "me": mine, "nobody": nobody, "others": ~mine & ~nobody}[assigned]

    def _counts(self) -> dict[str, int]:
        figures = {
            _alias(kind, assigned): Count("pk", filter=self._of_kind(kind) & self._of_assigned(assigned))
            for kind in ("", *KINDS)
            for assigned in ("", *ASSIGNED)
        }
        return self._open().order_by().aggregate(**figures)

    def _filter(self, name: str, value: str, words: str | Promise) -> Filter:
        chosen = {"kind": self.kind, "assigned": self.assigned} | {name: value}
        count = self.counts[_alias(chosen["kind"], chosen["assigned"])]
        query = "&".join(f"{key}={given}" for key, given in chosen.items() if given)
        return Filter(name, value, words, count, getattr(self, name) == value, query)

    def _entry(self, case: Case) -> Entry:
        return Entry(
            pk=case.pk,
            kind=KINDS[case.kind],
            name=case.author.name,
            due_at=case.due_at,
            is_overdue=case.due_at < timezone.now(),
            is_mine=case.assigned_to_id == self.desk.account.pk,
            is_assigned=case.assigned_to_id is not None,
            waits_for_answer=waits_for_answer(case),
            given=case.given,  # type: ignore[attr-defined]
            deciders=case.deciders,
            has_decided=case.has_decided,  # type: ignore[attr-defined]
        )


def _alias(kind: str, assigned: str) -> str:
    return f"{kind or 'all'}_{assigned or 'all'}"


def place_of(case: Case) -> int:
    """How many open cases of its kind are due before this one, plus one: what a claimant is told. One query."""
    before = Q(due_at__lt=case.due_at) | Q(due_at=case.due_at, pk__lt=case.pk)
    return Case.objects.filter(before, state=Case.State.OPEN, kind=case.kind).count() + 1
