"""The moderators' side: roles, cases, decisions, reports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Role(models.Model):
    """A right to moderate or administer; asleep without a second factor, over after twelve months unless renewed."""

    class Name(models.TextChoices):
        MODERATOR = "moderator"
        ADMINISTRATOR = "administrator"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    name = models.CharField(max_length=14, choices=Name)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.name} until {self.until:%Y-%m-%d}"


class Case(models.Model):
    """Something a moderator has to decide: one open case an object."""

    class Kind(models.TextChoices):
        CLAIM = "claim"
        APPEAL = "appeal"
        DISPUTE = "dispute"
        REPORT = "report"
        ERASURE = "erasure"
        LEVEL = "level"
        DOMAIN = "domain"
        MERGE = "merge"
        SPLIT = "split"
        WORDS = "words"

    class State(models.TextChoices):
        OPEN = "open"
        DECIDED = "decided"
        CLOSED = "closed"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    author = models.ForeignKey("works.Author", models.CASCADE, related_name="cases")
    claim = models.ForeignKey("profiles.Claim", models.CASCADE, null=True, blank=True, related_name="cases")
    report = models.ForeignKey("profiles.Report", models.CASCADE, null=True, blank=True, related_name="cases")
    domain = models.ForeignKey(
        "profiles.InstitutionDomain", models.CASCADE, null=True, blank=True, related_name="cases"
    )
    proposal = models.ForeignKey("profiles.Proposal", models.CASCADE, null=True, blank=True, related_name="cases")
    # Two for disputes, reversals after the week, appeals of two-person decisions, the highest level, merge and split
    # of held records.
    deciders = models.PositiveSmallIntegerField(default=1)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned_cases"
    )
    opened_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind"], condition=Q(state="open", claim__isnull=False), name="case_one_open_claim"
            ),
            models.UniqueConstraint(
                fields=["author"], condition=Q(state="open", kind="dispute"), name="case_one_open_dispute"
            ),
            models.UniqueConstraint(
                fields=["domain"], condition=Q(state="open", domain__isnull=False), name="case_one_open_domain"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at", "id"], name="case_queue_idx")]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.kind}"


class Decision(models.Model):
    """One moderator's word on a case; on a case of two it takes effect when both agree."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "moderator"], condition=Q(undone_at__isnull=True), name="decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} on case {self.case_id}"


class Report(models.Model):
    """What somebody, with or without an account, tells the moderators about a record."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="reports")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The text that it is about; the record is then its writer's.
    review = models.ForeignKey("profiles.Review", models.SET_NULL, null=True, blank=True, related_name="reports")
    comment = models.ForeignKey("profiles.Comment", models.SET_NULL, null=True, blank=True, related_name="reports")
    subject = models.CharField(max_length=30)
    words = models.TextField()
    # Where an answer may go; deleted when the case is closed.
    email = models.EmailField(blank=True)
    network = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["network", "made_at"], name="report_network_idx")]

    def __str__(self) -> str:
        return f"report {self.pk}: {self.subject}"


class HiddenText(models.Model):
    """A part of a holder's page, or a text of theirs, that a moderator took out of sight.

    It stays so, whatever the holder writes there.
    """

    class Field(models.TextChoices):
        BIO = "bio"
        PRONOUNS = "pronouns"
        PHOTO = "photo"
        LINKS = "links"
        REVIEW = "review"
        COMMENT = "comment"

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="hidden_texts")
    case = models.ForeignKey(Case, models.CASCADE, related_name="hidden_texts")
    field = models.CharField(max_length=10, choices=Field)
    review = models.ForeignKey("profiles.Review", models.CASCADE, null=True, blank=True, related_name="hidings")
    comment = models.ForeignKey("profiles.Comment", models.CASCADE, null=True, blank=True, related_name="hidings")
    reason = models.CharField(max_length=40)
    words = models.TextField()
    hidden_at = models.DateTimeField(db_default=Now())
    shown_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "field"],
                condition=Q(shown_again_at__isnull=True, review__isnull=True, comment__isnull=True),
                name="hidden_text_once",
            ),
            models.UniqueConstraint(
                fields=["review"], condition=Q(shown_again_at__isnull=True), name="hidden_review_once"
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(shown_again_at__isnull=True), name="hidden_comment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of author {self.author_id}"
