"""Writes on comments and on authors' answers to reviews: by people who hold a record, who sign with its name."""

from datetime import datetime, timedelta

from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.locks import transaction_lock
from bzpeer.db.retries import retried
from profiles.blocks.queries import are_apart
from profiles.curation.access import TEXTS, count, standing_of
from profiles.curation.errors import Apart, Changed, NotYet, OwnWork, TooLate
from profiles.curation.models import Comment, Review
from profiles.curation.reviews.services import discussed
from profiles.curation.telling import tell_of_answer
from works.models import Work

CHANGEABLE_FOR = timedelta(minutes=15)
AN_HOUR = timedelta(hours=1)


class NotAnAuthor(Exception):
    """Reviews are answered by the authors of the work: 403."""


@retried
def comment(*, account: User, work: Work, words: str, parent: Comment | None = None) -> Comment:
    """A comment on the work, or an answer to one; the same words sent twice within an hour are one.

    Answers to answers stand below the first comment of the thread. Raises NotYet for who holds no record,
    Apart, and TooManyRequests beyond ten texts an hour.
    """
    check_speaker(account, work)
    if parent is not None:
        check_near(account, parent)
    transaction_lock(f"comment {account.pk}")
    thread = parent.parent_id or parent.pk if parent else None
    same = Comment.objects.filter(account=account, work=work, parent=thread, review=None, words=words, removed_at=None)
    if (there := same.filter(made_at__gt=timezone.now() - AN_HOUR).first()) is not None:
        return there
    count(TEXTS, account)
    made = Comment.objects.create(account=account, work=work, parent_id=thread, words=words)
    discussed(work)
    tell_of_answer(made)
    journal.write(act="comment written", actor=account, object_kind="comment", object_id=made.pk)
    return made


@retried
def answer_review(*, account: User, review: Review, words: str, version: int) -> Comment:
    """What an author of the work answers to a review: one text each, new (`version` 0) or changed.

    Raises NotAnAuthor, OwnWork for one's own review, Apart, Changed, and TooManyRequests beyond ten texts an hour.
    """
    check_author(account, review)
    transaction_lock(f"comment {account.pk}")
    stands = Comment.objects.select_for_update().filter(account=account, review=review).first()
    if stands is not None and stands.words == words:
        return stands
    if stands is not None:
        return _change(stands, account, words, version)
    count(TEXTS, account)
    made = Comment.objects.create(account=account, work=review.work, review=review, words=words)
    tell_of_answer(made)
    journal.write(act="review answered", actor=account, object_kind="comment", object_id=made.pk)
    return made


@retried
def change_comment(*, account: User, comment: Comment, words: str, version: int) -> Comment:
    """Other words, within fifteen minutes. Raises TooLate, Changed, and Comment.DoesNotExist where it is not theirs."""
    stands = Comment.objects.select_for_update().get(pk=comment.pk, account=account, removed_at=None)
    if stands.words == words:
        return stands
    if not is_changeable(stands.made_at):
        raise TooLate
    return _change(stands, account, words, version)


@retried
def remove_comment(*, account: User, comment: Comment) -> None:
    """The words go; the place stays where others have answered. Raises Comment.DoesNotExist where it is not theirs."""
    stands = Comment.objects.select_for_update().get(pk=comment.pk, account=account)
    if stands.removed_at is None:
        stands.words, stands.removed_at = "", timezone.now()
        stands.save(update_fields=["words", "removed_at"])
        journal.write(act="comment removed", actor=account, object_kind="comment", object_id=stands.pk)


def check_speaker(account: User, work: Work) -> None:
    """Raises NotYet for somebody who holds no record: there would be no name to sign with."""
    if standing_of(account, work) is None:
        raise NotYet(needs_level=False)


def check_author(account: User, review: Review) -> None:
    """That the account may answer the review as an author. Raises NotAnAuthor, OwnWork for its own, and Apart."""
    held = standing_of(account, review.work)
    if held is None or not held.is_own:  # type: ignore[attr-defined]
        raise NotAnAuthor
    if review.account_id == account.pk:
        raise OwnWork
    if not review.is_anonymous:
        # A refusal would tell who wrote an unsigned one; its writer does not hear of the answer instead.
        check_near(account, review)


def check_near(account: User, text: Review | Comment) -> None:
    """That neither who wrote this, nor who began its thread, and the account keep each other away. Raises Apart."""
    begun = text.parent if isinstance(text, Comment) else None
    writers = {text.account_id, begun.account_id if begun else None} - {None, account.pk}
    if any(are_apart(account.pk, writer) for writer in writers if writer):
        raise Apart


def is_changeable(made_at: datetime) -> bool:
    """Whether the writer of a comment of that time may still change it."""
    return timezone.now() < made_at + CHANGEABLE_FOR


def forget(*, account: User) -> None:
    """The words of an account that is being deleted go; the places stay for the answers of others."""
    Comment.objects.filter(account=account, answers=None).delete()
    Comment.objects.filter(account=account).update(words="", removed_at=timezone.now())


def _change(stands: Comment, account: User, words: str, version: int) -> Comment:
    if version != stands.version:
        raise Changed(stands)
    count(TEXTS, account)
    stands.words, stands.version, stands.changed_at = words, version + 1, timezone.now()
    stands.removed_at = None
    stands.save(update_fields=["words", "version", "changed_at", "removed_at"])
    journal.write(act="comment changed", actor=account, object_kind="comment", object_id=stands.pk)
    return stands
