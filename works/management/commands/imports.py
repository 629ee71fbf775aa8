"""`manage.py imports`: the runs there were, and taking one back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from works.identity.services import settle
from works.importers.models import ImportRun
from works.importers.rollback import NotToRollBack, roll_back

LISTED = 30


class Command(BaseCommand):
    help = "List the runs of imports, or take one back as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="the latest runs, newest first")
        rollback = acts.add_parser("rollback", help="take a run back; what came before it or later stays")
        rollback.add_argument("run", type=int)

    def handle(self, *, act: str, run: int = 0, **_: Any) -> None:
        """Raises CommandError for a run that there is not, or that cannot be taken back."""
        if act == "list":
            for one in ImportRun.objects.filter(is_preview=False).order_by("-pk")[:LISTED]:
                self.stdout.write(
                    f"{one.pk} {one.source} {one.started_at:%Y-%m-%d %H:%M} {one.state}: read {one.read},"
                    f" created {one.created}, updated {one.updated}, rejected {one.rejected}"
                )
            return
        found = ImportRun.objects.filter(pk=run, is_preview=False).first()
        if found is None:
            raise CommandError(f"There is no run {run}; `imports list` names them.")
        try:
            roll_back(found)
        except NotToRollBack:
            raise CommandError(f"Run {run} is {found.state}: only a run that has ended can be taken back.") from None
        settle()
        self.stdout.write(f"Run {run} of {found.source} is taken back.")
