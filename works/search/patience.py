"""A look that takes too long is given up, so that what was found until then can be shown."""

from collections.abc import Mapping
from typing import Any

from django.db import OperationalError, connection, transaction

QUERY_CANCELED = "57014"
SETTINGS = (
    "SELECT set_config('statement_timeout', %(patience)s, true),"
    " set_config('pg_trgm.word_similarity_threshold', %(likeness)s, true)"
)
# What PostgreSQL takes for alike where nobody says.
LIKENESS = 0.6


def rows_within(
    patience_ms: int, statement: str, values: Mapping[str, Any], *, likeness: float = LIKENESS
) -> list[tuple[Any, ...]] | None:
    """What the statement gives; None when it took longer. Three queries, one of them the savepoint."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SETTINGS, {"patience": str(patience_ms), "likeness": str(likeness)})
            cursor.execute(statement, values)
            return cursor.fetchall()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
            return None
        raise
