"""Values that a person set in the place of what a source gives."""

from django.db import models
from django.db.models.functions import Now


class Correction(models.Model):
    """One field of one work as it should be; `source_value` is what the source had last, for taking it back."""

    class Field(models.TextChoices):
        TITLE = "title"
        YEAR = "year"
        PUBLISHED_IN = "published_in"
        ABSTRACT = "abstract"

    work = models.ForeignKey("works.Work", models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=12, choices=Field)
    # The year in digits; empty where there should be none.
    value = models.TextField(blank=True)
    source_value = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "field"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.field} of work {self.work_id}"
