"""One run of an import: read, parse, plan, apply, batch by batch, resumable at any byte.

A batch and the place after it are one transaction, so a run that was killed goes on where its last batch
ended, and ends with the same rows as a run that was not.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.db.locks import advisory_lock, transaction_lock
from works.importers import matching
from works.importers.applying import Dimensions
from works.importers.institutions import Institutions
from works.importers.kinds import apply_batch
from works.importers.models import ImportRun, SeenAgain
from works.importers.reading import NothingReadable, RawRecord, ReadingStopped, read_records
from works.importers.records import Record, Reject, RejectRecord
from works.importers.rejects import RejectFile
from works.importers.sources import SOURCES, Source
from works.record.bulk import refresh_statistics
from works.record.signals import works_recorded

BATCH = 5_000


class AlreadyRunning(Exception):
    """Another process imports the same source; its text names the run."""


@dataclass(slots=True)
class Report:
    """What a run says of itself as it goes."""

    on_progress: Callable[[ImportRun, str], None]
    on_warning: Callable[[str, str, str], None]
    unreadable: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Batch:
    raws: list[RawRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    place: int = 0
    known: int = 0
    seen_again: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.raws) + len(self.rejects)


class Import:
    """An import of one source from several files. `run_all()` does it; `run` holds the counts."""

    def __init__(self, source: str, paths: Sequence[str], *, rejects: RejectFile, report: Report) -> None:
        self.source: Source = SOURCES[source]
        self.run = ImportRun(source=source, paths=list(paths))
        self.rejects = rejects
        self.report = report
        self.dimensions = Dimensions(matching.Topics({}), Institutions())
        self.is_cut = False

    def run_all(self, *, dry_run: bool = False, resume: bool = False) -> ImportRun:
        """Import every path. A dry run does the same in one transaction and takes it back at the end.

        Raises AlreadyRunning, and whatever the database raises; the run can then be resumed.
        """
        with _only_one(self.run.source), _garbage_left_lying(), transaction.atomic() if dry_run else nullcontext():
            if resume:
                self._take_up()
            for path in self.run.paths:
                self._import_file(path)
            self._finish()
            if dry_run:
                transaction.set_rollback(True)
        return self.run

    def _take_up(self) -> None:
        last = ImportRun.objects.filter(source=self.run.source, paths=self.run.paths).order_by("-pk").first()
        if last is None or last.state == ImportRun.State.FINISHED:
            return
        self.run = last
        self.run.state = ImportRun.State.RUNNING
        self.rejects.cut_to(last.places.get("rejects", 0))

    def _import_file(self, path: str) -> None:
        start = self.run.places.get(path, 0)
        try:
            for batch in self._batches(path, start):
                self._do(path, batch)
        except NothingReadable as error:
            self.report.unreadable.append(str(error))

    def _batches(self, path: str, start: int) -> Iterator[_Batch]:
        batch = _Batch(place=start)
        try:
            for item in read_records(path, start=start):
                if isinstance(item, Reject):
                    batch.rejects.append(item)
                    self.is_cut |= item.code == "truncated"
                else:
                    batch.raws.append(item)
                batch.place = item.offset_end
                if len(batch) >= BATCH:
                    yield batch
                    batch = _Batch(place=batch.place)
        except ReadingStopped as error:
            self.is_cut = True
            self.report.unreadable.append(str(error))
        yield batch

    def _do(self, path: str, batch: _Batch) -> None:
        """One batch, in one transaction with its counts and its place."""
        with transaction.atomic():
            if self.run.pk is None:
                self.run.save()
            # Imports of two sources at once find each other's works only when their batches take turns.
            transaction_lock("import batch")
            seen = matching.seen_digests(self.run.source, (raw.digest for raw in batch.raws))
            warnings: Counter[str] = Counter()
            records = list(self._parsed(path, batch, seen, warnings))
            warnings += apply_batch(records, run=self.run, dimensions=self.dimensions)
            self.run.unchanged += batch.known
            self.run.rejected += len(batch.rejects)
            self.run.warnings = dict(Counter(self.run.warnings) + warnings)
            self.run.places[path] = batch.place
            self.run.places["rejects"] = self.rejects.write(batch.rejects)
            self.run.save()
            if batch.seen_again:
                SeenAgain.objects.create(run=self.run, records=batch.seen_again)
        self.report.on_progress(self.run, path)

    def _parsed(
        self, path: str, batch: _Batch, seen: dict[bytes, int], warnings: Counter[str]
    ) -> Iterator[tuple[bytes, Record]]:
        given: set[bytes] = set()
        for raw in batch.raws:
            if raw.digest in seen or raw.digest in given:
                batch.known += 1
                if raw.digest in seen:
                    batch.seen_again.append(seen[raw.digest])
                continue
            given.add(raw.digest)
            try:
                record = self.source.parse(raw)
            except RejectRecord as error:
                batch.rejects.append(raw.rejected(path, error))
                continue
            for code, sentence in record.warnings:
                warnings[code] += 1
                self.report.on_warning(raw.place, code, sentence)
            yield raw.digest, record

    def _finish(self) -> None:
        if self.run.pk is None:
            return
        with transaction.atomic():
            self.run.state = ImportRun.State.STOPPED if self.is_cut else ImportRun.State.FINISHED
            self.run.finished_at = Now()
            self.run.save()
            refresh_statistics("works_work", "works_authorship", "works_worktopic", "works_workidentifier")
            works_recorded.send(sender=ImportRun, run=self.run)


@contextmanager
def _only_one(source: str) -> Iterator[None]:
    with advisory_lock(f"import {source}") as is_ours:
        if not is_ours:
            running = ImportRun.objects.filter(source=source, state=ImportRun.State.RUNNING).order_by("-pk").first()
            raise AlreadyRunning(f"Import {running.pk if running else ''} of {source} is running")
        yield


@contextmanager
def _garbage_left_lying() -> Iterator[None]:
    # Records are trees that die young and hold no cycles: looking for cycles costs a fifth of the time.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
