"""Stored graph slices: the computed neighbourhood of one centre, drawn."""

from django.db import models
from django.db.models.functions import Now

from works.models import MarkKind


class GraphSlice(models.Model):
    """The slice of one author, work, topic or institution.

    A row without `svg` is one that was asked for and is not there yet; a stale one is shown with its date
    while the new one is computed.
    """

    kind = models.CharField(max_length=12, choices=MarkKind)
    object_id = models.BigIntegerField()
    # What the table beside the picture shows, and what the picture was drawn from.
    content = models.JSONField(default=dict)
    svg = models.TextField(blank=True)
    format = models.PositiveSmallIntegerField(default=0)
    is_stale = models.BooleanField(default=True)
    asked_at = models.DateTimeField(db_default=Now())
    computed_at = models.DateTimeField(null=True, blank=True)
    # What the explorer selects from: up to 300 nodes with their places (`graph/explorer/stored.py`). Absent until
    # somebody opened it.
    explorer = models.JSONField(null=True, blank=True)
    is_explorer_stale = models.BooleanField(default=True)
    explored_at = models.DateTimeField(null=True, blank=True)
    took_ms = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="slice_unique")]

    def __str__(self) -> str:
        return f"slice of {self.kind} {self.object_id}"
