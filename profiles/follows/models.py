"""Who follows whom and what, and how many follow an author."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

KINDS = ("author", "topic", "institution", "search")


class SavedSearch(models.Model):
    """A search that somebody follows, operators and all; the same one is one row, whoever follows it."""

    # As `Query.written` has it, and the same in small letters.
    words = models.CharField(max_length=500)
    key = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.words


class Targeted(models.Model):
    """A row about one author, topic, institution or search, and about nothing else."""

    author = models.ForeignKey("works.Author", models.CASCADE, null=True, blank=True)
    topic = models.ForeignKey("works.Topic", models.CASCADE, null=True, blank=True)
    institution = models.ForeignKey("works.Institution", models.CASCADE, null=True, blank=True)
    search = models.ForeignKey(SavedSearch, models.CASCADE, null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        """Which of the four it is about."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id") is not None)

    @property
    def target_id(self) -> int:
        """The id of what it is about."""
        return int(getattr(self, f"{self.kind}_id"))


def one_target(name: str, by: str) -> list[Any]:
    """The constraints of a table of `Targeted` rows: about one thing each, and about each once for every `by`."""
    one = Q()
    for kind in KINDS:
        one |= Q(**{f"{other}__isnull": other != kind for other in KINDS})
    unique = [
        models.UniqueConstraint(
            fields=[by, kind], name=f"{name}_unique" if kind == "author" else f"{name}_{kind}_unique"
        )
        for kind in KINDS
    ]
    return [models.CheckConstraint(condition=one, name=f"{name}_of_one"), *unique]


class Follow(Targeted):
    """An account's one-way subscription; a muted one stays in the list and brings no news."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    since = models.DateTimeField(db_default=Now())
    muted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_related_name = "follows"
        constraints = one_target("follow", "account")

    def __str__(self) -> str:
        return f"account {self.account_id} follows {self.kind} {self.target_id}"


class FollowFigure(models.Model):
    """The stored count of an author's followers; absent means none."""

    author = models.OneToOneField("works.Author", models.CASCADE, primary_key=True, related_name="follow_figure")
    followers = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.followers}"
