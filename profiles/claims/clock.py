"""The time by the database, which decides expiry and order: hosts may be wrong (safety.md, Faults)."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The time at which this transaction began. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (moment,) = cursor.fetchone()
    return moment
