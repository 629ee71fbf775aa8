"""What production demands of its servers (safety.md, Running it); of its settings: `bzpeer/settings/production.py`."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection

from bzpeer.db.outbox.broker import BROKER_ERRORS, Broker

log = logging.getLogger(__name__)

# A superuser may do everything, and the owner may give itself every right.
JOURNAL_RIGHTS = """
    SELECT bool_or(pg_has_role(relowner, 'USAGE') OR has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE'))
    FROM pg_class WHERE oid IN ('db_journalentry'::regclass, 'db_journaldetail'::regclass, 'db_journalseal'::regclass)
"""


class UnsafeServers(SystemExit):
    """Raised at start with one message that names everything wrong."""


def database_faults() -> list[str]:
    """Why acknowledged changes could be lost with this PostgreSQL, in words. Raises DatabaseError when it is away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        synchronous_commit, fsync = cursor.fetchone()
    words = {"synchronous_commit is off in PostgreSQL": synchronous_commit, "fsync is off in PostgreSQL": fsync}
    return [fault for fault, value in words.items() if value == "off"]


def journal_faults() -> list[str]:
    """Why this process could change the journal, in words: its role owns it, or was given the right."""
    with connection.cursor() as cursor:
        cursor.execute(JOURNAL_RIGHTS)
        (faulty,) = cursor.fetchone()
    return (
        ["web's database role owns the journal or may change it (deploy/web_role.sql makes another)"] if faulty else []
    )


def broker_faults() -> list[str]:
    """Why queued tasks could be lost with this Valkey, in words. Raises one of BROKER_ERRORS when it is away."""
    broker = Broker()
    try:
        info = broker.settings()
    finally:
        broker.close()
    wrong = {
        "Valkey has no AOF (--appendonly yes)": not info["aof_enabled"],
        "Valkey may evict tasks (--maxmemory-policy noeviction)": info["maxmemory_policy"] != "noeviction",
    }
    return [fault for fault, is_wrong in wrong.items() if is_wrong]


def refuse_unsafe_servers(*checks: Callable[[], list[str]]) -> None:
    """In production, stop the start with everything that `checks` find. Raises UnsafeServers.

    A server that does not answer is no reason to stay down: it may come later, and nothing is accepted meanwhile.
    """
    if not settings.PRODUCTION:
        return
    faults: list[str] = []
    for check in checks:
        try:
            faults += check()
        except (DatabaseError, *BROKER_ERRORS) as error:
            log.warning("not checked: %s (%s)", check.__name__, type(error).__name__)
    # A web process asks from its main thread, which would keep one connection of the pool for good.
    connection.close()
    if faults:
        raise UnsafeServers("bzpeer cannot start:\n  " + "\n  ".join(faults))
