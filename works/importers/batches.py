"""A file in batches: what is written together, in one transaction, and bounded in number and in bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from works.importers.reading import RawRecord, ReadingStopped, read_records
from works.importers.records import Reject

BATCH = 5_000
# Records of some sources are large: what is held of them at once is bounded too.
BATCH_BYTES = 8 * 1024**2


@dataclass(slots=True)
class Batch:
    """Some records of a file; `place` is where reading goes on after them.

    `is_cut` and `trouble` (a sentence) tell of a file that breaks off here, or that is read no further.
    """

    place: int
    raws: list[RawRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    size: int = 0
    known: int = 0
    seen_again: list[int] = field(default_factory=list)
    is_last: bool = False
    is_cut: bool = False
    trouble: str = ""

    def __len__(self) -> int:
        return len(self.raws) + len(self.rejects)

    def add(self, item: RawRecord | Reject) -> None:
        """One more, and the place after it."""
        if isinstance(item, Reject):
            self.rejects.append(item)
            self.is_cut |= item.code == "truncated"
        else:
            self.raws.append(item)
            self.size += len(item.data)
        self.place = item.offset_end

    @property
    def is_full(self) -> bool:
        """Whether the next record belongs to the next batch."""
        return len(self) >= BATCH or self.size >= BATCH_BYTES


def batches_of(path: str, start: int) -> Iterator[Batch]:
    """All batches of a file from a place on, at least one. Raises NothingReadable before the first."""
    batch = Batch(start)
    try:
        for item in read_records(path, start=start):
            batch.add(item)
            if batch.is_full:
                yield batch
                batch = Batch(batch.place)
    except ReadingStopped as error:
        batch.is_cut, batch.trouble = True, str(error)
    batch.is_last = True
    yield batch
