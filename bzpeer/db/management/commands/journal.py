"""`manage.py journal`: does the chain over the journal hold?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bzpeer.db.journal.chain import seal
from bzpeer.db.journal.verification import verify


class Command(BaseCommand):
    """Checks the chain, or makes it longer at once."""

    help = (
        "`journal verify` checks the chain over the journal; `journal seal` seals what is committed, as the sweep does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`journal verify` or `journal seal`."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help="name the first broken entry, if any")
        acts.add_parser("seal", help="seal what is committed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one act; a broken chain is a CommandError."""
        if options["act"] == "seal":
            self.stdout.write(f"{seal()} sealed")
        else:
            self._verify()

    def _verify(self) -> None:
        verdict = verify()
        told = f"{verdict.checked} sealed entries hold, {verdict.unsealed} not sealed yet"
        if verdict.fault:
            raise CommandError(f"{verdict.fault}. {told}")
        self.stdout.write(f"{told}; newest hash {verdict.newest.hex()}")
