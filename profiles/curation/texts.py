"""Reviews and comments as pages show them.

A text is shown while its writer holds a record and no moderator has hidden it. What is hidden, removed or left is
not counted; a comment that others have answered keeps its place without its words.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from profiles.curation.discussion.services import is_changeable
from profiles.curation.models import Comment, EarlierReview, Review
from profiles.curation.reviews.rules import in_order
from profiles.moderation.models import HiddenText
from works.models import Author, Work

PER_PAGE = 20
PARTLY = 5
# A record that was removed signs nothing.
HELD = Q(account__researcher__isnull=False, account__researcher__author__removed_at=None)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A comment or an answer; `gone` says why its words are not there. `account_id` is whose it is."""

    pk: int
    account_id: int | None
    name: str
    path: str
    words: str
    made_at: datetime
    changed_at: datetime | None
    gone: str
    answers: Sequence["TextLine"] = ()

    @property
    def is_changeable(self) -> bool:
        """Whether its writer may still change it."""
        return is_changeable(self.made_at)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A structured review; `name` is empty for one that readers see unsigned."""

    pk: int
    account_id: int
    name: str
    path: str
    parts: Sequence[tuple[str | Promise, str, str]]
    made_at: datetime
    changed_at: datetime | None
    answers: Sequence[TextLine]


@dataclass(frozen=True, slots=True)
class Shown:
    """Some of the texts, newest first, and how many there are."""

    lines: Sequence[Any] = ()
    count: int = 0


def shown_reviews() -> QuerySet[Review]:
    """Those that are shown, with the record of who signs."""
    hidden = HiddenText.objects.filter(review=OuterRef("pk"), shown_again_at=None)
    signed = Review.objects.filter(~Exists(hidden), HELD)
    return signed.select_related("account__researcher__author", "work")


def shown_comments() -> QuerySet[Comment]:
    """Those whose words are shown, with the record of who signs."""
    comments = _marked().filter(~_hidden(), HELD, removed_at=None)
    return comments.select_related("account__researcher__author", "work")


def reviews_of(work: Work, *, offset: int = 0, most: int = PARTLY) -> Shown:
    """Reviews of a work with the authors' answers; two queries."""
    found = shown_reviews().filter(work=work).annotate(total=Window(Count("pk"))).order_by("-pk")
    reviews = list(found[offset : offset + most])
    answers = answers_of_authors([review.pk for review in reviews])
    lines = [review_line(review, answers[review.pk]) for review in reviews]
    return Shown(lines, reviews[0].total if reviews else 0)


def comments_of(work: Work, *, offset: int = 0, most: int = PARTLY) -> tuple[Shown, int]:
    """Threads of a work with their answers, and how many comments are in all of them; three queries."""
    shown = shown_comments().filter(work=work, review=None)
    kept = _threads(work).annotate(total=Window(Count("pk"))).select_related("account__researcher__author")
    found = list(kept.order_by("-pk")[offset : offset + most])
    answers = answers_to([thread.pk for thread in found])
    lines = [_text(thread, answers[thread.pk]) for thread in found]
    return Shown(lines, found[0].total if found else 0), shown.count()


def count_reviews(work: Work) -> int:
    """How many reviews of the work are shown; one query."""
    return shown_reviews().filter(work=work).count()


def count_threads(work: Work) -> int:
    """How many threads the work has, those that keep their place without words too; one query."""
    return _threads(work).count()


def answers_of_authors(reviews: Collection[int]) -> dict[int, list[TextLine]]:
    """What authors have answered to these reviews, oldest first; one query."""
    return _answers("review", reviews)


def answers_to(threads: Collection[int]) -> dict[int, list[TextLine]]:
    """The answers in these threads, oldest first; one query."""
    return _answers("parent", threads)


def review_line(review: Review, answers: Sequence[TextLine] = ()) -> ReviewLine:
    """One review as it is shown."""
    author = writer_of(review)
    is_signed = not review.is_anonymous
    return ReviewLine(
        review.pk,
        review.account_id,
        author.name if is_signed else "",
        author.get_absolute_url() if is_signed else "",
        in_order(review.parts),
        review.made_at,
        review.changed_at,
        answers,
    )


def history_of(review: Review) -> list[tuple[datetime, Sequence[tuple[str | Promise, str, str]]]]:
    """What the review said before, the newest first, and until when; one query."""
    earlier = EarlierReview.objects.filter(review=review).order_by("-pk")
    return [(one.until, in_order(one.parts)) for one in earlier]


def writer_of(text: Review | Comment) -> Author:
    """The record that the writer of a shown text holds; read with it."""
    if text.account is None:
        raise ValueError("nobody wrote this")
    return text.account.researcher.author


def own_review(account: User, work: Work) -> Review | None:
    """The account's review of the work, shown or not; one query."""
    return Review.objects.filter(account=account, work=work).first()


def own_answer(account: User, review: Review) -> Comment | None:
    """What the account has answered to the review, shown or not; one query."""
    return Comment.objects.filter(account=account, review=review).first()


def is_hidden(review: Review | None) -> bool:
    """Whether a moderator has hidden it; one query, none without a review."""
    return review is not None and HiddenText.objects.filter(review=review, shown_again_at=None).exists()


def _threads(work: Work) -> QuerySet[Comment]:
    threads = _marked().filter(work=work, review=None, parent=None)
    answered = Exists(shown_comments().filter(parent=OuterRef("pk")))
    return threads.filter(Q(pk__in=shown_comments().filter(work=work).values("pk")) | answered)


def _answers(to: Literal["review", "parent"], ids: Collection[int]) -> dict[int, list[TextLine]]:
    answers = defaultdict(list)
    for answer in shown_comments().filter(**{f"{to}__in": ids}).order_by("pk"):
        answers[getattr(answer, f"{to}_id")].append(_text(answer))
    return answers


def _marked() -> QuerySet[Comment]:
    return Comment.objects.annotate(is_hidden=_hidden())


def _hidden() -> Exists:
    return Exists(HiddenText.objects.filter(comment=OuterRef("pk"), shown_again_at=None))


def _text(comment: Comment, answers: Sequence[TextLine] = ()) -> TextLine:
    held = getattr(comment.account, "researcher", None)
    gone = _gone(comment, is_held=held is not None and held.author.removed_at is None)
    name, path = (held.author.name, held.author.get_absolute_url()) if held and not gone else ("", "")
    return TextLine(
        comment.pk, comment.account_id, name, path, "" if gone else comment.words,
        comment.made_at, comment.changed_at, gone, answers,
    )  # fmt: skip


def _gone(comment: Comment, *, is_held: bool) -> str:
    if comment.is_hidden:  # type: ignore[attr-defined]
        return _("Hidden by a moderator.")
    if comment.removed_at is not None:
        return _("Removed by its author.")
    return "" if is_held else _("Its author holds no record here any more.")
