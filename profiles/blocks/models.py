"""Who wants nothing to do with whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Block(models.Model):
    """An account keeps another one away; neither reaches the other by any path, and only the first knows."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(account=F("blocked")), name="block_of_another"),
        ]

    def __str__(self) -> str:
        return f"account {self.account_id} keeps account {self.blocked_id} away"
