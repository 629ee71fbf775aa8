"""External identifiers: one scheme and value names one thing only."""

from django.db import models


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="work_identifier_unique")]


class AuthorIdentifier(Identifier):
    """An ORCID iD, OpenAlex id … of an author."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="identifiers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="author_identifier_unique")]


class InstitutionIdentifier(Identifier):
    """A ROR id … of an institution."""

    institution = models.ForeignKey("works.Institution", models.CASCADE, related_name="identifiers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="institution_identifier_unique")]
