"""Writes on structured reviews: one a person and work, by somebody whose record is held at L2 or above."""

from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.locks import transaction_lock
from bzpeer.db.retries import retried
from profiles.curation.access import TEXTS, count, standing_of
from profiles.curation.errors import Changed, NotYet, OwnWork
from profiles.curation.models import EarlierReview, Review, WorkFeedback
from profiles.curation.reviews.rules import LEVEL_NEEDED, Parts
from profiles.curation.telling import tell_of_review
from profiles.researchers.models import Researcher
from works.models import Work

# Of a person who reviewed both works the review of the one that stays goes on; what the other said is in its history.
MERGE = """
INSERT INTO profiles_earlierreview (review_id, parts, until)
SELECT kept.id, lost.parts, now() FROM profiles_review lost
JOIN profiles_review kept ON kept.account_id = lost.account_id AND kept.work_id = %(new)s
WHERE lost.work_id = %(old)s
"""
CARRY_OVER = """
UPDATE profiles_review r SET work_id = %(new)s
WHERE r.work_id = %(old)s AND NOT EXISTS (
    SELECT FROM profiles_review t WHERE t.work_id = %(new)s AND t.account_id = r.account_id
)
"""
COMMENTS = """
UPDATE profiles_comment c SET work_id = %(new)s
WHERE c.work_id = %(old)s AND (c.review_id IS NULL OR EXISTS (
    SELECT FROM profiles_review r WHERE r.id = c.review_id AND r.work_id = %(new)s
))
"""


@retried
def write_review(*, account: User, work: Work, parts: Parts, is_anonymous: bool, version: int) -> Review:
    """The person's review of the work, new (`version` 0) or changed; what it said before is kept. Sent twice is once.

    Raises NotYet below L2, OwnWork, Changed, and TooManyRequests beyond ten texts an hour.
    """
    check_reviewer(standing_of(account, work))
    transaction_lock(f"review {account.pk} {work.pk}")
    stands = Review.objects.select_for_update().filter(account=account, work=work).first()
    if stands is None:
        # Also where it was deleted since the form was shown: what was typed is a new one.
        return _first(account, work, parts, is_anonymous=is_anonymous)
    if (stands.parts, stands.is_anonymous) == (parts, is_anonymous):
        return stands
    if version != stands.version:
        raise Changed(stands)
    count(TEXTS, account)
    EarlierReview.objects.create(review=stands, parts=stands.parts)
    stands.parts, stands.is_anonymous = parts, is_anonymous
    stands.version, stands.changed_at = stands.version + 1, timezone.now()
    stands.save()
    journal.write(act="review changed", actor=account, object_kind="review", object_id=stands.pk)
    return stands


@retried
def delete_review(*, account: User, work: Work) -> None:
    """The person's review goes, with its history and answers; nothing happens where there is none."""
    for review in Review.objects.select_for_update().filter(account=account, work=work):
        journal.write(act="review deleted", actor=account, object_kind="review", object_id=review.pk)
        review.delete()


def check_reviewer(held: Researcher | None) -> None:
    """That this record may review the work that `is_own` was asked of. Raises NotYet and OwnWork."""
    if held is not None and held.is_own:  # type: ignore[attr-defined]
        raise OwnWork
    runs_out = held.level_until if held else None
    if held is None or held.level < LEVEL_NEEDED or (runs_out is not None and runs_out <= timezone.now()):
        raise NotYet(needs_level=True)


def discussed(work: Work) -> None:
    """From now on the pages of this work look for texts."""
    WorkFeedback.objects.get_or_create(work=work)
    WorkFeedback.objects.filter(work=work, is_discussed=False).update(is_discussed=True)


def move_works(moves: Mapping[int, int]) -> None:
    """Texts about works that turned out to be others (old id → new id) are about these; before the old rows go."""
    with connection.cursor() as cursor:
        for old, new in moves.items():
            for statement in (MERGE, CARRY_OVER, COMMENTS):
                cursor.execute(statement, {"old": old, "new": new})


def _first(account: User, work: Work, parts: Parts, *, is_anonymous: bool) -> Review:
    count(TEXTS, account)
    review = Review.objects.create(account=account, work=work, parts=parts, is_anonymous=is_anonymous)
    discussed(work)
    tell_of_review(review)
    journal.write(act="review written", actor=account, object_kind="review", object_id=review.pk)
    return review
