"""Likes, saved works, reviews and comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from works.record.addresses import slug_of


class WorkMark(models.Model):
    """An account likes a work, or dislikes it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="work_marks")
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="marks")
    is_like = models.BooleanField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "work"], name="work_mark_once")]

    def __str__(self) -> str:
        return f"account {self.account_id} marks work {self.work_id}"


class WorkFeedback(models.Model):
    """What there is about a work, in stored figures; absent means nothing.

    `is_discussed` once somebody has written a review or a comment: pages of other works need not look for any.
    """

    work = models.OneToOneField("works.Work", models.CASCADE, primary_key=True, related_name="feedback")
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)
    is_discussed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.likes} likes, {self.dislikes} dislikes"


class Collection(models.Model):
    """Works that an account keeps together, in an order of its own."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="collections")
    title = models.CharField(max_length=120)
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/collections/{self.ref}/"

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{slug_of(self.title)}-{self.pk}"


class SavedWork(models.Model):
    """One work of a collection, in its place, with a note."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="saved")
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="saved")
    # Ascending, with gaps where something was taken out.
    position = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "work"], name="saved_work_once")]

    def __str__(self) -> str:
        return f"work {self.work_id} in collection {self.collection_id}"


class Review(models.Model):
    """Structured feedback of one person on one work.

    `parts` are `{kind: [words, place]}` with the kinds of `reviews/rules.py`. Who wrote it is on record also where
    readers do not see it.
    """

    work = models.ForeignKey("works.Work", models.CASCADE, related_name="reviews")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    is_anonymous = models.BooleanField(default=False)
    parts = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "account"], name="review_once")]

    def __str__(self) -> str:
        return f"review {self.pk} of work {self.work_id}"


class EarlierReview(models.Model):
    """What a review said before it was changed."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="earlier")
    parts = models.JSONField()
    until = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"review {self.review_id} until {self.until:%Y-%m-%d}"


class Comment(models.Model):
    """A comment on a work, an answer to a comment (`parent`), or what an author of the work answers to a `review`.

    Whose `account` is gone left no words either.
    """

    work = models.ForeignKey("works.Work", models.CASCADE, related_name="comments")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="answers")
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "account"], condition=Q(review__isnull=False), name="review_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(review__isnull=True), name="comment_answers_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on work {self.work_id}"
