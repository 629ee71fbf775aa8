"""What the lower apps tell this one."""

from typing import Any

from django.dispatch import receiver

from bzpeer.db.signals import swept
from works.sync import queueing


@receiver(swept)
def ask_what_is_due(**_: Any) -> None:
    """Questions to other sources fall due at night, and after failures."""
    queueing.wake_due()
