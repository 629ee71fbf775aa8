"""What a worker does for an import that was asked for on a page: a piece at a time, each gone on with by the next."""

from pathlib import Path

from django.db.models.functions import Now

from bzpeer.db.outbox import services as outbox
from profiles.imports import files, own_works
from profiles.imports.progress import key_of
from works.identity.services import settle
from works.importers.pipeline import MOVING, AlreadyRunning, Bounds, End, Import, Report
from works.importers.rejects import RejectFile
from works.importers.rollback import roll_back
from works.models import ImportRun

State = ImportRun.State
# Well below the time a worker gives a task; what is left is another task.
PIECE_SECONDS = 300
PREVIEW_RECORDS = 20_000


def work_off(*, run_id: int) -> None:
    """The next piece of the run, whatever it is at; nothing for one that ended or is gone."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        return
    try:
        is_done = _piece(run)
    except AlreadyRunning as error:
        _give_way(run, str(error))
        return
    if not is_done:
        outbox.put("imports.work_off", queue="bulk", key=key_of(run), run_id=run.pk)


def add_own_works(*, run_id: int) -> None:
    """The works that a holder gave as theirs, and their places. Raises AlreadyRunning: a worker tries again later."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.started_by_id is None:
        return
    if run.state in (State.WAITING, State.RUNNING):
        _import(run)
    own_works.make_theirs(run)


def settle_identities() -> None:
    """Who is who among what imports brought or took."""
    settle()


def _piece(run: ImportRun) -> bool:
    """Gives whether the run is done."""
    if run.state == State.ROLLING_BACK:
        return roll_back(run, seconds=PIECE_SECONDS) and _after()
    if run.state not in (State.WAITING, State.RUNNING):
        return True
    if run.is_preview:
        return _look(run)
    if run.stop_asked_at is not None:
        ImportRun.objects.filter(pk=run.pk).update(state=State.STOPPED, finished_at=Now())
        return True
    return _import(run)


def _import(run: ImportRun) -> bool:
    with RejectFile.at(Path(run.rejects_path) if run.rejects_path else None) as rejects:
        bounds = Bounds(seconds=PIECE_SECONDS)
        importer = Import(run.source, run.paths, rejects=rejects, report=Report(), run=run, bounds=bounds)
        importer.run_all()
    if importer.end is End.ENOUGH:
        return False
    if run.state == State.FINISHED:
        files.forget(run.paths)
    return _after()


def _look(run: ImportRun) -> bool:
    """The same as an import, taken back at the end; only the row stays, and says what would have been."""
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING)
    run.created = run.updated = run.unchanged = run.rejected = 0
    run.warnings, run.places, run.samples = {}, {}, {}
    report, bounds = Report(), Bounds(records=PREVIEW_RECORDS)
    Import(run.source, run.paths, rejects=RejectFile(None), report=report, run=run, bounds=bounds).run_all(dry_run=True)
    run.state, run.trouble, run.finished_at = State.FINISHED, " ".join(report.unreadable), Now()
    run.save(update_fields=[*MOVING, "state", "trouble", "finished_at"])
    return True


def _after() -> bool:
    outbox.put("imports.settle", queue="bulk", key="imports settle")
    return True


def _give_way(run: ImportRun, why: str) -> None:
    # The one at work may be this very run, delivered twice: that one goes on.
    if ImportRun.objects.filter(source=run.source, state=State.RUNNING).exclude(pk=run.pk).exists():
        ImportRun.objects.filter(pk=run.pk).update(state=State.STOPPED, trouble=f"{why}.", finished_at=Now())
