"""Finding a name with a typing error against trigrams over full names (pg_trgm), and suggestions while typing.

The people of the corpus, with names and no works, in a database of their own; four clients ask at once, each a
process with a connection. Both kinds of look-up are asked the same questions in one run, one kind after the other: side
by side the quick one would wait for a processor that the slow one holds.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import mean

import psycopg

from benchmarks.corpus import Plan, name_of
from benchmarks.figure import Figure, at_least, at_most, percentile
from benchmarks.ground import Ground, run
from works.record.addresses import fold, slug_of
from works.record.names import sort_key

CLIENTS = 4
AUTHORS = "COPY works_author (id, name, slug, sort_key, works_count, topics_count, collaborators_count,"
AUTHORS += " close_collaborators_count, version) FROM STDIN"
NAMES = "COPY works_authorname (author_id, printed, folded, uses) FROM STDIN"
TRIGRAMS = "CREATE INDEX bench_trgm ON works_authorname USING gin (folded gin_trgm_ops)"


def measure(ground: Ground) -> Iterator[Figure]:
    """The tables are filled and indexed first; then the clients ask."""
    address = ground.database("names", template=ground.empty)
    people = Plan.of(ground.scale).people
    _fill(address, people)
    filled = json.loads(run(["-m", "benchmarks.name_search_once", "fill"], address).output.splitlines()[-1])
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TRIGRAMS)
        connection.execute("VACUUM (ANALYZE)")
    note = f"{people:,} authors, {CLIENTS} clients"
    yield Figure("words of all names, filled from nothing", filled["seconds"], "s", note=note)
    names, trigrams, suggestions = (_asked(address, people, what) for what in ("names", "trigrams", "suggestions"))
    times = mean(trigrams["seconds"]) / mean(names["seconds"])
    yield at_least("name with a typing error, against pg_trgm", times, 40, unit="times as fast", note=note)
    yield Figure("name with a typing error, p50", percentile(names["seconds"], 0.5) * 1000, "ms", note=note)
    yield at_most("name with a typing error, p99", percentile(names["seconds"], 0.99) * 1000, 25, unit="ms", note=note)
    yield at_least("found in the first 20", mean(names["found"]), 0.97, note="made-up names")
    yield Figure("found in the first 20 by pg_trgm", mean(trigrams["found"]), "ratio", note="made-up names")
    yield Figure("suggestions, p50", percentile(suggestions["seconds"], 0.5) * 1000, "ms", note=note)
    yield at_most("suggestions, p99", percentile(suggestions["seconds"], 0.99) * 1000, 10, unit="ms", note=note)


def _fill(address: str, people: int) -> None:
    named = [(number + 1, " ".join(reversed(name_of(number)))) for number in range(people)]
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        with cursor.copy(AUTHORS) as rows:
            for pk, name in named:
                # Productivity as in the corpus: few have many works.
                rows.write_row((pk, name, slug_of(name), sort_key(name), 1 + 3000 // pk, 0, 0, 0, 1))
        with cursor.copy(NAMES) as rows:
            for pk, name in named:
                rows.write_row((pk, name, fold(name), 1))


def _asked(address: str, people: int, what: str) -> dict[str, list[float]]:
    """What all clients measured of one kind of look-up: seconds, and whether it found whom was meant."""

    def client(number: int) -> dict[str, list[float]]:
        ran = run(["-m", "benchmarks.name_search_once", "ask", what, str(people), str(number)], address)
        return dict(json.loads(ran.output.splitlines()[-1]))

    # Threads that wait for processes.
    with ThreadPoolExecutor(CLIENTS) as pool:
        each = list(pool.map(client, range(CLIENTS)))
    return {name: [value for taken in each for value in taken[name]] for name in each[0]}
