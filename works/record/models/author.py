"""Authors: the public record of one person as the literature shows them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from works.record.addresses import path_of


class AuthorQuerySet(models.QuerySet["Author"]):
    """Authors by what may be done with them."""

    def public(self) -> "AuthorQuerySet":
        """Those with a page: not withdrawn at the person's request."""
        return self.filter(removed_at__isnull=True)


class Author(models.Model):
    """One person as printed in works. Figures are stored, refreshed by sets (`works/record/figures.py`)."""

    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=120)
    institution = models.ForeignKey("works.Institution", models.SET_NULL, null=True, blank=True, related_name="+")
    works_count = models.PositiveIntegerField(default=0)
    topics_count = models.PositiveIntegerField(default=0)
    collaborators_count = models.PositiveIntegerField(default=0)
    close_collaborators_count = models.PositiveIntegerField(default=0)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # `[[year, works], …]` from the first year on, without years that have none.
    years = models.JSONField(default=list, db_default=[])
    # Goes up with every change that a page may show: the key of stored answers.
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        indexes = [
            # The directory: by family name, ties by id.
            models.Index("sort_key", "id", condition=Q(removed_at__isnull=True), name="author_directory_idx"),
            # The same by the year of the newest work; who has no dated work comes last.
            models.Index(
                Coalesce("last_year", 0), "id", condition=Q(removed_at__isnull=True), name="author_newest_idx"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("author", self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{self.slug}-{self.pk}"


class AuthorName(models.Model):
    """One printed form of an author's name, for search and for the page."""

    # Found by the constraint below.
    author = models.ForeignKey(Author, models.CASCADE, related_name="names", db_index=False)
    printed = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "printed"], name="author_name_unique")]
        # A name asked exactly; everything else is found by its words (`works/search/names`).
        indexes = [models.Index("folded", name="author_name_folded_idx")]

    def __str__(self) -> str:
        return self.printed


class AuthorRedirect(models.Model):
    """An author id that was merged into another: its old address answers 301, one step deep."""

    old_id = models.BigIntegerField(primary_key=True)
    author = models.ForeignKey(Author, models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(old_id=models.F("author_id")), name="author_redirect_not_self")
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.author_id}"
