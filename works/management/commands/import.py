"""`manage.py import SOURCE PATH…`: records of a source into the public record."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from works.identity.services import settle
from works.importers.models import DONE, ImportRun
from works.importers.pipeline import AlreadyRunning, End, Import, Report, unfinished
from works.importers.reading import NothingReadable, expand_paths
from works.importers.rejects import RejectFile
from works.importers.sources import SOURCES

WARNINGS_SHOWN = 20
BAR_WIDTH = 24


class Command(BaseCommand):
    help = "Import records of a source from files, folders, .gz or - (standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(SOURCES))
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--resume", action="store_true", help="go on where the last run of these paths stopped")
        parser.add_argument("--processes", type=int, choices=(1, 2), default=2, help="2: one reads while one writes")
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="write what could not be taken here")

    def handle(self, *, source: str, paths: list[str], rejects: Path | None, **options: Any) -> None:
        """Ends with one line of counts; exit 0, 1 when anything was rejected, 2 when nothing could be read."""
        self.warnings_shown = 0
        report = Report(on_progress=self._progress, on_warning=self._warning)
        files = self._files(paths, report)
        last = unfinished(source, files) if options["resume"] else None
        if last is not None and last.rejects_path and rejects is None:
            rejects = Path(last.rejects_path)
        if rejects and rejects.exists() and any(file != "-" and rejects.samefile(file) for file in files):
            self._complain(f"{rejects}: This file is to be imported and would be written over; name another.", 2)
        try:
            with RejectFile.at(rejects) as reject_file:
                importer = Import(source, files, rejects=reject_file, report=report, processes=options["processes"])
                run = importer.run_all(dry_run=options["dry_run"], resume=options["resume"])
        except AlreadyRunning as error:
            self._complain(str(error), 3)
        if importer.end is End.ASKED:
            report.unreadable.append(f"Import {run.pk} was asked to stop; --resume goes on.")
        if not options["dry_run"]:
            settle()
        else:
            self._show_samples(run)
        self._end(run, report, rejects)

    def _show_samples(self, run: ImportRun) -> None:
        for kind, found in run.samples.items():
            for sample in found:
                told = f" ({sample['what']})" if sample["what"] else ""
                self.stderr.write(f"{kind}: {sample['key']} {sample['name']}{told}")

    def _files(self, paths: list[str], report: Report) -> list[str]:
        files: list[str] = []
        for path in paths:
            try:
                files.extend(str(found) for found in expand_paths([path]))
            except NothingReadable as error:
                report.unreadable.append(str(error))
        return files

    def _progress(self, run: ImportRun, path: str) -> None:
        line = f"{Path(path).name}: {_counts(run)}"
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{_bar(run.places.get(path, 0), path)}{line}", ending="")
        else:
            self.stderr.write(line)

    def _warning(self, place: str, code: str, sentence: str) -> None:
        self.warnings_shown += 1
        if self.warnings_shown <= WARNINGS_SHOWN:
            self.stderr.write(f"{place}: [{code}] {sentence}")

    def _end(self, run: ImportRun, report: Report, rejects: Path | None) -> None:
        if self.stderr.isatty():
            self.stderr.write("")
        for line in report.unreadable:
            self.stderr.write(line)
        for code, often in sorted(run.warnings.items()):
            self.stderr.write(f"warning [{code}]: {often}")
        if report.unreadable and not run.read:
            sys.exit(2)
        self.stdout.write(_counts(run))
        if run.rejected and not rejects:
            self.stderr.write("Some records were rejected; --rejects FILE writes them down with their reasons.")
        if run.rejected or report.unreadable:
            sys.exit(1)

    def _complain(self, line: str, code: int) -> None:
        self.stderr.write(line)
        sys.exit(code)


def _bar(place: int, path: str) -> str:
    """How far through the file; nothing where its unpacked size is not known (gzip, standard input)."""
    if path.endswith(".gz") or not Path(path).is_file():
        return ""
    share = 1.0 if place == DONE else min(place / max(Path(path).stat().st_size, 1), 1.0)
    filled = round(share * BAR_WIDTH)
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} "


def _counts(run: ImportRun) -> str:
    return (
        f"read {run.read}, created {run.created}, updated {run.updated}, "
        f"unchanged {run.unchanged}, rejected {run.rejected}"
    )
