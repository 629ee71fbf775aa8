"""Claims: an account's request to hold an author record, with its evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ClaimState(models.TextChoices):
    """The states of a claim; the allowed moves stand in `profiles/claims/rules.py`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFORMATION = "needs information"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    REVERSED = "reversed"
    # Accepted for somebody who holds another record: this one went into it.
    JOINED = "joined"


OPEN_STATES = [ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.NEEDS_INFORMATION, ClaimState.APPEALED]


class Claim(models.Model):
    """One account's request for one author. Every move is in the journal (object kind `claim`)."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="claims")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    state = models.CharField(max_length=20, choices=ClaimState, default=ClaimState.DRAFT)
    # The named rule that approved it; empty when a moderator did, or nobody yet.
    rule = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    question = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True, blank=True)
    # Until then others who hold evidence may object, and the holder may not detach, hide or vouch.
    half_open_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The merge that a joined claim brought about; taking the claim back undoes it.
    change = models.ForeignKey("works.AuthorChange", models.SET_NULL, null=True, blank=True, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author"], condition=Q(state="approved"), name="claim_one_holder"),
            models.UniqueConstraint(fields=["account"], condition=Q(state="approved"), name="claim_one_record"),
            models.UniqueConstraint(
                fields=["author", "account"], condition=Q(state__in=OPEN_STATES), name="claim_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_at", "id"], name="claim_queue_idx")]

    def __str__(self) -> str:
        return f"claim {self.pk}: {self.state}"


class EvidenceKind(models.TextChoices):
    """The kinds of proof, one file each in `profiles/claims/evidence/`."""

    ORCID = "orcid"
    MAIL = "mail"
    HOMEPAGE = "homepage"
    VOUCH = "vouch"
    STATEMENT = "statement"


class EvidenceState(models.TextChoices):
    """Whether the fact was found to hold."""

    WAITING = "waiting"
    HOLDS = "holds"
    FAILED = "failed"
    LAPSED = "lapsed"


class Evidence(models.Model):
    """One checkable fact brought for a claim."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.WAITING)
    # What was checked, by kind: an iD and its authorships, a domain and its institution, a URL and its digest …
    fact = models.JSONField(default=dict)
    # One plain sentence on how it was checked or why it failed.
    finding = models.TextField(blank=True)
    # What the fact gives when it holds: 2 or 3.
    gives = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    checked_at = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["claim", "id"], name="evidence_claim_idx")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


class InstitutionDomain(models.Model):
    """A mail domain that somebody says an institution uses; accepted by a moderator it counts as ROR's do."""

    class State(models.TextChoices):
        SUGGESTED = "suggested"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    institution = models.ForeignKey("works.Institution", models.CASCADE, related_name="own_domains")
    # In ASCII and lower case; never a public suffix, nor where anybody can have an address.
    name = models.CharField(max_length=253)
    state = models.CharField(max_length=10, choices=State, default=State.SUGGESTED)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="suggested_domains"
    )
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="institution_domain_once"),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "accepted", "refused"]), name="institution_domain_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class Vouch(models.Model):
    """A close collaborator's word for one fact: the claimant wrote this work with them."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="vouches")
    voucher = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="vouches")
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "voucher"], name="vouch_once")]

    def __str__(self) -> str:
        return f"vouch of account {self.voucher_id}"
