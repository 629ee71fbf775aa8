"""The outbox: work to be done by a worker, written in the transaction of the act that needs it."""

from django.db import models
from django.db.models import Q


class OutboxRow(models.Model):
    """One task to be published by the relay, kept until the task marks it done in the transaction of its effect."""

    task = models.CharField(max_length=100)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=20)
    # Rows with the same key that nobody has begun yet are one row.
    key = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    published_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    deliveries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(begun_at__isnull=True, done_at__isnull=True, set_aside_at__isnull=True) & ~Q(key=""),
                name="outbox_key_waiting_unique",
            ),
        ]
        indexes = [
            # What the relay looks for; finished rows are not in it.
            models.Index(
                fields=["queue", "id"],
                condition=Q(done_at__isnull=True, set_aside_at__isnull=True),
                name="outbox_open_idx",
            ),
            # Whether something that a page waits for is open, or was set aside.
            models.Index(fields=["key"], condition=Q(done_at__isnull=True) & ~Q(key=""), name="outbox_key_open_idx"),
            # What the sweep deletes.
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="outbox_done_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"
