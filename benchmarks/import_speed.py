"""Importing the arXiv snapshot against raw COPY of the same rows, against get_or_create, and once more unchanged."""

from collections.abc import Iterator
from statistics import median

from benchmarks import corpus
from benchmarks.figure import RUNS, Figure, at_least
from benchmarks.ground import Ground, import_file, run
from benchmarks.raw_copy import load_seconds, unload

# Enough rows to be past the start of the process; the rate is extrapolated.
SAMPLE = 400


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds, each of an import, the same file again, and a raw COPY of what the import left.

    What it takes to start the process and read one record is taken off the imports, and said.
    """
    start = median(_start_seconds(ground) for _ in range(RUNS))
    rounds = [_round(ground, start) for _ in range(RUNS)]
    first, again, copied = (median(seconds) for seconds in zip(*rounds, strict=True))
    note = f"{ground.scale / first:,.0f} works/s by one process, COPY {ground.scale / copied:,.0f}"
    ratio = median(copy / imported for imported, _, copy in rounds)
    yield at_least("import against raw COPY of the same rows", ratio, 1.0, note=note)
    sample = min(SAMPLE, ground.scale)
    by_rows = median(_rows_per_second(ground, sample) for _ in range(RUNS))
    note = f"get_or_create {by_rows:,.0f} works/s on {sample} works, extrapolated"
    yield at_least("import against get_or_create per row", ground.scale / first / by_rows, 200, note=note)
    ratio = median(imported / unchanged for imported, unchanged, _ in rounds)
    yield at_least("unchanged file against its first import", ratio, 10, note=f"{again:.2f} s")
    yield Figure("starting an import, one record", start, "s")


def _round(ground: Ground, start: float) -> tuple[float, float, float]:
    """Seconds of the import, of the same file again, and of the COPY."""
    address = ground.database("import", template=ground.empty)
    first, counts = import_file(address, ground.file)
    if counts["created"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works")
    again, counts = import_file(address, ground.file)
    if counts["unchanged"] != ground.scale:
        raise RuntimeError(f"{counts} of {ground.scale} works, the second time")
    files = unload(address, ground.folder / "rows")
    ground.drop(address)
    target = ground.database("copy", template=ground.empty)
    copied = load_seconds(target, files)
    ground.drop(target)
    return first.seconds - start, max(0.01, again.seconds - start), copied


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
