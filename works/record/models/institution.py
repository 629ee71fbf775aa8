"""Institutions, as ROR knows them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from works.record.addresses import path_of


class Institution(models.Model):
    """An organisation that people give as their affiliation."""

    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=80)
    name_key = models.CharField(max_length=300)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    works_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="institution_name_trgm_idx")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("institution", self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{self.slug}-{self.pk}"
