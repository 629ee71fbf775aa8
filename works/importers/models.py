"""Runs of the importer: progress, counts, and the place to resume."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportRun(models.Model):
    """One call of `manage.py import`; its counts and places move in the transaction of each batch."""

    class State(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        STOPPED = "stopped"

    source = models.CharField(max_length=20)
    paths = ArrayField(models.TextField())
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    # `{path: uncompressed byte offset after the last record of the last batch}`; -1 once the file is done.
    places = models.JSONField(default=dict)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # `{code: how often}`.
    warnings = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"import {self.pk} of {self.source}"

    @property
    def read(self) -> int:
        """Records read; the sum of what became of them."""
        return self.created + self.updated + self.unchanged + self.rejected
