"""Django's system checks of the servers: `manage.py check --database default`, and every `migrate`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from bzpeer.db.safeguards import database_faults


@register(Tags.database)
def database_keeps_what_it_acknowledges(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """In production, PostgreSQL must write before it says done."""
    if not settings.PRODUCTION or not databases:
        return []
    return [Error(fault, id="bzpeer.E001") for fault in database_faults()]
