"""Words in titles and abstracts: our two looks against ranking everything that matches; the list at its two ends."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from benchmarks.figure import RUNS, Figure, at_least, at_most, percentile, seconds_of
from benchmarks.ground import Ground

QUERIES = 120
# Ranking everything takes long: a sample is enough for a median.
RANKED_WHOLE = 30
PATIENCE_MS = 60_000
SEED = 20261124

EVERYTHING = """
    SELECT t.work_id, ts_rank(t.words, {asked}, 1) AS rank FROM works_worktext t WHERE t.words @@ {asked}
    ORDER BY rank DESC, t.work_id DESC LIMIT 20
"""


def measure(ground: Ground) -> Iterator[Figure]:
    """Queries of one to four words out of titles and abstracts, each once warm; then the list by date."""
    ground.connect()
    from works.search.texts import queries, services
    from works.search.words import asked_for

    yield Figure("words of all works written", seconds_of(lambda: services.refresh(None)), "s")
    typed = _typed(random.Random(SEED))
    ours = _times([partial(queries.ranked, asked_for(one, "works"), patience_ms=PATIENCE_MS) for one in typed])
    whole = _times([partial(_everything, one) for one in typed[:RANKED_WHOLE]])
    note = f"{len(typed)} queries of one to four words, {ground.scale:,} works"
    yield Figure("words in titles and abstracts, p50", median(ours) * 1000, "ms", note=note)
    yield at_most("words in titles and abstracts, p99", percentile(ours, 0.99) * 1000, 50, unit="ms", note=note)
    times = sum(whole) / sum(ours[:RANKED_WHOLE])
    yield at_least("rank over all matches, against it", times, 30, note=f"the first {RANKED_WHOLE} of them")
    yield from _ends()


def _typed(chance: random.Random) -> list[str]:
    """Half from titles, half from abstracts; words as they stand, two of four times next to one another."""
    from works.models import Work

    ids = list(Work.objects.values_list("pk", flat=True))
    works = Work.objects.in_bulk(chance.sample(ids, QUERIES))
    typed = []
    for number, work in enumerate(works.values()):
        words = (work.title if number % 2 else work.abstract).split()
        size = 1 + number // 2 % 4
        start = chance.randrange(max(1, len(words) - size))
        typed.append(" ".join(words[start : start + size] if number % 4 < 2 else chance.sample(words, size)))
    return typed


def _everything(typed: str) -> None:
    from django.db import connection

    from works.search.language import read
    from works.search.texts.conditions import said

    asked = said(read(typed).wanted, "asked")
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING.format(asked=asked.sql), asked.values)
        cursor.fetchall()


def _times(acts: Sequence[Callable[[], object]]) -> list[float]:
    for act in acts:
        act()
    return [seconds_of(act) for act in acts]


def _ends() -> Iterator[Figure]:
    """A page of all works by date, at the start and at the very end."""
    from works.models import WorkText
    from works.search.language import read
    from works.search.texts import queries

    nothing = read("")
    last = WorkText.objects.order_by("dated", "work_id")[20]
    end = (-last.dated.toordinal(), -last.work_id)
    pages = [(), end]
    first, final = (
        median(
            seconds_of(partial(queries.newest, nothing, [], patience_ms=PATIENCE_MS, after=after, most=20))
            for _ in range(RUNS * 4)
        )
        for after in pages
    )
    yield at_most("list, last page against the first", final / first, 3, unit="ratio", note=f"{first * 1000:.2f} ms")
