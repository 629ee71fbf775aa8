"""What the pages of topics and institutions show at once, however many works there are: counted after an import."""

from django.db import models
from django.db.models.functions import Now


class RecordFigures(models.Model):
    """Lists are JSON: `[[year, works], …]` by year; of records `[[id, works], …]`, those with most first."""

    years = models.JSONField(default=list)
    people = models.JSONField(default=list)
    # Of any of these, for the sitemap.
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class TopicFigures(RecordFigures):
    """`topics` are those that the same works have, `institutions` those that stand on the works."""

    topic = models.OneToOneField("works.Topic", models.CASCADE, primary_key=True, related_name="figures")
    topics = models.JSONField(default=list)
    institutions = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"figures of topic {self.topic_id}"


class InstitutionFigures(RecordFigures):
    """People are `[[id, works, first year, last year], …]` here: those who are there now, and apart those who were.

    `institutions` are those that stand on the same works.
    """

    institution = models.OneToOneField("works.Institution", models.CASCADE, primary_key=True, related_name="figures")
    earlier = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    institutions = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"figures of institution {self.institution_id}"
