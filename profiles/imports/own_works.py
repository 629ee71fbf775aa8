"""A holder's own works from a BibTeX file: looked at first, added by a worker, and their places made theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.lately import free_again
from bzpeer.db.outbox import services as outbox
from bzpeer.web.errors import TooManyRequests
from profiles.claims import clock
from profiles.imports import files
from profiles.imports.progress import key_of
from profiles.researchers.curating import queries as curating, services as curating_services
from profiles.researchers.editing.access import Frozen, HalfOpen
from profiles.researchers.editing.services import own_act
from profiles.researchers.models import Researcher
from works.identity import partings
from works.importers.reading import RawRecord, ReadingStopped, read_records
from works.importers.records import RejectRecord, WorkRecord
from works.importers.sources import SOURCES
from works.models import Author, ImportRun, SeenAgain, SourceRecord, Work

SOURCE = "bibtex"
MOST = 2_000
PREVIEWS_AN_HOUR = 20
HOUR = timedelta(hours=1)
# Why a place does not become the holder's although the name fits; some of it may come up while the worker is at it.
LEFT = (
    curating_services.HeldElsewhere, partings.NotThere, partings.OnTheByline, partings.AnotherName,
    Frozen, HalfOpen, PermissionDenied,
)  # fmt: skip


class TooManyEntries(Exception):
    """More than the form takes: the command does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file: what it is called, and why it is left out, or nothing."""

    name: str
    why: str
    raw: bytes


@transaction.atomic
def look(*, researcher: Researcher, account: User, text: bytes, form_key: str) -> tuple[ImportRun, Sequence[Entry]]:
    """What would be added: a preview that keeps the entries with a name of theirs, and every entry with its fate.

    The same form sent twice is one. Raises TooManyEntries, NothingReadable, TooManyRequests.
    """
    _check_hour(account, form_key)
    path = files.keep_text(text)
    try:
        entries = list(islice(_entries(path, researcher), MOST + 1))
    finally:
        files.forget([path])
    if len(entries) > MOST:
        raise TooManyEntries
    fitting = [entry for entry in entries if not entry.why]
    run, is_new = ImportRun.objects.get_or_create(
        form_key=form_key,
        defaults={"source": SOURCE, "paths": [], "is_preview": True, "started_by": account, "label": _("own works")},
    )
    if is_new:
        run.paths = [files.keep_text(b"\n\n".join(entry.raw for entry in fitting))]
        run.state, run.created, run.rejected = ImportRun.State.FINISHED, len(fitting), len(entries) - len(fitting)
        run.save()
    return run, entries


def add(*, author: Author, account: User, preview_id: int) -> None:
    """A worker adds what was looked at, once. Nothing for a preview that is gone or somebody else's.

    Raises as `own_act`.
    """
    with own_act(author=author, account=account, act="works added from BibTeX", waits=True):
        preview = ImportRun.objects.filter(pk=preview_id, source=SOURCE, is_preview=True, started_by=account).first()
        if preview is None or not preview.created:
            return
        given = {"source": SOURCE, "paths": preview.paths, "label": preview.label, "started_by": account}
        run, is_new = ImportRun.objects.get_or_create(
            form_key=f"preview {preview.pk}", defaults={**given, "state": ImportRun.State.WAITING}
        )
        if is_new:
            outbox.put("imports.add_own_works", queue="bulk", key=key_of(run), run_id=run.pk)


def make_theirs(run: ImportRun) -> None:
    """The places with the holder's name on the works of this run become theirs, where one name alone fits."""
    researcher = Researcher.objects.filter(account=run.started_by_id).select_related("author", "account").first()
    if researcher is None:
        return
    batches = SeenAgain.objects.filter(run=run).values_list("records", flat=True)
    again = [pk for batch in batches for pk in batch]
    records = SourceRecord.objects.filter(Q(run=run) | Q(pk__in=again))
    for work in Work.objects.filter(pk__in=records.values("work")).order_by("pk"):
        places = curating.places_on(work, researcher)
        if len(places) == 1 and not curating.is_listed(work, researcher.author):
            _ask(researcher, places[0].pk)


def _ask(researcher: Researcher, authorship_id: int) -> None:
    try:
        curating_services.add(author=researcher.author, account=researcher.account, authorship_id=authorship_id)
    except LEFT:
        # Said on the preview: such a place is asked for by itself, where the reason is told.
        return


def _entries(path: str, researcher: Researcher) -> Iterator[Entry]:
    names = partings.names_of(researcher.author, also=researcher.former_names)
    try:
        for item in read_records(path):
            yield _entry(item, names) if isinstance(item, RawRecord) else Entry(item.identifier, item.sentence, b"")
    except ReadingStopped as error:
        yield Entry("", str(error).replace(path, _("The file")), b"")


def _entry(raw: RawRecord, names: Sequence[str]) -> Entry:
    try:
        record = SOURCES[SOURCE].parse(raw)
    except RejectRecord as error:
        return Entry(error.identifier or raw.place, error.sentence, b"")
    if not isinstance(record, WorkRecord):
        return Entry(raw.place, _("This is not a work."), b"")
    fitting = sum(partings.is_fitting(names, printed.name) for printed in record.names)
    if not fitting:
        return Entry(record.title, _("No name on its byline goes with a name on your record."), b"")
    if fitting > 1:
        return Entry(record.title, _("More than one name on its byline could be yours: add it by its identifier."), b"")
    return Entry(record.title, "", raw.data)


def _check_hour(account: User, form_key: str) -> None:
    now = clock.now()
    lately = ImportRun.objects.filter(started_by=account, is_preview=True, started_at__gt=now - HOUR)
    others = lately.exclude(form_key=form_key).order_by("-started_at")
    again = free_again(others.values_list("started_at", flat=True), most=PREVIEWS_AN_HOUR, within=HOUR)
    if settings.RATE_LIMITS and again:
        raise TooManyRequests(wait=max(1, int((again - now).total_seconds())))
