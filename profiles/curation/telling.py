"""Who hears of a review, and of an answer; no notice names who wrote it."""

from collections.abc import Collection

from profiles.blocks.queries import are_apart
from profiles.curation.models import Comment, Review
from profiles.notices import services as notices
from profiles.researchers.models import Researcher
from works.models import Work


def tell_of_review(review: Review) -> None:
    """The holders of the records on the byline, in the transaction of the review."""
    holders = Researcher.objects.filter(author__authorships__work=review.work).values_list("account_id", flat=True)
    _tell(set(holders), "review", review.work, place=f"reviews/{review.pk}/", key=f"review {review.pk}")


def tell_of_answer(answer: Comment) -> None:
    """Whose review or thread it is that was answered, unless it is their own answer, or somebody's whom they avoid."""
    kind = "review-answer" if answer.review else "comment-answer"
    place = f"reviews/{answer.review_id}/" if answer.review else f"discussion/#comment-{answer.pk}"
    answered = answer.review or answer.parent
    to = answered.account_id if answered else None
    by = answer.account_id
    if to is not None and by is not None and to != by and not are_apart(to, by):
        _tell({to}, kind, answer.work, place=place, key=f"answer {answer.pk}")


def _tell(accounts: Collection[int], kind: str, work: Work, *, place: str, key: str) -> None:
    about = {"work": work.pk, "path": f"{work.get_absolute_url()}{place}"}
    notices.tell(accounts=accounts, kind=kind, about=about, key=key)
