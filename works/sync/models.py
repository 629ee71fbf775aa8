"""What other sources are asked, when next, how far the answer has come, and who waits for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SyncSource(models.Model):
    """How things stand with one source: today's budget, until when it rests, and the run that takes its answers."""

    source = models.CharField(max_length=20, primary_key=True)
    # Questions asked on this day (UTC).
    day = models.DateField(null=True, blank=True)
    asked = models.PositiveIntegerField(default=0)
    # Nothing is asked before: its pace, what it asked for itself (Retry-After), or a pause after failures.
    rests_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    # Takes the answers of this pass; finished when nothing is due any more.
    run = models.ForeignKey("works.ImportRun", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.source


class SyncTarget(models.Model):
    """One question to one source, asked again and again: about whom or what, by the source's own identifier."""

    class Kind(models.TextChoices):
        AUTHOR = "author"
        INSTITUTION = "institution"
        WORK = "work"

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind)
    # OpenAlex `A…`, ORCID iD, ROR id, DOI, arXiv id; for authors at arXiv, who have no id there, `lajoie_g`.
    value = models.CharField(max_length=600)
    # Empty: not by itself again.
    due_at = models.DateTimeField(null=True, blank=True)
    # Somebody waits for it: before all that is only due.
    requested_at = models.DateTimeField(null=True, blank=True)
    # What changed from this day on is asked for; empty for everything.
    since = models.DateField(null=True, blank=True)
    # Where the next page of an unfinished answer begins, and when the first was asked for.
    cursor = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="sync_target_unique")]
        indexes = [
            # The next question: what somebody waits for, then what is due longest.
            models.Index(fields=["source", "requested_at", "due_at"], name="sync_target_next_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.value}"


class SyncRequest(models.Model):
    """A person asked for a record to be looked at now: one place in the queue, however often they ask."""

    # `author 17`, or scheme and value of a work that is not here yet.
    key = models.CharField(max_length=620)
    # Ids of the questions that it waits for.
    targets = ArrayField(models.BigIntegerField())
    account = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(done_at__isnull=True), name="sync_request_open_once"),
        ]
        indexes = [
            # The place in the queue.
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="sync_request_open_idx"),
            # How many an account asked for within the hour.
            models.Index(fields=["account", "asked_at"], name="sync_request_account_idx"),
        ]

    def __str__(self) -> str:
        return self.key
