"""`manage.py erasures`: the list of who was erased, outside the database."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from works.withheld.files import NoList, export_list, import_list


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
        # Whole or not at all, and for nobody else to read.
        new = file.with_name(file.name + ".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            lines = export_list(out)
        new.replace(file)
        return f"{lines} hashes written"

    def _apply(self, file: Path) -> str:
        try:
            text = file.read_text(encoding="ascii")
        except UnicodeDecodeError as error:
            raise NoList("it is not ASCII text") from error
        return f"{import_list(text.splitlines())} people erased again"
