"""One run of an import: read, parse, plan, apply, batch by batch, resumable at any byte.

A batch and the place after it are one transaction, so a run that was killed goes on where its last batch
ended, and ends with the same rows as a run that was not.
"""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.db.locks import advisory_lock, transaction_lock
from works.importers import matching, samples
from works.importers.applying import Dimensions
from works.importers.batches import Batch, batches_of
from works.importers.beside import Beside
from works.importers.kinds import Parsed, apply_batch
from works.importers.models import DONE, ImportRun, SeenAgain
from works.importers.reading import NothingReadable, RawRecord
from works.importers.records import RejectRecord
from works.importers.rejects import RejectFile
from works.importers.sources import SOURCES, Source
from works.importers.understanding import Outcome, Refused, understand
from works.record.bulk import refresh_statistics
from works.record.signals import works_recorded

Outcomes = Mapping[bytes, Outcome]
# What moves with each batch. Not the state, nor whether somebody asks it to stop: others write those meanwhile.
MOVING = ["created", "updated", "unchanged", "rejected", "warnings", "places", "samples", "pace"]
UNFINISHED = (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.STOPPED)


class AlreadyRunning(Exception):
    """Another process imports the same source; its text names the run."""


def _say_nothing(*_: object) -> None:
    """What a run says to nobody: its row says it all."""


@dataclass(slots=True)
class Report:
    """What a run says of itself as it goes."""

    on_progress: Callable[[ImportRun, str], None] = _say_nothing
    on_warning: Callable[[str, str, str], None] = _say_nothing
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bounds:
    """After how many records, or seconds, a run ends though there is more; it looks after each batch."""

    records: int | None = None
    seconds: float | None = None


class End(Enum):
    """Why a run ended before its files did."""

    ASKED = "somebody asked it to stop"
    ENOUGH = "its bounds were reached"


class Import:
    """An import of one source from several files. `run_all()` does it; `run` holds the counts.

    Given a `run` that is stored it goes on where that is; `bounds` end it early, `end` says that something did.
    With two processes the second understands what comes next; what becomes of the records is the same.
    """

    def __init__(
        self,
        source: str,
        paths: Sequence[str],
        *,
        rejects: RejectFile,
        report: Report,
        run: ImportRun | None = None,
        bounds: Bounds = Bounds(),
        processes: int = 1,
    ) -> None:
        self.source: Source = SOURCES[source]
        self.run = run or ImportRun(source=source, paths=list(paths))
        self.bounds = bounds
        self.end: End | None = None
        self.rejects = rejects
        self.report = report
        self.is_cut = False
        self._beside = Beside(source) if processes > 1 else None
        self._began = self._batch_began = time.monotonic()

    def run_all(self, *, dry_run: bool = False, resume: bool = False) -> ImportRun:
        """Import every path. A dry run does the same in one transaction and takes it back at the end.

        Raises AlreadyRunning, and whatever the database raises; the run can then be resumed.
        """
        with _only_one(self.run.source), _garbage_left_lying(), transaction.atomic() if dry_run else nullcontext():
            if resume:
                self.run = unfinished(self.run.source, self.run.paths) or self.run
                self.run.stop_asked_at = None
            if self.run.pk is not None:
                self._take_up()
            try:
                for path in self.run.paths:
                    if self.end is None and self.run.places.get(path) != DONE:
                        self._import_file(path)
            finally:
                if self._beside is not None:
                    self._beside.close()
            if self.end is not End.ENOUGH:
                self.finish()
            if dry_run:
                transaction.set_rollback(True)
        return self.run

    def _take_up(self) -> None:
        self.run.state = ImportRun.State.RUNNING
        self.run.save(update_fields=["state", "stop_asked_at"])
        self.rejects.cut_to(self.run.places.get("rejects", 0))

    def _import_file(self, path: str) -> None:
        start = self.run.places.get(path, 0)
        try:
            for batch, ahead in self._with_ahead(batches_of(path, start)):
                self._do(path, batch, ahead)
                self.end = self._reason_to_end()
                if self.end is not None:
                    return
        except NothingReadable as error:
            self.is_cut = True
            self.report.unreadable.append(str(error))

    def _reason_to_end(self) -> End | None:
        if ImportRun.objects.filter(pk=self.run.pk, stop_asked_at__isnull=False).exists():
            return End.ASKED
        records, seconds = self.bounds.records, self.bounds.seconds
        has_enough = records is not None and self.run.read >= records
        is_late = seconds is not None and time.monotonic() - self._began >= seconds
        return End.ENOUGH if has_enough or is_late else None

    def _with_ahead(self, batches: Iterator[Batch]) -> Iterator[tuple[Batch, Outcomes]]:
        """Each batch while the one after it is being understood. A file of one batch needs nobody beside."""
        if self._beside is None:
            yield from ((batch, {}) for batch in batches)
            return
        waiting: Batch | None = None
        for batch in batches:
            if waiting is not None:
                outcomes = self._beside.take()
                self._beside.give(self._news(batch))
                yield waiting, outcomes
            waiting = batch
        if waiting is not None:
            yield waiting, self._beside.take()

    def _news(self, batch: Batch) -> list[RawRecord]:
        seen = matching.seen_digests(self.run.source, (raw.digest for raw in batch.raws))
        return list({raw.digest: raw for raw in batch.raws if raw.digest not in seen}.values())

    def _do(self, path: str, batch: Batch, ahead: Outcomes) -> None:
        """One batch, in one transaction with its counts and its place."""
        size = len(batch)
        self.is_cut |= batch.is_cut
        if batch.trouble:
            self.report.unreadable.append(batch.trouble)
        with transaction.atomic():
            if self.run.pk is None:
                self.run.save()
            # Imports of two sources at once find each other's works only when their batches take turns.
            transaction_lock("import batch")
            seen = matching.seen_digests(self.run.source, (raw.digest for raw in batch.raws))
            warnings: Counter[str] = Counter()
            records = list(self._parsed(path, batch, seen, ahead, warnings))
            warnings += apply_batch(records, run=self.run, dimensions=Dimensions.unknown())
            self.run.unchanged += batch.known
            self.run.rejected += len(batch.rejects)
            self.run.warnings = dict(Counter(self.run.warnings) + warnings)
            for reject in batch.rejects:
                samples.note(self.run, "rejected", reject.sentence, reject.identifier or reject.place, reject.code)
            self.run.places[path] = DONE if batch.is_last and not self.is_cut else batch.place
            if self.rejects.file is not None:
                self.run.places["rejects"] = self.rejects.write(batch.rejects)
            self.run.pace = size / max(time.monotonic() - self._batch_began, 0.001)
            self.run.save(update_fields=MOVING)
            if batch.seen_again:
                SeenAgain.objects.create(run=self.run, records=batch.seen_again)
        self._batch_began = time.monotonic()
        self.report.on_progress(self.run, path)

    def _parsed(
        self, path: str, batch: Batch, seen: dict[bytes, int], ahead: Outcomes, warnings: Counter[str]
    ) -> Iterator[Parsed]:
        given: set[bytes] = set()
        for raw in batch.raws:
            if raw.digest in seen or raw.digest in given:
                batch.known += 1
                if raw.digest in seen:
                    batch.seen_again.append(seen[raw.digest])
                continue
            given.add(raw.digest)
            outcome = ahead.get(raw.digest) or understand(raw, self.source.parse)
            if isinstance(outcome, Refused):
                batch.rejects.append(raw.rejected(path, RejectRecord(*outcome)))
                continue
            for code, sentence in outcome.warnings:
                warnings[code] += 1
                samples.note(self.run, "warnings", sentence, raw.place, code)
                self.report.on_warning(raw.place, code, sentence)
            yield raw.digest, outcome.what

    def take(self, path: str) -> None:
        """One more file into a run that is made of many small ones, whose places are not kept.

        The caller holds the lock `import SOURCE` and the transaction, and ends the run with `finish`.
        """
        self.run.places = {}
        self._import_file(path)

    def finish(self) -> None:
        """The run is over: it is marked, and what follows from it is asked for. Nothing for a run without a batch."""
        if self.run.pk is None:
            return
        is_stopped = self.is_cut or self.end is End.ASKED
        with transaction.atomic():
            self.run.state = ImportRun.State.STOPPED if is_stopped else ImportRun.State.FINISHED
            self.run.finished_at = Now()
            self.run.trouble = " ".join(self.report.unreadable)
            self.run.save(update_fields=["state", "finished_at", "trouble"])
            refresh_statistics("works_work", "works_authorship", "works_worktopic", "works_workidentifier")
            works_recorded.send(sender=ImportRun, run=self.run)


def unfinished(source: str, paths: Sequence[str]) -> ImportRun | None:
    """The last run of exactly these paths, where it can be gone on with. One query."""
    last = ImportRun.objects.filter(source=source, paths=list(paths), is_preview=False).order_by("-pk").first()
    return last if last is not None and last.state in UNFINISHED else None


def lock_of(source: str) -> str:
    """The lock that an import of this source holds while a process is at it."""
    return f"import {source}"


@contextmanager
def _only_one(source: str) -> Iterator[None]:
    with advisory_lock(lock_of(source)) as is_ours:
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
