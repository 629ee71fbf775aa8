"""`manage.py outbox`: the tasks that were set aside, and taking one back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bzpeer.db.outbox import queries, services


class Command(BaseCommand):
    """Lists set-aside rows, or retries one."""

    help = "List the tasks set aside after failing four times; `outbox retry ID` queues one again."

    def add_arguments(self, parser: CommandParser) -> None:
        """`outbox`, or `outbox retry ID`."""
        acts = parser.add_subparsers(dest="act")
        acts.add_parser("retry", help="queue a task that was set aside").add_argument("id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one act; an unknown id is a CommandError."""
        if options["act"] == "retry":
            self._retry(options["id"])
        else:
            self._list()

    def _list(self) -> None:
        rows = queries.set_aside()
        for row in rows:
            self.stdout.write(f"{row.pk}  {row.set_aside_at:%Y-%m-%d %H:%M}  {row.task}  {row.error}")
        self.stdout.write(f"{len(rows)} set aside")

    def _retry(self, row_id: int) -> None:
        try:
            row = services.retry(row_id=row_id)
        except services.NotSetAside as error:
            raise CommandError(f"No task {row_id} is set aside") from error
        self.stdout.write(f"{row.pk} {row.task} is queued again")
