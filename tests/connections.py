"""Acting over a second database connection while the test holds the first."""

import threading
from collections.abc import Callable

from django.db import connection


def in_another_connection(act: Callable[[], object]) -> threading.Thread:
    """Start `act` in a thread, whose database connection is its own and is closed at its end."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_for(thread: threading.Thread) -> None:
    """Until it has ended; long enough for a machine that has much else to do."""
    thread.join(60)
    assert not thread.is_alive()


def age(**columns: str) -> None:
    """Say that these columns of every outbox row were set so long ago, by the clock of the database."""
    with connection.cursor() as cursor:
        for column, how_long in columns.items():
            cursor.execute(f"UPDATE db_outboxrow SET {column} = now() - %s::interval", [how_long])
