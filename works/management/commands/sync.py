"""`manage.py sync [SOURCE…]`: asks other sources what is new about the authors and institutions on record."""

import sys
import time
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bzpeer.web.refs import RefConverter
from works.identity.services import settle
from works.record.models import Author
from works.sync import passes, services
from works.sync.passes import Pace, Passed
from works.sync.rules import SOURCES


class Command(BaseCommand):
    help = "Ask arXiv, OpenAlex, Crossref and ORCID what is new about the authors and institutions on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources", nargs="*", metavar="SOURCE", help=f"of {', '.join(SOURCES)}; all if none is given"
        )
        parser.add_argument("--author", metavar="REF", help="about this author only: the last part of the address")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="what changed from this day on")
        parser.add_argument("--budget", type=int, metavar="N", help="at most so many questions to each source")

    def handle(self, *, sources: list[str], author: str | None, **options: Any) -> None:
        """One line a source; exit 1 when one did not answer everything. Raises CommandError for what is unknown."""
        if unknown := sorted(set(sources) - set(SOURCES)):
            raise CommandError(f"Not a source that can be asked: {', '.join(unknown)}. There are {', '.join(SOURCES)}.")
        about = _author(author) if author else None
        pace = Pace(wait=_wait, most=options["budget"])
        is_whole = True
        for source in sources or SOURCES:
            passed = self._pass(source, pace, about, options["since"])
            is_whole &= not passed.ended
            self.stdout.write(_line(source, passed))
        settle()
        if not is_whole:
            sys.exit(1)

    def _pass(self, source: str, pace: Pace, about: Author | None, since: date | None) -> Passed:
        try:
            only = passes.choose(source, pace.asking, author=about, since=since)
            return passes.run_pass(source, pace, only=only)
        except services.NoContact:
            raise CommandError(
                "Set IMPORT_MAILTO, the address that sources can write to; without it none is asked."
            ) from None


def _author(asked: str) -> Author:
    try:
        pk = RefConverter().to_python(asked).pk
    except ValueError:
        pk = 0
    public = Author.objects.public()
    author = public.filter(pk=pk).first() or public.filter(redirects__old_id=pk).first()
    if author is None:
        raise CommandError(f"No researcher has the address {asked}")
    return author


def _wait(wait: timedelta) -> None:
    time.sleep(max(0.0, wait.total_seconds()))


def _line(source: str, passed: Passed) -> str:
    run = passed.run
    counts = (
        f"created {run.created}, updated {run.updated}, unchanged {run.unchanged}, rejected {run.rejected}"
        if run
        else "nothing new"
    )
    ended = f" ({passed.ended})" if passed.ended else ""
    return f"{source}: asked {passed.asked}, {counts}{ended}"
