"""Trust snapshots: the computed score of a record at one time, with what it rests on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class TrustSnapshot(models.Model):
    """One author's score under one formula version; the newest is the current one, older ones are the history."""

    # Found by the index below.
    author = models.ForeignKey("works.Author", models.CASCADE, related_name="snapshots", db_index=False)
    score = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    formula = models.PositiveSmallIntegerField()
    # `[{"name": "identity", "points": 9, "of": 40, "inputs": {…}, "evidence": […]}, …]`
    components = models.JSONField()
    reason = models.CharField(max_length=40)
    computed_at = models.DateTimeField(db_default=Now())
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author"], condition=Q(is_current=True), name="snapshot_one_current"),
            models.CheckConstraint(condition=Q(score__lte=100), name="snapshot_score_range"),
            models.CheckConstraint(condition=Q(level__lte=4), name="snapshot_level_range"),
        ]
        indexes = [models.Index(fields=["author", "-computed_at"], name="snapshot_history_idx")]

    def __str__(self) -> str:
        return f"{self.score} - {self.label}"
