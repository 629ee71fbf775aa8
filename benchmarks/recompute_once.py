"""Everything that follows an import, once, in this process; prints the seconds of each step as JSON.

Run as `python -m benchmarks.recompute_once` with DATABASE_URL naming a database with an import in it.
"""

import json
import os
import sys

import django

from benchmarks.figure import seconds_of


def main() -> None:
    """Figures, edges and trust of everybody, each in a transaction of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    from graph.edges import services as edges
    from profiles.trust import services as trust
    from works.models import Authorship
    from works.record import figures

    taken = {
        "figures": seconds_of(lambda: figures.refresh(None)),
        "collaboration weights": seconds_of(lambda: edges.refresh(None)),
        "trust": seconds_of(lambda: trust.refresh(None, reason="benchmark")),
        "authorships": Authorship.objects.count(),
    }
    sys.stdout.write(json.dumps(taken) + "\n")


if __name__ == "__main__":
    main()
