"""Topics: what a work is about, in the scheme of its source."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F

from works.record.addresses import path_of


class Topic(models.Model):
    """A subject with its scheme (`arxiv`) and code (`cs.LG`)."""

    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    name_key = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    # The next wider subject of the scheme's tree.
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    works_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="topic_code_unique")]
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="topic_name_trgm_idx"),
            # Suggestions look among the busiest.
            models.Index(F("works_count").desc(), "id", name="topic_most_works_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("topic", self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`, the one true last part of the address."""
        return f"{self.slug}-{self.pk}"


class WorkTopic(models.Model):
    """A work's topics; the primary one has position 1."""

    # Both found by what stands below.
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="work_topics", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="work_topics", db_index=False)
    position = models.PositiveSmallIntegerField()
    # That of the work, 0 where it has none; kept by the database (migration 0010), whoever writes the row.
    year = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "topic"], name="work_topic_unique")]
        # The works of a topic, newest first, from any place on.
        indexes = [models.Index(fields=["topic", "year", "work"], name="work_topic_newest_idx")]

    def __str__(self) -> str:
        return f"work {self.work_id} about topic {self.topic_id}"
