"""The list of what was erased: keyed hashes, from which nobody without ERASURE_KEY reads a name."""

from django.db import models


class ErasedDigest(models.Model):
    """HMAC-SHA-256 of an identifier of an erased person, or of a name on a work (`rules.py`).

    `work` is the hash of the work's identifier, so that a batch of works is looked up in one query; null for an
    identifier of the person. `person` is the number of the erased record: who lifts an erasure lifts these rows.
    """

    digest = models.BinaryField(max_length=32)
    work = models.BinaryField(max_length=32, null=True, db_index=True)
    person = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "person"], name="erased_digest_once")]

    def __str__(self) -> str:
        return f"something of record {self.person}"
