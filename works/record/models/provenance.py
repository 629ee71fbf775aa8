"""Where a line came from, and what has to be computed again because of it."""

from django.db import models
from django.db.models import Q


class SourceRecord(models.Model):
    """One record as a source gave it: its digest says whether we have seen it, before anything is parsed."""

    source = models.CharField(max_length=20)
    # As long as a DOI may be.
    key = models.CharField(max_length=600)
    digest = models.BinaryField(max_length=16)
    # Which of two records of one key is shown: the higher version, then the later date, then the digest.
    number = models.PositiveSmallIntegerField(default=1)
    updated_on = models.DateField(null=True, blank=True)
    is_shown = models.BooleanField(default=False)
    run = models.ForeignKey("works.ImportRun", models.SET_NULL, null=True, related_name="records")
    work = models.ForeignKey("works.Work", models.CASCADE, null=True, related_name="records")
    author = models.ForeignKey("works.Author", models.SET_NULL, null=True, related_name="records")
    institution = models.ForeignKey("works.Institution", models.CASCADE, null=True, related_name="records")
    topic = models.ForeignKey("works.Topic", models.CASCADE, null=True, related_name="records")
    # An organisation says it, and not only the person whose list it is (an ORCID record's work).
    is_asserted = models.BooleanField(default=False)
    # How the record found its work: `new`, the scheme of an identifier, or `title`.
    matched_by = models.CharField(max_length=20, blank=True)
    # The record as it was understood (`importers/bodies.py`): a work is put together again from all of its own.
    body = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="source_record_digest_unique"),
            models.UniqueConstraint(
                fields=["work", "source"], condition=Q(is_shown=True), name="source_record_one_shown"
            ),
        ]
        indexes = [
            # Records of people, institutions and topics are found by their key; works by their identifiers.
            models.Index(fields=["source", "key"], condition=Q(work__isnull=True), name="source_record_key_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"


class MarkKind(models.TextChoices):
    """What a stale mark is about."""

    AUTHOR = "author"
    WORK = "work"
    TOPIC = "topic"
    INSTITUTION = "institution"


class StaleMark(models.Model):
    """Something whose figures, edges, slice or trust no longer follow from the record.

    Written in the transaction of the change, taken (deleted) in the transaction of the recomputation: a
    worker killed in between loses none. Doubles are allowed and taken together.
    """

    kind = models.CharField(max_length=12, choices=MarkKind)
    object_id = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.reason}"


class StaleBlock(models.Model):
    """A block of names to be put together anew by identity; used as `StaleMark` is."""

    block = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.block


class SiteFigure(models.Model):
    """A count that the home page shows; refreshed with the figures."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
