"""Statements that pages run most, planned once a connection instead of once a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

# Any: the stubs know neither its argument nor that Django wraps it.
CURSOR: Any = ServerBindingCursor


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor that sends its parameters apart, so that psycopg prepares what it executes a few times.

    Planning the seven joins of a profile's facts takes PostgreSQL five times as long as running them.
    Errors and the log of queries are those of any cursor of Django's.
    """
    connection.ensure_connection()
    raw = CURSOR(connection.connection)
    with connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw) as cursor:
        yield cursor
