"""Files of records, read one raw record at a time in bounded memory; nothing is parsed here."""

import re
from collections.abc import Iterator
from pathlib import Path

from works.importers.reading.entries import read_entries
from works.importers.reading.lines import read_lines
from works.importers.reading.raw import Feed, RawRecord
from works.importers.reading.unpacking import Limits, NothingReadable, ReadingStopped, Stream, expand_paths, unpacked
from works.importers.records import Reject

__all__ = ["Feed", "Limits", "NothingReadable", "RawRecord", "ReadingStopped", "expand_paths", "read_records"]

A_RECORD_LINE = re.compile(rb"^[ \t]{0,99}\{", re.MULTILINE)


def read_records(path: Path | str, *, start: int = 0, limits: Limits | None = None) -> Iterator[RawRecord | Reject]:
    """Every record of a file (`-`: standard input), JSON lines or Atom, plain or gzipped, in its order.

    `start` is the `offset_end` of the last record already taken; what ends before it is skipped. A file that
    breaks off gives what is whole and one reject `truncated`. Raises NothingReadable before the first
    record, ReadingStopped for a file that unpacks beyond all measure.
    """
    limits = limits or Limits()
    with unpacked(Path(path), limits) as stream:
        for item in _records(Path(path), stream, limits):
            if item.offset_end > start or (isinstance(item, Reject) and item.code == "truncated"):
                yield item


def _records(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """By the first byte that is not blank: `<` begins XML, `{` a line of JSON."""
    beginning = stream.peek()
    first = beginning.lstrip()[:1]
    if first == b"<":
        return read_entries(path, stream, limits)
    if first == b"{" or (first != b"[" and A_RECORD_LINE.search(beginning)):
        return read_lines(path, stream, limits)
    if stream.broken:
        raise NothingReadable(path, f"Nothing can be read of this file: {stream.broken}.")
    raise NothingReadable(path, "This is neither an Atom feed nor lines of JSON records.")
