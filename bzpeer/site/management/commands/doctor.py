"""`manage.py doctor`: checks the set-up and says what to mend."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from bzpeer.site.doctor import findings


class Command(BaseCommand):
    """A line for each thing the site needs."""

    help = "Check this set-up and say what to mend; exit 1 when something is wrong."
    # What those checks find is no reason not to look further.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 when anything but a hint was found."""
        wrong = 0
        for finding in findings():
            mark = "ok" if not finding.remedy else "hint" if finding.is_hint else "WRONG"
            self.stdout.write(f"{mark:<6}{finding.name}: {finding.seen}")
            if finding.remedy:
                self.stdout.write(f"      {finding.remedy}")
            wrong += mark == "WRONG"
        if wrong:
            sys.exit(1)
