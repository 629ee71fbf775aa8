"""What somebody was told, how often they want mail about it, and the mails that went."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from profiles.notices.rules import Frequency, Hours


class Notice(models.Model):
    """One line for one account; `about` holds ids, numbers and an address without names, never words."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.JSONField(default=dict)
    # What happened: told again it is the same notice.
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True, blank=True)
    # When somebody looks whether a mail may go; None when none will, or did.
    due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="notice_once")]
        indexes = [
            # The page, newest first.
            models.Index(fields=["account", "-id"], name="notice_page_idx"),
            # The count in the header.
            models.Index(fields=["account"], condition=Q(seen_at__isnull=True), name="notice_unseen_idx"),
            # What the mails are made of.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notice_due_idx"),
            # What the sweep deletes after a year; rows lie in the order of time.
            BrinIndex(fields=["made_at"], name="notice_made_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class NoticeChoice(models.Model):
    """How often an account wants mail about a subject, where that is not the usual."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    subject = models.CharField(max_length=20)
    frequency = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Frequency])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "subject"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.frequency}"


class NoticeHours(models.Model):
    """The time zone of an account, and when mail should not disturb it."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    zone = models.CharField(max_length=60, default="UTC")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.zone

    @property
    def hours(self) -> Hours:
        """The same, for the rules."""
        return Hours(self.zone, self.quiet_from, self.quiet_until)


class NoticeMail(models.Model):
    """One mail about notices: of each key (a day's digest, a notice told at once) there is one; kept for a year."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="notice_mail_once")]
        indexes = [BrinIndex(fields=["made_at"], name="notice_mail_made_idx")]

    def __str__(self) -> str:
        return self.key
