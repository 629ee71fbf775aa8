"""`manage.py compute [--all]`: what a worker does, in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles.news import fan_out
from profiles.recompute import drawing, services


class Command(BaseCommand):
    """Drains the stale marks, tells followers, and draws what waits; with --all, computes everybody anew."""

    help = "Compute figures, edges, trust and slices that are out of date, without a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="everybody, whether out of date or not")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with one line; exit 1 when a slice could not be drawn."""
        if options["all"]:
            self.stdout.write("figures, edges and trust of everybody …")
            self.stdout.flush()
            services.recompute_everybody()
        taken = services.drain()
        self.stdout.write(f"marks taken: {taken}")
        fan_out.fan_out_all()
        self.stdout.flush()
        result = drawing.draw_everybody() if options["all"] else drawing.draw_waiting()
        self.stdout.write(f"slices drawn: {result.drawn}")
        if result.failed:
            raise CommandError(f"{result.failed} slice(s) could not be drawn; see the messages above")
