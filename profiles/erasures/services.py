"""From the moment that control is shown to the erased record, and back where moderators or the person say so."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from graph.edges.models import CollaborationEdge
from graph.similar.models import SimilarAuthor
from graph.slices.models import GraphSlice
from profiles.claims import clock
from profiles.claims.models import Claim
from profiles.erasures.models import Erasure
from profiles.follows.models import Follow, FollowFigure
from profiles.joining.models import Proposal
from profiles.moderation.models import Case, Decision, Report
from profiles.news.models import MailSubscription, News
from profiles.researchers import services as researchers
from profiles.trust.models import TrustSnapshot
from works.identity.marks import mark
from works.models import Author, Authorship, AuthorshipInstitution, MarkKind, Work, WorkTopic
from works.withheld import services as withheld


@transaction.atomic
def show_control(*, erasure: Erasure, control: str) -> None:
    """The record is out of search, directory and graph, and its address answers 410; twice is once."""
    locked = Erasure.objects.select_for_update().get(pk=erasure.pk)
    author = Author.objects.select_for_update().get(pk=erasure.report.author_id)
    case = Case.objects.filter(report=erasure.report_id, state=Case.State.OPEN)
    if locked.shown_at is not None or author.removed_at is not None or not case.exists():
        return
    locked.control, locked.shown_at, locked.code = control, clock.now(), {}
    locked.save(update_fields=["control", "shown_at", "code"])
    _set_removed(author, is_removed=True)
    _write("control shown", author, reason=control)


@transaction.atomic
def keep(*, erasure: Erasure) -> None:
    """Moderators found that the record stays: it is shown again if it was taken out."""
    author = Author.objects.select_for_update().get(pk=erasure.report.author_id)
    if erasure.shown_at is not None and erasure.erased_at is None:
        Erasure.objects.filter(pk=erasure.pk).update(shown_at=None, control="")
        _set_removed(author, is_removed=False)
        _write("record shown again", author)


@transaction.atomic
def carry_out(*, erasure: Erasure, by: User) -> None:
    """The record is erased for good; called in the transaction of the decision that two people gave."""
    author = Author.objects.select_for_update().get(pk=erasure.report.author_id)
    _set_removed(author, is_removed=True)
    withheld.erase(author=author)
    Erasure.objects.filter(pk=erasure.pk).update(erased_at=clock.now(), code={}, page={}, question={})
    _write("record erased", author, by=by)


@transaction.atomic
def lift(*, erasure: Erasure) -> None:
    """The person lets imports bring their name again; nothing happens before the erasure, or twice."""
    locked = Erasure.objects.select_for_update().select_related("report__author").get(pk=erasure.pk)
    if locked.erased_at is None or locked.lifted_at is not None:
        return
    locked.lifted_at = clock.now()
    locked.save(update_fields=["lifted_at"])
    withheld.lift(person=locked.report.author_id)
    _write("erasure lifted", locked.report.author)


def forget(*, author_ids: Iterable[int]) -> None:
    """What people said and what was computed about erased records goes with them; called in their transaction."""
    ids = list(author_ids)
    for author in Author.objects.filter(pk__in=ids):
        researchers.give_up(author=author, reason="record erased")
    _forget_words(ids)
    Claim.objects.filter(author__in=ids).delete()
    Case.objects.filter(Q(author__in=ids) | Q(proposal__other__in=ids), state=Case.State.OPEN).update(
        state=Case.State.CLOSED, decided_at=clock.now(), assigned_to=None
    )
    for model in (TrustSnapshot, Follow, FollowFigure, News, MailSubscription):
        model._default_manager.filter(author__in=ids).delete()
    CollaborationEdge.objects.filter(Q(author__in=ids) | Q(other__in=ids)).delete()
    SimilarAuthor.objects.filter(Q(author__in=ids) | Q(other__in=ids)).delete()
    GraphSlice.objects.filter(kind=MarkKind.AUTHOR, object_id__in=ids).delete()


def _forget_words(ids: list[int]) -> None:
    kinds = {
        "author": Author.objects.filter(pk__in=ids),
        "claim": Claim.objects.filter(author__in=ids),
        "case": Case.objects.filter(author__in=ids),
        "report": Report.objects.filter(author__in=ids),
    }
    for kind, rows in kinds.items():
        for pk in rows.values_list("pk", flat=True):
            journal.erase_words(object_kind=kind, object_id=pk)
    Report.objects.filter(author__in=ids).update(words="")
    Proposal.objects.filter(Q(author__in=ids) | Q(other__in=ids)).update(words="")
    # The words of the decision that erases are the answer to the person.
    Decision.objects.filter(case__author__in=ids).exclude(case__kind=Case.Kind.ERASURE).update(words="")


def _set_removed(author: Author, *, is_removed: bool) -> None:
    removed_at = clock.now() if is_removed else None
    Author.objects.filter(pk=author.pk).update(removed_at=removed_at, version=F("version") + 1)
    works = list(Authorship.objects.filter(author=author).values_list("work_id", flat=True))
    Work.objects.filter(pk__in=works).update(version=F("version") + 1)
    mark(works, [author.pk], reason="record removed" if is_removed else "record shown again")
    _forget_slices(author, works)


def _forget_slices(author: Author, works: list[int]) -> None:
    """The drawings that show the author: they are drawn anew when somebody asks, not shown with their date.

    A work's drawing shows whoever wrote anything with its authors. By bylines: crowds have no collaborations.
    """
    beside = Authorship.objects.filter(work__in=works).exclude(author=None).values("author")
    centres: dict[MarkKind, Any] = {
        MarkKind.AUTHOR: beside,
        MarkKind.WORK: Authorship.objects.filter(author__in=beside).values("work"),
        MarkKind.TOPIC: list(WorkTopic.objects.filter(work__in=works).values_list("topic", flat=True)),
        MarkKind.INSTITUTION: list(
            AuthorshipInstitution.objects.filter(authorship__work__in=works).values_list("institution", flat=True)
        ),
    }
    GraphSlice.objects.filter(kind=MarkKind.AUTHOR, object_id=author.pk).delete()
    for kind, ids in centres.items():
        GraphSlice.objects.filter(kind=kind, object_id__in=ids).delete()


def _write(act: str, author: Author, *, by: User | str = "the person", reason: str = "") -> None:
    journal.write(act=act, actor=by, object_kind="author", object_id=author.pk, reason=reason)


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Being out of sight until it is decided follows a merge (old id → new id), as the report does."""
    for author in Author.objects.filter(pk__in=moves).exclude(removed_at=None):
        Author.objects.filter(pk=moves[author.pk], removed_at=None).update(removed_at=author.removed_at)
