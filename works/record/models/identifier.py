"""External identifiers: one scheme and value names one thing only."""

from django.db import models
from django.db.models import Q


class Identifier(models.Model):
    """What the three tables of identifiers share; values are in normal form (`works/record/identifiers.py`)."""

    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=600)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class WorkIdentifier(Identifier):
    """A DOI, arXiv id … of a work."""

    work = models.ForeignKey("works.Work", models.CASCADE, related_name="identifiers")
    # Who says so: the source of the first record that gave it.
    source = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="work_identifier_unique")]


class AuthorIdentifier(Identifier):
    """An ORCID iD, OpenAlex id … of an author."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="identifiers")
    # `byline` while it follows from the author's places on bylines, else who said so.
    source = models.CharField(max_length=20, blank=True)
    # A person said whose it is: no import and no clustering moves it, and names printed beside it follow it.
    is_decided = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="author_identifier_unique")]


class InstitutionIdentifier(Identifier):
    """A ROR id … of an institution, or a mail domain of it, which several may share."""

    institution = models.ForeignKey("works.Institution", models.CASCADE, related_name="identifiers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], condition=~Q(scheme="domain"), name="institution_identifier_unique"
            ),
            models.UniqueConstraint(fields=["institution", "scheme", "value"], name="institution_identifier_once"),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="institution_identifier_idx")]
