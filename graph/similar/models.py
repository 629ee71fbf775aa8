"""Researchers whom one may want to know: near by people and topics, without a work together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SimilarAuthor(models.Model):
    """One of the few most similar to `author`, in its place from 1, with what they have in common.

    `through` and `topics` hold the ids of the first three of each, the strongest first; the counts are of all.
    As with edges nothing in the database ties a row to its authors: readers join them.
    """

    author = models.ForeignKey(
        "works.Author", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="similar"
    )
    other = models.ForeignKey("works.Author", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    place = models.PositiveSmallIntegerField()
    collaborators_count = models.PositiveIntegerField()
    topics_count = models.PositiveIntegerField()
    through = ArrayField(models.BigIntegerField())
    topics = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "place"], name="similar_place_unique")]

    def __str__(self) -> str:
        return f"{self.author_id} ~ {self.other_id}"
