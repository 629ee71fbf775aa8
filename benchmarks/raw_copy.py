"""Raw COPY of rows that an import left, into the same tables of another database: the mark for the importer."""

from graphlib import TopologicalSorter
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.figure import seconds_of

# Tables without rows and the migrations' own are left out.
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid
"""
TABLES = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE 'works%'
"""
BLOCK = 1 << 20


def tables_in_order(address: str) -> list[str]:
    """The record's tables that hold rows, each after those that it points to."""
    with psycopg.connect(address) as connection:
        names = [name for (name,) in connection.execute(TABLES)]
        statement = sql.SQL("SELECT EXISTS (SELECT FROM {})")
        filled = {name for name in names if connection.execute(statement.format(sql.Identifier(name))).fetchall()[0][0]}
        graph: dict[str, set[str]] = {name: set() for name in sorted(filled)}
        for table, other in connection.execute(FOREIGN_KEYS):
            if table in filled and other in filled:
                graph[table].add(other)
    return list(TopologicalSorter(graph).static_order())


def unload(address: str, folder: Path) -> list[Path]:
    """The rows as binary files, one a table, in the order in which they can be loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for table in tables_in_order(address):
            path = folder / f"{table}.copy"
            statement = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(table))
            with path.open("wb") as rows, cursor.copy(statement) as copy:
                for block in copy:
                    rows.write(block)
            files.append(path)
    return files


def load_seconds(address: str, files: list[Path]) -> float:
    """How long it takes to COPY the files in, all constraints and indexes in place, in one transaction."""
    return seconds_of(lambda: _load(address, files))


def _load(address: str, files: list[Path]) -> None:
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for path in files:
            statement = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(path.stem))
            with path.open("rb") as rows, cursor.copy(statement) as copy:
                while block := rows.read(BLOCK):
                    copy.write(block)
