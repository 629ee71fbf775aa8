"""What the pages of imports show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from profiles.imports.progress import ACTIVE, Attention, attention_to, seconds_left, share_done
from profiles.imports.services import may_be_discarded, may_be_taken_back, may_go_on, started_from
from profiles.moderation.access import Desk
from works.importers.models import DONE
from works.models import ImportRun
from works.record.words import source_name

State = ImportRun.State
PER_PAGE = 25
STATES: dict[str, Promise] = {
    State.WAITING: gettext_lazy("waiting"),
    State.RUNNING: gettext_lazy("running"),
    State.FINISHED: gettext_lazy("finished"),
    State.STOPPED: gettext_lazy("stopped"),
    State.ROLLING_BACK: gettext_lazy("being rolled back"),
    State.ROLLED_BACK: gettext_lazy("rolled back"),
}
INTERRUPTED = gettext_lazy("interrupted")
SAMPLES: dict[str, Promise] = {
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "conflicts": gettext_lazy("In conflict"),
    "rejected": gettext_lazy("Not taken"),
    "warnings": gettext_lazy("Taken, with a warning"),
}
# Above this counting takes longer than a page may.
COUNTED_UP_TO = 100_000
# Works of the run, and those of them that stay: another run tells of them, or a later one gave the record again.
GOING = """
    WITH again AS (
        SELECT unnest(s.records) AS record FROM works_seenagain s JOIN works_importrun i ON i.id = s.run_id
        WHERE s.run_id > %(run)s AND i.rolled_back_at IS NULL
    ), works AS (
        SELECT DISTINCT work_id FROM works_sourcerecord WHERE run_id = %(run)s AND work_id IS NOT NULL
    ), staying AS (
        SELECT DISTINCT o.work_id FROM works_sourcerecord o JOIN works w ON w.work_id = o.work_id
        WHERE o.run_id IS DISTINCT FROM %(run)s OR o.id IN (SELECT record FROM again)
    )
    SELECT (SELECT count(*) FROM works), (SELECT count(*) FROM staying),
        (SELECT count(*) FROM works_sourcerecord WHERE run_id = %(run)s AND work_id IS NULL)
"""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run: ImportRun
    source: str
    state: str | Promise
    who: str


@dataclass(frozen=True, slots=True)
class Going:
    """What a roll back takes: works that go, works that stay with what others say, records of other kinds."""

    works: int
    staying: int
    others: int


class RunPage:
    """One run as its page shows it to the one who looks."""

    def __init__(self, run: ImportRun, *, desk: Desk) -> None:
        self.run = run
        self.source = source_name(run.source)
        self.who = _who(run, desk)
        self.is_administrator = desk.is_administrator
        self.is_own = run.started_by_id == desk.account.pk
        self.attention: Attention = attention_to(run)
        self.state = INTERRUPTED if self.is_left else STATES[run.state]
        self.share = share_done(run) if run.state in (*ACTIVE, State.STOPPED) and not run.is_preview else None
        self.started = started_from(run) if run.is_preview else None
        self.records_left = run.records.count() if run.state == State.ROLLING_BACK else 0

    @property
    def is_moving(self) -> bool:
        """Whether the page looks again by itself."""
        return self.attention.is_given

    @property
    def is_left(self) -> bool:
        """Whether nobody is at a run that has not ended."""
        return self.run.state in ACTIVE and not self.attention.is_given

    @property
    def percent(self) -> int | None:
        """Of the files, as far as it can be known."""
        return None if self.share is None else int(self.share * 100)

    @property
    def minutes_left(self) -> int | None:
        """At the pace of the latest batch, rounded up."""
        seconds = seconds_left(self.run, self.share) if self.run.state == State.RUNNING else None
        return None if seconds is None else -(-seconds // 60)

    @property
    def pace(self) -> int:
        """Records a second."""
        return round(self.run.pace)

    @property
    def trouble(self) -> str:
        """Why it could not go on, with files called as people know them."""
        told = self.run.trouble
        for path in self.run.paths[:1]:
            told = told.replace(path, self.run.label or path)
        return told

    @property
    def is_bounded(self) -> bool:
        """Whether a preview ended before its files did."""
        run = self.run
        is_whole = all(run.places.get(path) == DONE for path in run.paths)
        return run.is_preview and run.state == State.FINISHED and bool(run.read) and not is_whole and not run.trouble

    @property
    def samples(self) -> Sequence[tuple[str | Promise, list[dict[str, str]]]]:
        """The first ten of each kind, by its words; kinds without any are left out."""
        return [(words, self.run.samples[kind]) for kind, words in SAMPLES.items() if self.run.samples.get(kind)]

    @property
    def has_rejects(self) -> bool:
        """Whether there is a file of them to fetch."""
        return bool(self.run.rejected and self.run.rejects_path)

    @property
    def may_import(self) -> bool:
        """Whether this preview can become an import."""
        run = self.run
        is_ready = run.is_preview and run.state == State.FINISHED and run.read > run.rejected
        return is_ready and self.is_administrator and self.started is None

    @property
    def may_discard(self) -> bool:
        """Whether this preview can be thrown away."""
        return (self.is_administrator or self.is_own) and may_be_discarded(self.run, is_given=self.attention.is_given)

    @property
    def may_stop(self) -> bool:
        """Whether there is something to stop."""
        is_going = self.run.state in (State.WAITING, State.RUNNING) and self.run.stop_asked_at is None
        return is_going and self.is_administrator and not self.run.is_preview

    @property
    def may_go_on(self) -> bool:
        """Whether it can go on where it was."""
        is_theirs = self.is_administrator or self.run.is_preview
        return is_theirs and may_go_on(self.run, is_given=self.attention.is_given)

    @property
    def may_roll_back(self) -> bool:
        """Whether it can be taken back."""
        return self.is_administrator and may_be_taken_back(self.run)


def runs() -> QuerySet[ImportRun]:
    """All runs, newest first."""
    return ImportRun.objects.defer("samples", "places", "warnings").order_by("-pk")


def lines(found: QuerySet[ImportRun], *, desk: Desk) -> list[RunLine]:
    """One page of the list. One query."""
    return [RunLine(run, source_name(run.source), STATES[run.state], _who(run, desk)) for run in found]


def run_or_404(pk: int) -> ImportRun:
    """A run, for who sits at the desk. One query."""
    run = ImportRun.objects.filter(pk=pk).first()
    if run is None:
        raise Http404("no such import")
    return run


def going(run: ImportRun) -> Going | None:
    """What goes and what stays when this run is taken back; None for a large one. One query."""
    if run.read > COUNTED_UP_TO:
        return None
    with connection.cursor() as cursor:
        cursor.execute(GOING, {"run": run.pk})
        works, staying, others = cursor.fetchone()
    return Going(works=works - staying, staying=staying, others=others)


def _who(run: ImportRun, desk: Desk) -> str:
    if run.started_by_id is None:
        return _("the command line")
    if run.started_by_id == desk.account.pk:
        return _("you")
    return _("account %(number)d") % {"number": run.started_by_id}
