"""Files of records, read one raw record at a time in bounded memory; nothing is parsed here."""

from collections.abc import Callable, Iterator
from pathlib import Path

from works.importers.reading.archives import is_archive, read_archive
from works.importers.reading.bibtex_entries import is_bibtex, read_bibtex
from works.importers.reading.entries import read_dblp, read_feed
from works.importers.reading.folders import expand_paths
from works.importers.reading.json_text import is_json, read_json
from works.importers.reading.raw import Feed, RawRecord
from works.importers.reading.reject_lines import is_reject_file, read_reject_file
from works.importers.reading.unpacking import Limits, NothingReadable, ReadingStopped, Stream, unpacked
from works.importers.reading.xml_documents import is_orcid, read_documents
from works.importers.reading.xml_rules import root_of
from works.importers.records import Reject

__all__ = ["Feed", "Limits", "NothingReadable", "RawRecord", "ReadingStopped", "expand_paths", "read_records"]

Reader = Callable[[Path, Stream, Limits], Iterator[RawRecord | Reject]]
# By the name of the first element, without its prefix; any other is read as a feed, which says what is wrong with it.
XML_READERS: dict[bytes, Reader] = {b"feed": read_feed, b"dblp": read_dblp, b"dblpperson": read_dblp}


def read_records(path: Path | str, *, start: int = 0, limits: Limits | None = None) -> Iterator[RawRecord | Reject]:
    """Every record of a file (`-`: standard input), JSON, XML, BibTeX, a tar archive of these or a
    reject file of ours, plain or gzipped, in order.

    `start` is the `offset_end` of the last record already taken; what ends before it is skipped. A file that
    breaks off gives what is whole and one reject `truncated`. Raises NothingReadable before the first
    record, ReadingStopped for a file that unpacks beyond all measure.
    """
    limits = limits or Limits()
    with unpacked(Path(path), limits) as stream:
        if is_archive(stream.peek()):
            records = read_archive(Path(path), stream, limits, start=start, read=_records)
        else:
            records = _records(Path(path), stream, limits)
        for item in records:
            if item.offset_end > start or (isinstance(item, Reject) and item.code == "truncated"):
                yield item


def _records(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """By how the text begins."""
    beginning = stream.peek()
    if is_reject_file(beginning):
        return read_reject_file(path, stream, limits, _records)
    if beginning.lstrip().startswith(b"<"):
        other = read_documents if is_orcid(beginning) else read_feed
        return XML_READERS.get(root_of(beginning), other)(path, stream, limits)
    if is_bibtex(beginning):
        return read_bibtex(path, stream, limits)
    if is_json(beginning):
        return read_json(path, stream, limits)
    if stream.broken:
        raise NothingReadable(path, f"Nothing can be read of this file: {stream.broken}.")
    raise NothingReadable(path, "This is no file of records that can be read.")
