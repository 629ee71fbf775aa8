"""Keeps the words of names: after figures, for whom they were refreshed; everything that is unchanged stays."""

from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from works.record.bulk import copy_rows, refresh_statistics
from works.search.names import statements
from works.search.names.models import AuthorWords
from works.search.names.rules import HEAD, SHORTEST_WITH_ERRORS, SHORTEST_WITH_TWO, words_of

AT_ONCE = 20_000
# From so many new words on, statistics of before would mislead.
MANY = 10_000


@transaction.atomic
def refresh(author_ids: Sequence[int] | None) -> None:
    """What these authors (None: everybody) are found by; who is not shown, or gone, is found no more.

    Nobody at all being found yet, it is everybody whoever is named: the tables are new.
    """
    if not AuthorWords.objects.exists():
        author_ids = None
    ids = author_ids if author_ids is None else list(author_ids)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS fresh, changed, counted, new, gone")
        cursor.execute(statements.FRESH)
        for rows in _named(ids):
            copy_rows("fresh", "author_id words", "int8 text[]", rows)
        cursor.execute("ANALYZE fresh")
        named = "true" if ids is None else "author_id = ANY(%(ids)s)"
        cursor.execute(statements.CHANGED.format(named=named), {"ids": ids})
        _apply(cursor)
        cursor.execute("DROP TABLE fresh, changed, counted, new, gone")


def _named(ids: list[int] | None) -> Iterator[list[tuple[int, list[str]]]]:
    """Authors with their words, so many at once."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statements.NAMES, {"ids": ids, "after": after, "most": AT_ONCE})
            rows = [(author, sorted(frozenset().union(*map(words_of, names)))) for author, names in cursor.fetchall()]
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _apply(cursor: CursorWrapper) -> None:
    cursor.execute(statements.COUNTED)
    cursor.execute(statements.NEW)
    cursor.execute(statements.COUNT)
    cursor.execute(statements.SLIPS_NEW.format(slips=_slips("new")))
    is_much = cursor.rowcount > MANY
    cursor.execute(statements.GONE)
    cursor.execute(statements.SLIPS_GONE.format(slips=_slips("gone")))
    cursor.execute(statements.WORDS_GONE)
    cursor.execute(statements.AUTHORS_GONE)
    cursor.execute(statements.AUTHORS)
    if is_much:
        refresh_statistics("works_authorwords", "works_nameword", "works_nameslip")


def _slips(words: str) -> str:
    return statements.SLIPS.format(head=HEAD, one=SHORTEST_WITH_ERRORS, two=SHORTEST_WITH_TWO, words=words)
