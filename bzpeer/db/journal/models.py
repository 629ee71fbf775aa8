"""The journal: who did what to which object, when and why. Rows are added and never changed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class JournalEntry(models.Model):
    """One act. Names and addresses do not stand here but in `JournalDetail`, which can be erased."""

    act = models.CharField(max_length=60)
    # The account that acted; empty for a named rule or a worker, which `actor_name` names.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)
    object_kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    reason = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    # SHA-256 of the detail with its salt; stays true when the detail is erased.
    detail_digest = models.BinaryField(max_length=32, default=bytes)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id", "id"], name="journal_object_idx"),
            # How often an account did something lately, and everything it did.
            models.Index(fields=["actor_id", "at"], name="journal_actor_idx", condition=Q(actor_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.object_kind} {self.object_id}"


class JournalDetail(models.Model):
    """What an entry says in words; erasable, and the digest in the entry stays true."""

    entry = models.OneToOneField(JournalEntry, models.CASCADE, primary_key=True, related_name="detail")
    salt = models.BinaryField(max_length=16)
    words = models.JSONField()

    def __str__(self) -> str:
        return f"detail of entry {self.entry_id}"


class JournalSeal(models.Model):
    """A committed entry's place in the chain: its number and SHA-256(previous hash ‖ entry)."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="seal")
    number = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal {self.number}"
