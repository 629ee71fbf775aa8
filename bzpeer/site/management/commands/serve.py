"""`manage.py serve`: the whole site in one terminal, with embedded servers where no real ones are set."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bzpeer.embedded import Attachment, CannotServe
from bzpeer.embedded.serving import serve
from bzpeer.site.collected import collect_if_changed


class Command(BaseCommand):
    """Web, workers, beat and relay until Ctrl-C."""

    help = "Run the site: web server, workers, beat and relay. PORT and BZPEER_HOME are obeyed; Ctrl-C stops it all."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 after Ctrl-C or SIGTERM, 2 with one line when the site cannot run."""
        attachment = Attachment.current
        if attachment is None:
            raise CommandError("serve is started as `manage.py serve`", returncode=2)
        try:
            serve(attachment=attachment, port=settings.PORT, prepare=self.prepare, welcome=self.welcome, say=self.say)
        except CannotServe as reason:
            raise CommandError(str(reason), returncode=2) from reason

    def prepare(self) -> None:
        """What has to be there before the first page."""
        collect_if_changed(say=self.say)
        # Not kept open for as long as the site runs.
        connections.close_all()

    def welcome(self, address: str) -> list[str]:
        """What is said once the site answers."""
        return [f"bzpeer is at {address}/"]

    def say(self, line: str) -> None:
        """One line, at once, also into a pipe; nothing when the reader or terminal is gone."""
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except OSError:
            return
