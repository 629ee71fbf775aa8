"""Importing OpenAlex lines by two processes against raw COPY, OpenAlex's own way, and Django's two ways.

Compared is the import of the rows by the clock of its ImportRun, as in `import_speed`; all in databases of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import openalex_corpus
from benchmarks.figure import RUNS, Figure, at_least, at_most
from benchmarks.ground import Ground, import_file, run
from benchmarks.import_speed import SAMPLE, run_seconds
from benchmarks.raw_copy import load_seconds, unload

MEGABYTE = 1e6
# Works of the sample that goes in by bulk_create; the rate is extrapolated.
BULK_SAMPLE = 4_000


class Round(NamedTuple):
    """Seconds of one round, and the most bytes that the import held."""

    first: float
    again: float
    copied: float
    flattened: float
    peak: int


def measure(ground: Ground) -> Iterator[Figure]:
    """As many rounds as the other benchmarks have, then the samples."""
    file = openalex_corpus.write(ground.scale, ground.folder / f"openalex-{ground.scale}.jsonl")
    rounds = [_round(ground, file) for _ in range(RUNS)]
    first = median(taken.first for taken in rounds)
    note = f"{ground.scale / first:,.0f} works/s by two processes"
    ratio = median(taken.copied / taken.first for taken in rounds)
    yield at_least("OpenAlex: import against raw COPY of the same rows", ratio, 1.0, note=note)
    ratio = median(taken.flattened / taken.first for taken in rounds)
    yield at_least("OpenAlex: against flattening and COPY without constraints", ratio, 6)
    for how, sample, goal in (("rows", SAMPLE, 200), ("bulk", BULK_SAMPLE, 4)):
        rate = median(_orm_rate(ground, file, how, min(sample, ground.scale)) for _ in range(RUNS))
        name = "get_or_create per row" if how == "rows" else "bulk_create that ignores conflicts"
        note = f"{rate:,.0f} works/s on {min(sample, ground.scale):,} works, extrapolated"
        yield at_least(f"OpenAlex: against {name}", ground.scale / first / rate, goal, note=note)
    ratio = median(taken.first / taken.again for taken in rounds)
    yield at_least("OpenAlex: unchanged file against its first import", ratio, 10)
    peak = max(taken.peak for taken in rounds) / MEGABYTE
    yield at_most(
        f"OpenAlex: memory of the larger process of an import of {ground.scale:,} works", peak, 200, unit="MB"
    )


def _round(ground: Ground, file: Path) -> Round:
    address = ground.database("openalex", template=ground.empty)
    ran, counts = import_file(address, file, source="openalex")
    if counts["created"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works")
    first = run_seconds(address)
    files = unload(address, ground.folder / "openalex-rows")
    _, counts = import_file(address, file, source="openalex")
    if counts["unchanged"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works, the second time")
    again = run_seconds(address)
    ground.drop(address)
    target = ground.database("openalex_copy", template=ground.empty)
    copied = load_seconds(target, files)
    flat = run(["-m", "benchmarks.openalex_flatten", str(file), str(ground.folder / "flat")], target)
    ground.drop(target)
    return Round(first, again, copied, float(flat.output.split()[-1]), ran.peak)


def _orm_rate(ground: Ground, file: Path, how: str, sample: int) -> float:
    address = ground.database("openalex_orm", template=ground.empty)
    ran = run(["-m", "benchmarks.openalex_orm", how, str(file), str(sample)], address)
    ground.drop(address)
    return sample / float(ran.output.split()[-1])
