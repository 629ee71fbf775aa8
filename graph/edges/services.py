"""Writes collaboration edges by sets; the rule is `weights.py`, in SQL here because a hub has 20,000 partners."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from bzpeer.db.locks import transaction_lock
from graph.edges import statements
from works.record.bulk import read_whole_tables

# Authors worked on at once: bounds the temporary tables at some hundred thousand pairs.
CHUNK = 5_000
OF_SOME = (
    statements.TOUCHED,
    statements.ANALYZE_TOUCHED,
    statements.MINE,
    statements.ANALYZE_MINE,
    statements.FRESH,
    statements.ANALYZE_FRESH,
    statements.CROWDED,
    statements.MIRROR,
    statements.CHANGED,
)
OF_EVERYBODY = (
    statements.EVERYBODYS,
    statements.ANALYZE_MINE,
    statements.PAIRS,
    statements.ANALYZE_FRESH,
    statements.CROWDED,
    statements.BOTH_DIRECTIONS,
    statements.ANALYZE_FRESH,
    statements.CHANGED_OF_EVERYBODY,
)
WRITE = (
    statements.ANALYZE_CHANGED,
    statements.DELETE_GONE,
    statements.UPDATE_CHANGED,
    statements.INSERT_NEW,
)


def refresh(author_ids: Sequence[int] | None) -> None:
    """Brings the edges of these authors, both directions, and the collaborator counts of both sides up to date.

    None means everybody, in one pass over the whole record. Rows that are right already are not written. An author's
    page version goes up when a count of theirs changes. Each chunk is one transaction, unless the caller has one open.
    """
    if author_ids is None:
        with transaction.atomic():
            read_whole_tables()
            _run((*OF_EVERYBODY, *WRITE, statements.COUNTS_OF_EVERYBODY), statements.RULE)
        return
    for chunk in _chunks(sorted(set(author_ids))):
        _run((*OF_SOME, *WRITE, statements.COUNTS), statements.RULE | {"author_ids": chunk})


@transaction.atomic
def _run(steps: Sequence[str], values: dict[str, Any]) -> None:
    # Two refreshes that share a pair would lock its rows in different orders.
    transaction_lock("graph.edges")
    with connection.cursor() as cursor:
        for statement in (statements.MEMORY, statements.DROP, *steps, statements.DROP):
            cursor.execute(statement, values)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
