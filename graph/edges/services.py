"""Writes collaboration edges by sets; the rule is `weights.py`, in SQL here because a hub has 20,000 partners."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from bzpeer.db.locks import transaction_lock
from graph.edges import statements
from works.models import Author

# Authors worked on at once: bounds the temporary tables at some hundred thousand pairs.
CHUNK = 5_000


def refresh(author_ids: Sequence[int] | None) -> None:
    """Brings the edges of these authors, both directions, and the collaborator counts of both sides up to date.

    None means everybody. Rows that are right already are not written. An author's page version goes up
    when a count of theirs changes. Each chunk is one transaction, unless the caller has one open.
    """
    if author_ids is None:
        ids = Author.objects.aggregate(first=Min("pk", default=0), last=Max("pk", default=-1))
        for first in range(ids["first"], ids["last"] + 1, CHUNK):
            _refresh_chunk(range(first, first + CHUNK), is_everybody=True)
    else:
        for chunk in _chunks(sorted(set(author_ids))):
            _refresh_chunk(chunk, is_everybody=False)


def _refresh_chunk(author_ids: Sequence[int], *, is_everybody: bool) -> None:
    # For everybody the other side has its own chunk, which finds the same numbers.
    both_directions = not is_everybody
    values: dict[str, Any] = statements.RULE | {"author_ids": list(author_ids), "both_directions": both_directions}
    with transaction.atomic(), connection.cursor() as cursor:
        # Two refreshes that share a pair would lock its rows in different orders.
        transaction_lock("graph.edges")
        for statement in (
            statements.MEMORY,
            statements.DROP,
            statements.TOUCHED,
            statements.ANALYZE_TOUCHED,
            statements.MINE,
            statements.ANALYZE_MINE,
            statements.FRESH,
            statements.ANALYZE_FRESH,
            statements.CROWDED,
            *([statements.MIRROR] if both_directions else []),
            statements.CHANGED,
            statements.ANALYZE_CHANGED,
            statements.DELETE_GONE,
            statements.WRITE_CHANGED,
            statements.COUNTS,
            statements.DROP,
        ):
            cursor.execute(statement, values)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
