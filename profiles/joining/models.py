"""What somebody suggests about whose record is whose; moderators decide it in a case."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Proposal(models.Model):
    """Two records may be one person's, or one may hold two people's works."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"

    kind = models.CharField(max_length=5, choices=Kind)
    author = models.ForeignKey("works.Author", models.CASCADE, related_name="proposals")
    # For a merge. Its row goes when the merge is made, and comes back with the undo.
    other = models.ForeignKey(
        "works.Author", models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    # For a split: the works and the identifiers of the other person.
    works = ArrayField(models.BigIntegerField(), default=list, blank=True)
    identifiers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())
    # What was done, once it was.
    change = models.ForeignKey("works.AuthorChange", models.SET_NULL, null=True, blank=True, related_name="proposals")

    def __str__(self) -> str:
        return f"{self.kind} proposal {self.pk}"

    @property
    def author_ids(self) -> list[int]:
        """The records that it is about, in the order in which they are locked."""
        return sorted({self.author_id, self.other_id or self.author_id})
