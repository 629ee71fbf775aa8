"""Everything that follows an import, once, in this process; prints the seconds of each step as JSON.

Run as `python -m benchmarks.recompute_once` with DATABASE_URL naming a database with an import in it.
"""

import json
import os
import sys
from functools import partial

import django

from benchmarks.figure import seconds_of

FEW = 100


def main() -> None:
    """Figures part by part, edges and trust of everybody, each in a transaction of its own; then those of a few."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    from graph.edges import services as edges
    from profiles.trust import services as trust
    from works.models import Author, Authorship
    from works.record import figures

    taken = _parts()
    taken |= {
        "collaboration weights": seconds_of(lambda: edges.refresh(None)),
        "trust": seconds_of(lambda: trust.refresh(None, reason="benchmark")),
    }
    pks = list(Author.objects.order_by("pk").values_list("pk", flat=True))
    few = pks[:: max(1, len(pks) // FEW)][:FEW]
    of_few = {
        "figures": seconds_of(lambda: figures.refresh(few)),
        "collaboration weights": seconds_of(lambda: edges.refresh(few)),
        "trust": seconds_of(lambda: trust.refresh(few, reason="benchmark")),
    }
    told = {"taken": taken, "of_few": of_few, "authorships": Authorship.objects.count()}
    sys.stdout.write(json.dumps(told) + "\n")


def _parts() -> dict[str, float]:
    # What `figures.refresh(None)` does, with a clock between its steps.
    from django.db import connection, transaction

    from works.record.bulk import read_whole_tables
    from works.record.figures import OF_EVERYBODY, Scope

    everybody = Scope(is_everybody=True)
    with transaction.atomic(), connection.cursor() as cursor:
        read_whole_tables()
        return {name: seconds_of(partial(step, cursor, everybody)) for name, step in OF_EVERYBODY.items()}


if __name__ == "__main__":
    main()
