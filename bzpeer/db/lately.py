"""Limits on acts that write, counted in the rows that the acts leave: they hold whatever else is down."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet


def free_again(times: QuerySet[Any, datetime], *, most: int, within: timedelta) -> datetime | None:
    """When the next act is free, after `most` of them; None while fewer were done. One query.

    `times` are the moments of the acts within that time, the newest first.
    """
    oldest = times[most - 1 : most].first()
    return None if oldest is None else oldest + within
