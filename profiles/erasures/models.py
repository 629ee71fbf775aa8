"""What somebody asks about the erasure of a record, and how they showed that it is theirs."""

from django.db import models


class Erasure(models.Model):
    """One request; its words and address stand in the report, its decisions in the case."""

    class Control(models.TextChoices):
        MAIL = "mail"
        ORCID = "orcid"
        HOMEPAGE = "homepage"
        HOLDER = "holder"
        MODERATOR = "moderator"

    report = models.OneToOneField("profiles.Report", models.CASCADE, related_name="erasure")
    # SHA-256 of the secret in the link that only the person has.
    key_digest = models.CharField(max_length=64, unique=True)
    # `{"digest", "until", "tries"}` of a code that is on its way.
    code = models.JSONField(default=dict)
    # `{"url", "host", "token", "token_until", "asked", "said"}` of a page that should carry a line.
    page = models.JSONField(default=dict)
    # `{"words", "asked_at"}` of what moderators ask the person, until it is answered or taken back.
    question = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    control = models.CharField(max_length=10, choices=Control, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"erasure {self.pk}"
