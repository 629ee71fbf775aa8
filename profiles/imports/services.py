"""Acts on imports: look, start, stop, go on, take back, throw away. Each says so in the journal."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.lately import free_again
from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from bzpeer.web.errors import TooManyRequests
from profiles.claims import clock
from profiles.imports import files
from profiles.imports.errors import Busy, NotNow
from profiles.imports.progress import attention_to, key_of, under_way
from profiles.moderation.access import Desk, administering
from works.models import ImportRun

State = ImportRun.State
PREVIEWS_AN_HOUR = 30
HOUR = timedelta(hours=1)
PREVIEWED = "import previewed"
KEPT = timedelta(days=7)


@transaction.atomic
def preview(*, desk: Desk, source: str, paths: list[str], label: str, form_key: str) -> ImportRun:
    """A look at what an import would do, by a worker; the same form sent twice is one. Raises TooManyRequests."""
    try:
        _check_hour(desk)
    except TooManyRequests:
        files.forget(paths)
        raise
    given = {"source": source, "paths": paths, "label": label, "started_by": desk.account}
    run, is_new = ImportRun.objects.get_or_create(
        form_key=form_key, defaults={**given, "is_preview": True, "state": State.WAITING}
    )
    if is_new:
        _say(desk, run, PREVIEWED, words={"source": source, "label": label})
        _queue(run)
    else:
        files.forget(set(paths) - set(run.paths))
    return run


@transaction.atomic
def start(*, desk: Desk, preview: ImportRun) -> ImportRun:
    """The import that was looked at, once however often it is asked for. Raises Busy, NotNow, Http404."""
    administering(desk)
    transaction_lock(f"start import {preview.source}")
    form_key = f"preview {preview.pk}"
    started = ImportRun.objects.filter(form_key=form_key).first()
    if started is not None:
        return started
    if not (preview.is_preview and preview.state == State.FINISHED and preview.read > preview.rejected):
        raise NotNow
    _check_free(preview)
    run = ImportRun.objects.create(
        source=preview.source,
        paths=preview.paths,
        label=preview.label,
        state=State.WAITING,
        started_by=desk.account,
        rejects_path=files.rejects_path(),
        form_key=form_key,
    )
    _say(desk, run, "import started", words={"source": run.source, "label": run.label})
    _queue(run)
    return run


@transaction.atomic
def stop(*, desk: Desk, run: ImportRun) -> None:
    """It ends after the batch it is at; at once when nobody is at it. Raises NotNow, Http404."""
    administering(desk)
    run = _locked(run)
    if run.is_preview or run.state not in (State.WAITING, State.RUNNING):
        raise NotNow
    is_left = not attention_to(run).is_given
    state = State.STOPPED if is_left else run.state
    ImportRun.objects.filter(pk=run.pk).update(stop_asked_at=Now(), state=state)
    _say(desk, run, "import stopped")


@transaction.atomic
def go_on(*, desk: Desk, run: ImportRun) -> None:
    """A run that stopped or was left goes on where it was; a preview begins anew. Raises Busy, NotNow, Http404."""
    if not run.is_preview:
        administering(desk)
    transaction_lock(f"start import {run.source}")
    run = _locked(run)
    if not may_go_on(run, is_given=attention_to(run).is_given):
        raise NotNow
    if not run.is_preview:
        _check_free(run)
    run.state = State.ROLLING_BACK if run.state == State.ROLLING_BACK else State.WAITING
    run.stop_asked_at, run.trouble = None, ""
    run.save(update_fields=["state", "stop_asked_at", "trouble"])
    _say(desk, run, "import gone on with")
    _queue(run)


@transaction.atomic
def take_back(*, desk: Desk, run: ImportRun) -> None:
    """All that the run brought goes, by a worker. Raises Busy, NotNow, Http404."""
    administering(desk)
    transaction_lock(f"start import {run.source}")
    run = _locked(run)
    if not may_be_taken_back(run):
        raise NotNow
    _check_free(run)
    run.state = State.ROLLING_BACK
    run.save(update_fields=["state"])
    _say(desk, run, "import taken back")
    _queue(run)


@transaction.atomic
def discard(*, desk: Desk, run: ImportRun) -> None:
    """A preview goes, with its file; administrators any, moderators their own. Raises NotNow, Http404."""
    if run.started_by_id != desk.account.pk:
        administering(desk)
    run = _locked(run)
    if not may_be_discarded(run, is_given=attention_to(run).is_given):
        raise NotNow
    _say(desk, run, "import discarded")
    _throw_away(run)


def discard_old() -> None:
    """The sweep's part: previews of a week ago that nobody started go with their files."""
    old = ImportRun.objects.filter(is_preview=True, started_at__lt=Now() - KEPT)
    for run in old.order_by("pk")[:100]:
        _throw_away(run)


def may_go_on(run: ImportRun, *, is_given: bool) -> bool:
    """Whether the run ended too early and its files can be read by a worker."""
    is_left = run.state in (State.WAITING, State.RUNNING, State.ROLLING_BACK) and not is_given
    return (run.state == State.STOPPED or is_left) and "-" not in run.paths


def may_be_taken_back(run: ImportRun) -> bool:
    """Whether the run ended, and was not taken back before."""
    return not run.is_preview and run.state in (State.FINISHED, State.STOPPED)


def may_be_discarded(run: ImportRun, *, is_given: bool) -> bool:
    """Whether it is a preview that nobody is at, and from which no import was started."""
    return run.is_preview and not is_given and started_from(run) is None


def started_from(preview: ImportRun) -> ImportRun | None:
    """The import that was started from this preview. One query."""
    return ImportRun.objects.filter(form_key=f"preview {preview.pk}").first()


def _locked(run: ImportRun) -> ImportRun:
    found = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if found is None:
        raise NotNow
    return found


def _check_free(run: ImportRun) -> None:
    other = under_way(run.source, but=run)
    if other is not None:
        raise Busy(other)


def _check_hour(desk: Desk) -> None:
    now = clock.now()
    lately = JournalEntry.objects.filter(actor_id=desk.account.pk, at__gt=now - HOUR, act=PREVIEWED)
    again = free_again(lately.order_by("-at").values_list("at", flat=True), most=PREVIEWS_AN_HOUR, within=HOUR)
    if settings.RATE_LIMITS and again:
        raise TooManyRequests(wait=max(1, int((again - now).total_seconds())))


def _queue(run: ImportRun) -> None:
    outbox.put("imports.work_off", queue="bulk", key=key_of(run), run_id=run.pk)


def _throw_away(run: ImportRun) -> None:
    if started_from(run) is None:
        transaction.on_commit(lambda: files.forget(run.paths))
    run.delete()


def _say(desk: Desk, run: ImportRun, act: str, *, words: dict[str, str] | None = None) -> None:
    journal.write(act=act, actor=desk.account, object_kind="import", object_id=run.pk, words=words)
