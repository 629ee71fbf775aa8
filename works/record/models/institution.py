"""Institutions, as ROR knows them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from works.record.addresses import path_of


class Institution(models.Model):
    """An organisation that people give as their affiliation."""

    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=80)
    name_key = models.CharField(max_length=300)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    # education, company, healthcare, government, facility, nonprofit, archive, funder, other.
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    website = models.CharField(max_length=600, blank=True)
    established = models.SmallIntegerField(null=True, blank=True)
    # No longer in ROR, and nothing came after it.
    is_withdrawn = models.BooleanField(default=False)
    # Whose record this is; empty while only bylines name it.
    source = models.CharField(max_length=20, blank=True)
    works_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="institution_name_trgm_idx"),
            # Suggestions look among the busiest.
            models.Index(F("works_count").desc(), "id", name="institution_most_works_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("institution", self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{self.slug}-{self.pk}"


class InstitutionName(models.Model):
    """Another name of an institution: in another language, a short form, one it had before."""

    class Kind(models.TextChoices):
        LABEL = "label"
        ALIAS = "alias"
        ACRONYM = "acronym"

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names")
    printed = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "printed", "kind"], name="institution_name_unique")
        ]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="institution_other_name_idx")]

    def __str__(self) -> str:
        return self.printed


class InstitutionRelation(models.Model):
    """How one institution stands to another: `institution` has `other` as its parent, child …"""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "other", "kind"], name="institution_relation_unique"),
            models.CheckConstraint(condition=~Q(institution=models.F("other")), name="institution_relation_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.kind} {self.other_id}"


class InstitutionRedirect(models.Model):
    """An institution that ROR withdrew in favour of another: its old address answers 301, one step deep."""

    old_id = models.BigIntegerField(primary_key=True)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_id=models.F("institution_id")), name="institution_redirect_not_self"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.institution_id}"
