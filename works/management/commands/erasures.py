"""`manage.py erasures`: the list of who was erased, outside the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from works.withheld.files import NoList, import_list, read_list, write_list


class Command(BaseCommand):
    """Writes the list to a file, or applies one, as after every restore."""

    help = "`erasures export FILE` writes the keyed hashes of what was erased; `erasures apply FILE` erases it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The act and its file."""
        parser.add_argument("act", choices=["export", "apply"])
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, act: str, file: Path, **options: Any) -> None:
        """Ends with one line of counts; a file that cannot be read or written is a CommandError."""
        try:
            done = self._export(file) if act == "export" else self._apply(file)
        except OSError as error:
            raise CommandError(f"{error.strerror}: {file}") from error
        except NoList as error:
            raise CommandError(f"{file} is not a list of erasures, and nothing was changed: {error}") from error
        self.stdout.write(done)

    def _export(self, file: Path) -> str:
        return f"{write_list(file)} hashes written"

    def _apply(self, file: Path) -> str:
        return f"{import_list(read_list(file))} people erased again"
