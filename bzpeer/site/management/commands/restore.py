"""`manage.py restore FILE`: a backup in the place of what stands."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bzpeer.site.backup import ERASURES
from bzpeer.site.backup.archive import BackupFailed, Manifest, checked_archive
from bzpeer.site.backup.restoring import Restored, is_empty, refuse_unfit, restore
from works.withheld.files import NoList, read_list


class Command(BaseCommand):
    """Checked first, loaded beside what stands, and put in its place at the end: a failure changes nothing."""

    help = "Put a backup in place of database and media. People erased since are erased again, by the lists at hand."
    # Nothing of the database that goes has to be in order.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what it takes to give up what is here."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="give up what this site holds; asks first")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, file: Path, replace: bool, yes: bool, **options: Any) -> None:
        """Ends with what to do next; whatever goes wrong is one plain line, exit 1, and nothing was changed."""
        try:
            with checked_archive(file) as (archive, manifest):
                refuse_unfit(manifest)
                self._ask(manifest, replace=replace, yes=yes)
                beside = file.with_name(ERASURES)
                erasures = read_list(beside) if beside.exists() else []
                restored = restore(archive, manifest, erasures=erasures, say=self.stderr.write)
        except (BackupFailed, NoList) as error:
            raise CommandError(str(error)) from error
        self._end(manifest, restored)

    def _ask(self, manifest: Manifest, *, replace: bool, yes: bool) -> None:
        if is_empty():
            return
        if not replace:
            raise BackupFailed("This site holds records or accounts; --replace gives them up for the backup.")
        if yes:
            return
        if not sys.stdin.isatty():
            raise BackupFailed("Nobody is there to be asked; --yes gives up what this site holds for the backup.")
        told = f"{manifest.works} works and {manifest.accounts} accounts of {manifest.made_at:%d %B %Y, %H:%M} UTC"
        try:
            answer = input(f"What this site holds goes, and {told} come in its place. Type yes to go on: ")
        except EOFError:
            answer = ""
        if answer != "yes":
            raise BackupFailed("Nothing was changed.")

    def _end(self, manifest: Manifest, restored: Restored) -> None:
        if restored.journal_fault:
            self.stderr.write(f"The journal does not hold: {restored.journal_fault}")
        self.stdout.write(
            f"Restored as of {manifest.made_at:%d %B %Y, %H:%M} UTC: {manifest.works} works, "
            f"{manifest.accounts} accounts; {restored.erased} people erased again"
        )
        if restored.waiting:
            self.stdout.write(f"{restored.waiting} marks wait: a worker sees to them, or manage.py compute")
        self.stdout.write("A site that runs is to be started anew: its processes remember pages of before")
