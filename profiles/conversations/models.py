"""Conversations of two, each opened by an accepted invitation."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Conversation(models.Model):
    """Two people talking. Its row is locked while a message is added: the order of numbers is the order of commits."""

    invitation = models.OneToOneField("profiles.Invitation", models.CASCADE, related_name="conversation")
    made_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        # What the sweep forgets.
        indexes = [models.Index(fields=["last_at"], name="conversation_quiet_idx")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Participant(models.Model):
    """One side of a conversation; gone with the account, or when it leaves."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    # The newest message that was on their screen.
    read_to = models.BigIntegerField(default=0)
    # The newest message that they were told of; they are told again once they have read it.
    told_to = models.BigIntegerField(default=0)
    draft = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "account"], name="participant_once")]

    def __str__(self) -> str:
        return f"account {self.account_id} in conversation {self.conversation_id}"


class Message(models.Model):
    """What somebody wrote: plain text, made harmless when it came."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    # Empty once the account is deleted: the other side keeps what was written.
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    # Of the form it came from: sent again it is the same message.
    key = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="message_key_once")]
        indexes = [models.Index(fields=["conversation", "id"], name="message_order_idx")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class ReadMarks(models.Model):
    """Somebody shows others how far they have read, and is shown how far others have; off at first."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="read_marks"
    )
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"account {self.account_id} shows what it has read"


class ReportedWords(models.Model):
    """What a report of words is about: an invitation, or a message; and who wrote it."""

    report = models.OneToOneField("profiles.Report", models.CASCADE, primary_key=True, related_name="words_reported")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invitation = models.ForeignKey("profiles.Invitation", models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"words of report {self.report_id}"
