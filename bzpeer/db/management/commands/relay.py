"""`manage.py relay`: publishes the outbox until SIGTERM."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from bzpeer.db.outbox.relay import Relay
from bzpeer.db.safeguards import broker_faults, database_faults, refuse_unsafe_servers


class Command(BaseCommand):
    """The relay process."""

    help = "Publish outbox rows to the workers until told to stop (SIGTERM, Ctrl-C)."
    # It has no pages to check, and must come up while a web process cannot.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the relay; ends after the row in hand."""
        refuse_unsafe_servers(database_faults, broker_faults)
        relay = Relay()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
