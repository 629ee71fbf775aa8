"""Runs of the importer: progress, counts, and the place to resume."""

from collections.abc import Mapping

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

# The place of a file that is done.
DONE = -1


class ImportRun(models.Model):
    """One call of `manage.py import`; its counts and places move in the transaction of each batch."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        STOPPED = "stopped"
        ROLLING_BACK = "rolling back"
        ROLLED_BACK = "rolled back"

    source = models.CharField(max_length=20)
    paths = ArrayField(models.TextField())
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    # `{path: uncompressed byte offset after the last record of the last batch}`; DONE once the file is.
    places = models.JSONField(default=dict)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # `{code: how often}`.
    warnings = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # What became of the first ten of each kind: `{"added": [...], "changed": [...], "conflicts": [...]}`.
    samples = models.JSONField(default=dict)
    # A look at what would be: nothing of it stays but this row.
    is_preview = models.BooleanField(default=False)
    # Somebody wants it to stop after the batch it is at.
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    # Where the reject file of a run started from a page lies, and why the run could not go on.
    rejects_path = models.TextField(blank=True)
    trouble = models.TextField(blank=True)
    started_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    # Records a second, of the latest batch.
    pace = models.FloatField(default=0)
    # What the file was called where it came from; it lies under a name that says nothing.
    label = models.CharField(max_length=200, blank=True)
    # A form that is sent twice makes one run.
    form_key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="import_form_once"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.source}"

    @property
    def read(self) -> int:
        """Records read; the sum of what became of them."""
        return self.created + self.updated + self.unchanged + self.rejected

    def count(self, outcomes: Mapping[str, int]) -> None:
        """Add what became of some records: created, updated, unchanged."""
        self.created += outcomes.get("created", 0)
        self.updated += outcomes.get("updated", 0)
        self.unchanged += outcomes.get("unchanged", 0)


class SeenAgain(models.Model):
    """Records of earlier runs that a later run gave unchanged, a batch a row: rolling back the earlier keeps them."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="seen_again")
    records = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{len(self.records)} records again in run {self.run_id}"


class MatchCase(models.Model):
    """An identifier that a record gives to one work and that stands on another: a person decides which is right."""

    class Verdict(models.TextChoices):
        ONE_WORK = "one work"
        TWO_WORKS = "two works"

    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=600)
    # Ids of the work on which the identifier stands, and of the one whose record gives it as well.
    holder = models.BigIntegerField()
    other = models.BigIntegerField()
    source = models.CharField(max_length=20)
    found_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    # The records that went from the other work to the holder, so that the verdict can be taken back.
    moved = ArrayField(models.BigIntegerField(), default=list)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value", "holder", "other"], name="match_case_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}: works {self.holder} and {self.other}"
