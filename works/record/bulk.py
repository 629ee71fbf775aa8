"""Many rows at once: ids from the sequence, COPY into the final tables."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, models

from works.record import binary

ROWS_AT_ONCE = 200


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` fresh primary keys of a model's table, ascending."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            # The name of the sequence is looked up once, not for each id.
            "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) s,"
            " generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return one_column(cursor)


def copy_rows(table: str, columns: str, types: str, rows: Iterable[Sequence[Any]]) -> None:
    """Binary COPY of rows into `table`; columns and their PostgreSQL types as blank-separated names.

    Raises what PostgreSQL raises: all constraints are checked.
    """
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(types.split())
        for row in rows:
            copy.write_row(row)


def copy_made(table: str, columns: str, rows: Iterable[bytes]) -> None:
    """As `copy_rows`, of rows that are whole already (`works/record/binary.py`)."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(binary.SIGNATURE)
        left = iter(rows)
        while some := list(islice(left, ROWS_AT_ONCE)):
            copy.write(b"".join(some))
        copy.write(binary.TRAILER)


@contextmanager
def staged(table: str) -> Iterator[str]:
    """A temporary table with the columns of `table`, named `staged`, for rows on their way into it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE staged (LIKE {table}) ON COMMIT DROP")
        # What a row does not say it leaves to the row that is there.
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'staged'::regclass AND attnum > 0 AND attnotnull"
        )
        for column in one_column(cursor):
            cursor.execute(f'ALTER TABLE staged ALTER COLUMN "{column}" DROP NOT NULL')
        yield "staged"
        cursor.execute("DROP TABLE staged")


def insert_new(table: str, columns: str, types: str, rows: Iterable[Sequence[Any]]) -> None:
    """As `copy_rows`, but rows that a unique constraint refuses are passed over."""
    names = ", ".join(columns.split())
    with staged(table) as stage, connection.cursor() as cursor:
        copy_rows(stage, columns, types, rows)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {stage} ON CONFLICT DO NOTHING"  # noqa: S608
        )


def array_of(texts: Iterable[str]) -> str:
    """Texts as PostgreSQL writes an array of them, for `%s::text[]`: of thousands, a tenth of what a list costs."""
    return "{" + ",".join(['"' + text.replace("\\", r"\\").replace('"', r"\"") + '"' for text in texts]) + "}"


def refresh_statistics(*tables: str) -> None:
    """ANALYZE after many new rows: without it the planner takes a filled table for an empty one."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def read_whole_tables() -> None:
    """Until the transaction ends: tables are read in the order in which they lie, and sorted and hashed in memory.

    A server told that random reads cost little goes through an index for each of a million rows instead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL random_page_cost = 4")


def one_column(cursor: Any) -> list[Any]:
    """The first column of everything a cursor still holds."""
    return [row[0] for row in cursor.fetchall()]
