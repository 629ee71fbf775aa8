"""Tests with real commits empty all tables at their end; the journal, which is append-only, has to let them.

There is no switch for this outside the tests: its triggers are taken off by the owner of the tables, in the same
transaction that empties them, and stand again when it is over.
"""

from typing import Any

APPEND_ONLY = ("db_journalentry", "db_journaldetail", "db_journalseal")
# What waits is looked at now: no trigger can be put back while a foreign key is still to be checked.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE;"


def by_deleting() -> None:
    """Have Django's `flush` delete rows, with the journal's triggers put aside.

    TRUNCATE would make every table and index anew, which takes fifty times as long as deleting what a test left.
    """
    # Not before django.setup(): this module does not load by itself.
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        # In any order: foreign keys are looked at in the end.
        deleted = [f"DELETE FROM {self.quote_name(table)};" for table in tables]
        return [" ".join([*switched("DISABLE", tables), *deleted, CHECK, *switched("ENABLE", tables)])]

    DatabaseOperations.sql_flush = sql_flush


def fills_nothing() -> None:
    """After each emptying Django would write its content types and permissions again, which takes longer than
    the emptying itself; nothing here reads them.
    """
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions")


def switched(how: str, tables: Any = APPEND_ONLY) -> list[str]:
    """SQL that takes the journal's triggers off (DISABLE) or puts them back (ENABLE)."""
    return [f"ALTER TABLE {table} {how} TRIGGER USER;" for table in APPEND_ONLY if table in tables]
