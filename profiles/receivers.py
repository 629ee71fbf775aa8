"""What the lower apps tell this one, inside their transactions."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from bzpeer.accounts.models import User
from bzpeer.db.signals import swept
from profiles.follows import intents, services as follows
from profiles.recompute import queueing
from profiles.researchers import services as researchers
from works.record.signals import authors_merged, works_recorded


@receiver(works_recorded)
def queue_recompute(**_: Any) -> None:
    """Marks were left: somebody has to take them."""
    queueing.wake()


@receiver(swept)
def queue_what_waits(**_: Any) -> None:
    """Marks wait longer than they should."""
    queueing.wake_if_waiting()


@receiver(authors_merged)
def carry_over(moves: Mapping[int, int], **_: Any) -> None:
    """What people said about a record goes along to the one that took it over."""
    follows.carry_over(moves=moves)
    researchers.carry_over(moves=moves)


@receiver(user_logged_in)
def follow_as_meant(request: HttpRequest, user: User, **_: Any) -> None:
    """Who pressed Follow and had to log in first has followed when they come back."""
    intents.carry_out(request, account=user)


@receiver(pre_delete, sender=User)
def forget_follows(instance: User, **_: Any) -> None:
    """An account goes, in this transaction: its follows go first, with their counts."""
    follows.forget(account=instance)
