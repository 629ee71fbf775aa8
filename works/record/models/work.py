"""Works, their versions and their bylines."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from works.record.addresses import path_of
from works.record.titles import START


class WorkKind(models.TextChoices):
    """Kinds of scholarly items, in the words that pages show."""

    PREPRINT = "preprint"
    ARTICLE = "article"
    PROCEEDINGS = "proceedings paper"
    BOOK = "book"
    CHAPTER = "chapter"
    THESIS = "thesis"
    DATASET = "dataset"
    OTHER = "work"


class Work(models.Model):
    """One scholarly item; preprint and published version are versions of it."""

    kind = models.CharField(max_length=20, choices=WorkKind, default=WorkKind.OTHER)
    source = models.CharField(max_length=20)
    title = models.TextField()
    slug = models.CharField(max_length=80)
    # Folded, at most 300 characters: the order within a year, and what the search looks at.
    title_key = models.CharField(max_length=300)
    abstract = models.TextField(blank=True)
    is_abstract_cut = models.BooleanField(default=False)
    # Year and date of the current version; the first date is that of the first one.
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True)
    first_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    published_in = models.TextField(blank=True)
    # As one source counts them; None where no source says.
    citations_count = models.PositiveIntegerField(null=True, blank=True)
    is_retracted = models.BooleanField(default=False)
    # `[[kind, address], …]`; kinds: code, data, pdf, retraction (the notice).
    links = models.JSONField(default=list)
    # `{field: source}` for what does not come from `source`: the other records of this work.
    origins = models.JSONField(default=dict)
    authors_count = models.PositiveIntegerField(default=0)
    topics_count = models.PositiveSmallIntegerField(default=0)
    # The first 20 names with their addresses, `[[author id or null, name, slug], …]`: a page of fifty
    # works then shows its bylines without a join.
    byline = models.JSONField(default=list)
    # Hashes of the names on the byline, at most 50 (the smallest): what identity compares.
    team = ArrayField(models.BigIntegerField(), default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="work_has_title"),
            models.CheckConstraint(condition=Q(year__isnull=True) | Q(year__range=(1500, 2200)), name="work_year_sane"),
        ]
        indexes = [
            GinIndex(fields=["title_key"], opclasses=["gin_trgm_ops"], name="work_title_trgm_idx"),
            # A record of another source is found by how its title begins.
            models.Index(Left("title_key", START), name="work_title_start_idx"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_of("work", self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{self.slug}-{self.pk}"


class WorkRedirect(models.Model):
    """A work id that turned out to be another work: its old address answers 301, one step deep."""

    old_id = models.BigIntegerField(primary_key=True)
    work = models.ForeignKey(Work, models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(old_id=models.F("work_id")), name="work_redirect_not_self")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.work_id}"


class Version(models.Model):
    """One state of a work at one source: arXiv v2, the published article."""

    # Found by the constraint below, as every foreign key here that begins one: a second index costs each row.
    work = models.ForeignKey(Work, models.CASCADE, related_name="versions", db_index=False)
    source = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    url = models.CharField(max_length=600, blank=True)
    dated_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "source", "number"], name="version_unique")]

    def __str__(self) -> str:
        return f"{self.source} {self.label}"


class Authorship(models.Model):
    """One name at one position on one work, as printed; the author it belongs to is identity's decision."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="authorships", db_index=False)
    position = models.PositiveSmallIntegerField()
    author = models.ForeignKey(
        "works.Author", models.SET_NULL, null=True, blank=True, related_name="authorships", db_index=False
    )
    # Empty for a blank place on the byline, shown as `unnamed` and linked to nobody.
    name = models.CharField(max_length=300, blank=True)
    affiliations = ArrayField(models.TextField(), default=list)
    # `scheme:value` that the source put beside this very name (an ORCID iD, the list it was asked for).
    identifiers = ArrayField(models.CharField(max_length=200), default=list)
    # Family name and first initial, folded (`lajoie g`): who could be the same person at all.
    block = models.CharField(max_length=120, blank=True)
    institutions: models.ManyToManyField = models.ManyToManyField(
        "works.Institution", through="works.AuthorshipInstitution", related_name="authorships"
    )
    # Place in the author's list (newest year first, then title), from 1; written by figures.
    list_rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="authorship_position_unique"),
            # Never two authorships of one work by one author.
            models.UniqueConstraint(
                fields=["work", "author"], condition=Q(author__isnull=False), name="authorship_author_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "list_rank"], name="authorship_list_idx"),
            models.Index(fields=["block"], condition=~Q(block=""), name="authorship_block_idx"),
        ]

    def __str__(self) -> str:
        return self.name or "unnamed"


class AuthorshipInstitution(models.Model):
    """An affiliation on a byline that was recognised as an institution."""

    # Both found by what stands below.
    authorship = models.ForeignKey(Authorship, models.CASCADE, db_index=False)
    institution = models.ForeignKey("works.Institution", models.CASCADE, db_index=False)
    # Those of the authorship, 0 for no year; kept by the database (migration 0010), whoever writes the row.
    work = models.ForeignKey(Work, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+")
    year = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorship", "institution"], name="authorship_institution_unique")
        ]
        # The works of an institution, newest first, from any place on.
        indexes = [models.Index(fields=["institution", "year", "work"], name="institution_newest_idx")]

    def __str__(self) -> str:
        return f"authorship {self.authorship_id} at institution {self.institution_id}"
