"""New works of a day, by author, topic, institution and search; and who hears of them without an account."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from profiles.follows.models import Targeted, one_target


class News(Targeted):
    """Works that are new to the site, of one day and one target: a line, however many they are. Kept for a year."""

    day = models.DateField()
    works_count = models.PositiveIntegerField()
    # All of them, those of a piece of an import newest first; lines show `first` (`lines.shown`).
    works = ArrayField(models.BigIntegerField())
    first: list[int]

    class Meta:
        default_related_name = "news"
        constraints = one_target("news", "day")

    def __str__(self) -> str:
        return f"{self.works_count} works of {self.kind} {self.target_id} on {self.day}"


class NewsRun(models.Model):
    """How far the works that an import run created have been told of."""

    run = models.OneToOneField("works.ImportRun", models.CASCADE, primary_key=True, related_name="+")
    last_work = models.BigIntegerField(default=0)
    # When its first piece was; None while nobody followed anything.
    told_at = models.DateTimeField(null=True, blank=True)
    is_waiting = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["run"], condition=Q(is_waiting=True), name="news_run_waiting_idx")]

    def __str__(self) -> str:
        return f"run {self.run_id} up to work {self.last_work}"


class MailSubscription(Targeted):
    """An address that gets news by mail without an account, because somebody who reads it said so.

    Gone, and the address with it, as soon as somebody presses the button behind the link of a mail.
    """

    address = models.EmailField()
    since = models.DateTimeField(db_default=Now())
    # News of the days after this one have not been mailed.
    mailed_until = models.DateField()
    # When a mail goes; None while there is nothing new.
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_related_name = "mail_subscriptions"
        constraints = one_target("mail_subscription", "address")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_subscription_due_idx"),
        ]

    def __str__(self) -> str:
        return f"mail about {self.kind} {self.target_id}"
