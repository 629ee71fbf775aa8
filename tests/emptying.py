"""Tests with real commits empty all tables at their end; the journal, which is append-only, has to let them.

There is no switch for this outside the tests: they are the owner of the server, and may put triggers aside.
"""

from typing import Any

# Foreign keys are triggers too: in any order, and a row at a time, because TRUNCATE makes every table and index anew.
ASIDE = "SET LOCAL session_replication_role = replica"


def by_deleting() -> None:
    """Have Django's `flush` delete rows with all triggers put aside, those of the journal among them."""
    # Not before django.setup(): this module does not load by itself.
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        return ["; ".join([ASIDE, *(f"DELETE FROM {self.quote_name(table)}" for table in tables)])] if tables else []

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
