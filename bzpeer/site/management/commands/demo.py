"""`manage.py demo`: `serve` with the sample record in it."""

from django.core.management import call_command

from bzpeer.site.management.commands import serve
from bzpeer.site.sample import SAMPLE, is_sample_imported, sample_profile
from profiles.moderation.demo import log_in_address


class Command(serve.Command):
    """The site with the sample of `works/importers/arxiv/sample/`."""

    help = "Run the site with the sample record imported, and say where its profile is."

    def prepare(self) -> None:
        """The static files; and once the sample with all that is computed from it."""
        if not is_sample_imported():
            self.say(f"Importing the sample {SAMPLE.name}")
            call_command("import", "arxiv", str(SAMPLE))
        self.say("Computing what is not computed yet")
        call_command("compute")
        super().prepare()

    def welcome(self, address: str) -> list[str]:
        """The address of the site, of a moderator's log-in, and of the profile the sample is about."""
        author = sample_profile()
        lines = [*super().welcome(address), f"Moderator log-in: {log_in_address(address)}"]
        return [*lines, f"Sample profile: {address}{author.get_absolute_url()}"] if author else lines
