"""`manage.py backup FILE`: the whole site in one file."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bzpeer.db.files import whole_file
from bzpeer.site.backup import ERASURES, LAST
from bzpeer.site.backup.archive import BackupFailed, Manifest
from bzpeer.site.backup.saving import back_up
from works.withheld.files import write_list


class Command(BaseCommand):
    """Beside the file lies the list of erasures, which every backup makes anew and every restore applies."""

    help = "Write database and media to FILE (or -, standard output), while the site runs; restore takes it back."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file; one that is there is replaced once the new one is whole."""
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file: str, **options: Any) -> None:
        """Ends with one line of counts; whatever goes wrong is one plain line, exit 1, and no file."""
        try:
            manifest = self._to_file(Path(file)) if file != "-" else back_up(sys.stdout.buffer, say=self.stderr.write)
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename or file}") from error
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{manifest.works} works, {manifest.accounts} accounts: all of it is in {file}")

    def _to_file(self, path: Path) -> Manifest:
        with whole_file(path) as out:
            manifest = back_up(out, say=self.stderr.write)
        write_list(path.with_name(ERASURES))
        if settings.HOME.exists():
            # For the doctor, which asks when that was.
            (settings.HOME / LAST).write_text(f"{path.resolve()}\n")
        return manifest
