"""What an answer becomes: records of an import run, a new place in the question, or a pause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from tempfile import NamedTemporaryFile

from django.conf import settings

from bzpeer.net.client import Answer
from works.importers.models import ImportRun
from works.importers.pipeline import Import, Report
from works.importers.rejects import RejectFile
from works.record.signals import works_recorded
from works.sync import rules
from works.sync.fetching import Known, NoAnswer, ask, told_of
from works.sync.models import SyncSource, SyncTarget
from works.sync.outcomes import answered, begin_anew, failed
from works.sync.questions import Nonsense, Page, Question, page_of
from works.sync.words import FAILED, LEFT_ALONE, LOCKED, UNKNOWN, UNREADABLE


class Trouble(Exception):
    """No answer that could be taken in; its text says why."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, and how far it goes; without one, what is wrong."""

    question: Question
    answer: Answer | None
    page: Page
    trouble: str = ""


def hear(target: SyncTarget, *, seconds: float) -> Heard:
    """Ask the next page of a question. Changes nothing."""
    question = Question(target.source, target.kind, target.value, target.since, target.cursor)
    try:
        answer = ask(question, Known(target.etag, target.last_modified), seconds=seconds)
        page = page_of(question, answer.body) if answer.status == 200 else Page(0)
    except (NoAnswer, Nonsense) as error:
        return Heard(question, None, Page(0), str(error))
    return Heard(question, answer, page)


def import_of(source: str, run: ImportRun | None) -> Import:
    """The import that takes a source's answers in, begun anew or going on."""
    return Import(source, [settings.SYNC_ADDRESSES[source]], rejects=RejectFile(None), report=Report(), run=run)


@dataclass(slots=True)
class Taking:
    """Takes one answer in, in the current transaction; `state` is changed, and the caller saves it."""

    state: SyncSource
    target: SyncTarget
    now: datetime
    chance: Callable[[], float]

    def take(self, heard: Heard) -> None:
        """Whatever was heard: source and question know what comes next."""
        try:
            self._take(heard)
        except Trouble as error:
            # Both wait, the question for longer, so that one bad answer does not keep the others.
            self._pause(str(error))
            failed(self.target, str(error), self.now)

    def _take(self, heard: Heard) -> None:
        if heard.answer is None:
            raise Trouble(heard.trouble)
        status, headers = heard.answer.status, heard.answer.headers
        verdict = rules.verdict(status, headers, has_cursor=bool(heard.question.cursor), now=self.now)
        match verdict.meaning:
            case "rest":
                self._pause(LEFT_ALONE)
                self._rest(verdict)
            case "locked":
                self._pause(LOCKED)
                self.state.rests_until = self.now + rules.LONGEST_REST
            case "failed":
                raise Trouble(FAILED)
            case "expired":
                begin_anew(self.target, self.now)
            case _:
                self._import(heard.answer.body, heard.page)
                self._go_on(heard.answer, heard.page, UNKNOWN if verdict.meaning == "missing" else "")

    def _go_on(self, answer: Answer, page: Page, trouble: str) -> None:
        """An answer, `not changed` or `not known`: on to the next page, or until another night."""
        self.state.failures, self.state.trouble = 0, ""
        target = self.target
        target.began_at = target.began_at or self.now
        target.failures, target.trouble, target.cursor = 0, trouble, page.next_cursor
        if target.source in rules.CONDITIONAL and answer.status == 200:
            known = told_of(answer.headers)
            target.etag, target.last_modified = known.etag, known.last_modified
        if target.cursor:
            target.save()
        else:
            answered(target, self.now)

    def _import(self, body: bytes, page: Page) -> None:
        """The records of an answer, by the pipeline of every import. Raises Trouble where nothing could be read."""
        if not page.records:
            return
        importer = import_of(self.state.source, self.state.run)
        with NamedTemporaryFile(prefix=f"{self.state.source}-") as file:
            file.write(body)
            file.flush()
            importer.take(file.name)
        if importer.run.pk:
            self.state.run = importer.run
        if importer.report.unreadable:
            raise Trouble(UNREADABLE)
        works_recorded.send(sender=ImportRun, run=importer.run)

    def _pause(self, trouble: str) -> None:
        self.state.failures, self.state.trouble = self.state.failures + 1, trouble
        self.state.rests_until = self.now + rules.pause_after(self.state.failures, self.chance())

    def _rest(self, verdict: rules.Verdict) -> None:
        if verdict.rest is not None:
            self.state.rests_until = self.now + max(verdict.rest, rules.PACE[self.state.source])
