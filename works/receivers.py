"""What the lower apps tell this one."""

from typing import Any

from django.dispatch import receiver

from bzpeer.db.signals import swept
from works.record.signals import authors_erased
from works.search.names import services as names
from works.sync import queueing


@receiver(swept)
def ask_what_is_due(**_: Any) -> None:
    """Questions to other sources fall due at night, and after failures."""
    queueing.wake_due()


@receiver(authors_erased)
def forget_their_names(author_ids: list[int], **_: Any) -> None:
    """No word of an erased name is left for the search."""
    names.refresh(author_ids)
