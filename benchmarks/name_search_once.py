"""One client of `name_search`, or the filling of its tables, in this process; prints what it measured as JSON.

Run as `python -m benchmarks.name_search_once fill`, or `… ask WHAT PEOPLE NUMBER`, with DATABASE_URL naming its
database.
"""

import json
import os
import random
import sys
import time

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
    told = fill() if sys.argv[1] == "fill" else ask(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(told) + "\n")


def fill() -> dict[str, float]:
    """The words of everybody's names."""
    from works.search.names import services as names

    return {"seconds": seconds_of(lambda: names.refresh(None))}


def ask(what: str, people: int, number: int) -> dict[str, list[float]]:
    """Names with an error in one word, of people from anywhere in the corpus; or names as they are typed."""
    chance = random.Random(number)
    taken: dict[str, list[float]] = {"seconds": [], "found": []}
    for person in [0, *(chance.randrange(people) for _ in range(QUESTIONS))]:
        family, given = name_of(person)
        whole = f"{given} {family}"
        one, other = mistyped(family, chance), mistyped(given, chance)
        typed = f"{given} {one}" if chance.random() < 0.5 else f"{other} {family}"
        asked = [whole[:end] for end in range(2, len(whole) + 1, 3)] if what == "suggestions" else [typed]
        for text in asked:
            began = time.perf_counter()
            found = LOOKS[what](text)
            taken["seconds"].append(time.perf_counter() - began)
            taken["found"].append(float(person + 1 in found))
    # What a process does once: connecting, planning, filling its caches.
    return {name: values[1:] for name, values in taken.items()}


def _by_words(typed: str) -> list[int]:
    from works.search.names.queries import people_named

    return people_named(typed, patience_ms=60_000).ids[:20]


def _by_trigrams(typed: str) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_TRIGRAMS, {"typed": typed.lower()})
        return [row[0] for row in cursor]


def _suggested(typed: str) -> list[int]:
    from works.search.suggestions import suggestions

    suggestions(typed)
    return []


LOOKS = {"names": _by_words, "trigrams": _by_trigrams, "suggestions": _suggested}

if __name__ == "__main__":
    main()
