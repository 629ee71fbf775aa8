"""One client of `name_search`, or the filling of its tables, in this process; prints what it measured as JSON.

Run as `python -m benchmarks.name_search_once fill`, or `… ask PEOPLE NUMBER`, with DATABASE_URL naming its database.
"""

import json
import os
import random
import sys

import django

from benchmarks.corpus import name_of
from benchmarks.figure import seconds_of
from benchmarks.relevance import mistyped

QUESTIONS = 150
# As pg_trgm's own documentation has it: similar names by its index, the most similar first.
BY_TRIGRAMS = """
    SELECT author_id FROM works_authorname WHERE folded %% %(typed)s
    ORDER BY similarity(folded, %(typed)s) DESC, author_id LIMIT 20
"""


def main() -> None:
    """Fills, or asks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    told = fill() if sys.argv[1] == "fill" else ask(int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(told) + "\n")


def fill() -> dict[str, float]:
    """The words of everybody's names."""
    from works.search.names import services as names

    return {"seconds": seconds_of(lambda: names.refresh(None))}


def ask(people: int, number: int) -> dict[str, list[float]]:
    """Names with an error in one word, of people from anywhere in the corpus; and names as they are typed."""
    from django.db import connection

    from works.search.names.queries import people_named
    from works.search.suggestions import suggestions

    chance = random.Random(number)
    taken: dict[str, list[float]] = {
        name: [] for name in ("names", "trigrams", "found", "found by trigrams", "suggestions")
    }
    found: list[int] = []

    def by_words() -> None:
        found[:] = people_named(typed, patience_ms=60_000).ids[:20]

    def by_trigrams() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BY_TRIGRAMS, {"typed": typed.lower()})
            found[:] = [row[0] for row in cursor]

    for person in [0, *(chance.randrange(people) for _ in range(QUESTIONS))]:
        family, given = name_of(person)
        typed = (
            f"{given} {mistyped(family, chance)}" if chance.random() < 0.5 else f"{mistyped(given, chance)} {family}"
        )
        for look, times, hits in ((by_words, "names", "found"), (by_trigrams, "trigrams", "found by trigrams")):
            taken[times].append(seconds_of(look))
            taken[hits].append(float(person + 1 in found))
        whole = f"{given} {family}"
        for length in range(2, len(whole) + 1, 3):
            taken["suggestions"].append(seconds_of(lambda end=length, whole=whole: suggestions(whole[:end])))
    # What a process does once: connecting, planning, filling its caches.
    return {what: values[1:] for what, values in taken.items()}


if __name__ == "__main__":
    main()
