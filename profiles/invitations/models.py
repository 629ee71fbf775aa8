"""Invitations: a question from one holder of a record to another, and the letters that ask co-authors to claim."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class InvitationState(models.TextChoices):
    """The states of an invitation; the allowed moves stand in `profiles/invitations/rules.py`."""

    SENT = "sent"
    LATER = "asked later"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    BLOCKED = "blocked"


OPEN_STATES = [InvitationState.SENT, InvitationState.LATER]


class Purpose(models.TextChoices):
    """What an invitation is for."""

    PAPER = "paper", _("Collaborate on a paper")
    QUESTION = "question", _("A question about a work")
    REVIEW = "review", _("A review")
    TALK = "talk", _("A talk")
    POSITION = "position", _("A position")
    DATA = "data", _("Data or code")


class Invitation(models.Model):
    """One invitation between two accounts; who they are is asked of the records they hold, merged ones too.

    Every move is in the journal (object kind `invitation`). Whether it was seen is stored nowhere.
    """

    # Empty once that account is deleted: the other side keeps its copy.
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="sent_invitations")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="received_invitations"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    question = models.TextField()
    brings = models.TextField()
    asks = models.TextField()
    hours = models.PositiveSmallIntegerField()
    first_step = models.TextField()
    work = models.ForeignKey("works.Work", models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.ForeignKey("works.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    wanted_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=InvitationState, default=InvitationState.SENT)
    # Why it was declined, a code; counts for the sender's allowance, and is shown to nobody but who said it.
    reason = models.CharField(max_length=20, blank=True)
    # Of the form it came from: sent again it is the same invitation.
    key = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="invitation_key_once"),
            models.UniqueConstraint(
                fields=["sender", "recipient"], condition=Q(state__in=OPEN_STATES), name="invitation_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_state_known"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-made_at"], name="invitation_received_idx"),
            models.Index(fields=["sender", "-made_at"], name="invitation_sent_idx"),
            # What the sweep looks for.
            models.Index(fields=["expires_at"], condition=Q(state__in=OPEN_STATES), name="invitation_open_idx"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}: {self.state}"

    def other_side(self, account_id: int) -> int | None:
        """The account at the other side, or None when it was deleted."""
        return self.recipient_id if self.sender_id == account_id else self.sender_id


class CoauthorAsk(models.Model):
    """A holder asked a co-author, once, to claim their record; to which address is not kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coauthor_asks")
    author = models.ForeignKey("works.Author", models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "author"], name="coauthor_ask_once")]

    def __str__(self) -> str:
        return f"account {self.account_id} asked author {self.author_id}"


class WrittenTo(models.Model):
    """An address that has had the one letter it ever gets, or wants none: its keyed hash, kept for good."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    at = models.DateTimeField(db_default=Now())
    refused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"written to on {self.at:%Y-%m-%d}"
