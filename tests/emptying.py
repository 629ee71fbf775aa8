"""Tests with real commits empty all tables at their end; the journal, which is append-only, has to let them.

There is no switch for this outside the tests: its triggers are taken off by the owner of the tables, in the same
transaction that empties them, and stand again when it is over.
"""

from typing import Any

APPEND_ONLY = ("db_journalentry", "db_journaldetail", "db_journalseal")


def reaches_the_journal() -> None:
    """Put the journal's triggers aside around every TRUNCATE of Django's `flush`."""
    # Not before django.setup(): this module does not load by itself.
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        emptied = plain(self, style, tables, **options)
        return [*switched("DISABLE", tables), *emptied, *switched("ENABLE", tables)] if emptied else []

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
