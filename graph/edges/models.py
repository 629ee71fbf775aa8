"""Who wrote with whom, and how strongly."""

from django.db import models


class CollaborationEdge(models.Model):
    """Collaboration of one author with another, stored in both directions so that a hub reads like anybody else.

    `weight` is the sum over shared works of 1/(n − 1) (graph.md), rounded to six places; works of more than
    100 authors count as shared but add nothing.

    Nothing in the database ties an edge to its authors: there are seven edges an authorship, and checking each
    costs more than computing it. Readers join the authors; `services.refresh` with the id of an author that is
    no more takes the edges of both sides away.
    """

    pk = models.CompositePrimaryKey("author_id", "other_id")
    author = models.ForeignKey(
        "works.Author", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="edges"
    )
    other = models.ForeignKey("works.Author", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    shared = models.PositiveIntegerField()
    weight = models.FloatField()
    is_close = models.BooleanField(default=False)
    # Of the shared works, as far as their years are known.
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["author", "-weight", "other"], name="edge_strongest_idx")]

    def __str__(self) -> str:
        return f"{self.author_id} – {self.other_id}"
