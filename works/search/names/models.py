"""The words of people's names, refreshed by sets after figures (`services.py`); all of it can be computed anew."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F


class AuthorWords(models.Model):
    """All words of all names of one author who is shown, and `g.` for a word that begins with g.

    No constraint holds it to its author: an author may go at any time, the row goes with the next refresh, which
    has to know what was in it.
    """

    author = models.OneToOneField(
        "works.Author", models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    words = SearchVectorField()
    works = models.PositiveIntegerField()

    class Meta:
        indexes = [
            # Without a list of what waits: every search would read that list from end to end.
            GinIndex(fields=["words"], fastupdate=False, name="author_words_idx"),
            # Common beginnings are looked for among those with most works (`works/search/suggestions.py`).
            models.Index(F("works").desc(), "author", name="author_words_most_idx"),
        ]

    def __str__(self) -> str:
        return f"words of author {self.author_id}"


class NameWord(models.Model):
    """A word that stands in names, and in the names of how many authors."""

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")
    # Signed: it is brought up to date by differences.
    authors = models.IntegerField()

    def __str__(self) -> str:
        return self.word


class NameSlip(models.Model):
    """What is left of a word's first letters when one of them is left out, or two of a long word (`rules.py`)."""

    pk = models.CompositePrimaryKey("slip", "word")
    slip = models.CharField(max_length=7, db_collation="C")
    word = models.CharField(max_length=60, db_collation="C")

    def __str__(self) -> str:
        return f"{self.slip}: {self.word}"
