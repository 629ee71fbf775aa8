"""Importing the arXiv snapshot against raw COPY of the same rows, against get_or_create, and once more unchanged.

Compared is the import of the rows (by the clock of its ImportRun); what identity takes after it in the same command
has a line of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import psycopg

from benchmarks import corpus
from benchmarks.figure import RUNS, Figure, at_least
from benchmarks.ground import Ground, import_file, run
from benchmarks.raw_copy import load_seconds, unload

# Enough rows to be past the start of the process; the rate is extrapolated.
SAMPLE = 400


@dataclass(frozen=True)
class Round:
    """Seconds of one round: the import of the rows, identity after it, the same file again, the raw COPY."""

    first: float
    identity: float
    again: float
    copied: float


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds, each in a database of its own."""
    start = median(_start_seconds(ground) for _ in range(RUNS))
    rounds = [_round(ground, start) for _ in range(RUNS)]
    first = median(taken.first for taken in rounds)
    note = f"{ground.scale / first:,.0f} works/s by two processes"
    ratio = median(taken.copied / taken.first for taken in rounds)
    yield at_least("import against raw COPY of the same rows", ratio, 1.0, note=note)
    sample = min(SAMPLE, ground.scale)
    by_rows = median(_rows_per_second(ground, sample) for _ in range(RUNS))
    note = f"get_or_create {by_rows:,.0f} works/s on {sample} works, extrapolated"
    yield at_least("import against get_or_create per row", ground.scale / first / by_rows, 200, note=note)
    yield at_least("unchanged file against its first import", median(r.first / r.again for r in rounds), 10)
    yield Figure("identity after the import, against the import", median(r.identity / r.first for r in rounds), "ratio")
    yield Figure("starting an import, one record", start, "s")


def _round(ground: Ground, start: float) -> Round:
    address = ground.database("import", template=ground.empty)
    ran, counts = import_file(address, ground.file)
    if counts["created"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works")
    first = run_seconds(address)
    files = unload(address, ground.folder / "rows")
    _, counts = import_file(address, ground.file)
    if counts["unchanged"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works, the second time")
    again = run_seconds(address)
    ground.drop(address)
    target = ground.database("copy", template=ground.empty)
    copied = load_seconds(target, files)
    ground.drop(target)
    return Round(first, max(0.0, ran.seconds - start - first), again, copied)


def run_seconds(address: str) -> float:
    """How long the last import took by its own clock."""
    with psycopg.connect(address) as connection:
        statement = "SELECT extract(epoch FROM finished_at - started_at) FROM works_importrun ORDER BY id DESC LIMIT 1"
        return float(connection.execute(statement).fetchall()[0][0])


def _start_seconds(ground: Ground) -> float:
    address = ground.database("start", template=ground.empty)
    ran, _ = import_file(address, corpus.write(1, ground.folder / "one.jsonl"))
    ground.drop(address)
    return ran.seconds


def _rows_per_second(ground: Ground, sample: int) -> float:
    address = ground.database("rows", template=ground.empty)
    ran = run(["-m", "benchmarks.row_by_row", str(ground.file), str(sample)], address)
    ground.drop(address)
    return sample / float(ran.output.split()[-1])
