"""A look that takes too long is given up, so that what was found until then can be shown."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from bzpeer.db.prepared import prepared_cursor

QUERY_CANCELED = "57014"
# For statements whose best plan is the same whatever is asked, and takes longer to find than to follow.
PLANNED_ONCE = ("plan_cache_mode", "force_generic_plan")


class OutOfPatience(Exception):
    """A statement took longer than anybody waits."""


@contextmanager
def patience(patience_ms: int, *settings: tuple[str, str]) -> Iterator[None]:
    """A transaction, or a savepoint in one, in which each statement may take so long, under these settings of
    PostgreSQL's. One query besides. Raises OutOfPatience when a statement took longer.
    """
    wanted = (("statement_timeout", str(patience_ms)), *settings)
    try:
        with transaction.atomic():
            with prepared_cursor() as cursor:
                setting = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
                cursor.execute(f"SELECT {setting}", [part for pair in wanted for part in pair])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
            raise OutOfPatience from error
        raise


def rows_within(
    patience_ms: int, statement: str, values: Mapping[str, Any], *settings: tuple[str, str]
) -> list[tuple[Any, ...]] | None:
    """What the statement gives; None when it took longer. Three queries, one of them the savepoint."""
    try:
        with patience(patience_ms, *settings), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    except OutOfPatience:
        return None
