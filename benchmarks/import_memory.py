"""The most memory that an import process holds, at a quarter of the scale and at the whole."""

from collections.abc import Iterator

from benchmarks import corpus
from benchmarks.figure import Figure, at_most
from benchmarks.ground import Ground, import_file

MEGABYTE = 1e6


def measure(ground: Ground) -> Iterator[Figure]:
    """One import a size: memory does not waver as time does."""
    small = max(1, ground.scale // 4)
    file = corpus.write(small, ground.folder / f"corpus-{small}.jsonl")
    peaks = []
    for name, size, path in (("small", small, file), ("large", ground.scale, ground.file)):
        address = ground.database(f"memory_{name}", template=ground.empty)
        ran, _ = import_file(address, path)
        ground.drop(address)
        peaks.append(ran.peak / MEGABYTE)
        yield at_most(f"memory of the larger process of an import of {size:,} works", peaks[-1], 200, unit="MB")
    yield Figure("memory, whole against a quarter", peaks[1] / peaks[0], "ratio", "the same (1)")
