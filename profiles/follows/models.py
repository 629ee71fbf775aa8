"""Who follows whom, and how many do."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Follow(models.Model):
    """An account's one-way subscription to an author."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    author = models.ForeignKey("works.Author", models.CASCADE, related_name="follows")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "author"], name="follow_unique")]

    def __str__(self) -> str:
        return f"account {self.account_id} follows author {self.author_id}"


class FollowFigure(models.Model):
    """The stored count of an author's followers; absent means none."""

    author = models.OneToOneField("works.Author", models.CASCADE, primary_key=True, related_name="follow_figure")
    followers = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.followers}"
