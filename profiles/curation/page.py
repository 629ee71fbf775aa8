"""What the page of a work shows of what people say."""

from collections.abc import Sequence
from dataclasses import dataclass

from bzpeer.accounts.models import User
from profiles.curation.access import standing_of
from profiles.curation.collections.queries import saved_in
from profiles.curation.marks.queries import Marks, marks_of
from profiles.curation.models import Collection, Review
from profiles.curation.texts import Shown, comments_of, own_review, reviews_of
from works.models import Work


@dataclass(frozen=True, slots=True)
class Curation:
    """The blocks of one work."""

    path: str
    marks: Marks
    saved_in: Sequence[Collection]
    reviews: Shown
    threads: Shown
    comments_count: int
    own_review: Review | None

    @property
    def version(self) -> str:
        """Names everything here that the page shows to nobody in particular."""
        return f"{self.marks} {self.reviews} {self.threads} {self.comments_count}"


def curation_of(work: Work, *, account: User | None) -> Curation:
    """What one person sees, or nobody in particular.

    For an account four queries: its record, mark, collections and review. Once somebody has written of the work,
    five more for everybody.
    """
    figures = getattr(work, "feedback", None)
    is_discussed = figures is not None and figures.is_discussed
    held = standing_of(account, work) if account else None
    threads, comments_count = comments_of(work) if is_discussed else (Shown(), 0)
    return Curation(
        path=work.get_absolute_url(),
        marks=marks_of(work, account=account, is_own_work=bool(held and held.is_own)),  # type: ignore[attr-defined]
        saved_in=saved_in(account, work) if account else (),
        reviews=reviews_of(work) if is_discussed else Shown(),
        threads=threads,
        comments_count=comments_count,
        own_review=own_review(account, work) if account else None,
    )
