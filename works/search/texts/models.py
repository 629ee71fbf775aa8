"""What the search knows of a work: the words of its title and abstract, and what works are narrowed by."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class WorkText(models.Model):
    """One row a work, written by sets after imports (`services.refresh`): a generated column halves an import.

    The columns beside the words repeat the work's, so that a look reads these narrow rows only.
    """

    work = models.OneToOneField("works.Work", models.CASCADE, primary_key=True, related_name="text")
    # The title alone, because an index of both cannot tell where a word stands.
    title = SearchVectorField()
    words = SearchVectorField()
    # The newest first: the date of the current version, else the first day of its year.
    dated = models.DateField()
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(null=True)
    is_open = models.BooleanField()
    has_code = models.BooleanField()
    has_data = models.BooleanField()
    # Of everything above, as the work had it: what did not change is not written again.
    digest = models.BigIntegerField()

    class Meta:
        indexes = [
            GinIndex(fields=["title"], name="work_text_title_idx"),
            GinIndex(fields=["words"], name="work_text_words_idx"),
            models.Index(fields=["-dated", "-work"], name="work_text_dated_idx"),
        ]

    def __str__(self) -> str:
        return f"words of work {self.work_id}"
