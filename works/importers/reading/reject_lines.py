"""A reject file that somebody has mended: the record at the end of each line is read as if it stood in a file again."""

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from works.importers.reading.grammars import ATOM_FEED, DBLP_FILE
from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, NothingReadable, Stream
from works.importers.reading.window import Window
from works.importers.reading.xml_rules import ATOM
from works.importers.records import Reject

# `file, place, identifier, [code], sentence, record`, as `works/importers/rejects.py` writes them.
A_LINE = re.compile(rb"[^\t\n]*\t(?:line|byte) \d+\t[^\t\n]*\t\[\w+\]\t[^\t\n]*\t(?=\"|gzip\+base64:)")
PACKED = b"gzip+base64:"
NEWLINE = re.compile(rb"\n")
# An element alone says nothing of its namespaces.
HEADS = (
    (ATOM_FEED, f'<feed xmlns="{ATOM}" xmlns:arxiv="http://arxiv.org/schemas/atom">'.encode(), b"</feed>"),
    (DBLP_FILE, b"<dblp>", b"</dblp>"),
)

Read = Callable[[Path, Stream, Limits], Iterator[RawRecord | Reject]]


class NoRejectLine(ValueError):
    """A line that a reject file would not have; its text says why."""


def is_reject_file(beginning: bytes) -> bool:
    """Whether the first line is one of a reject file."""
    return A_LINE.match(beginning) is not None


def read_reject_file(path: Path, stream: Stream, limits: Limits, read: Read) -> Iterator[RawRecord | Reject]:
    """The record of every line, with the places of the line."""
    window = Window(stream)
    # Bytes may be written as six characters each.
    longest = 6 * limits.record
    while window.at < window.end or window.fill():
        newline = window.search(NEWLINE, window.at, limit=window.at + longest)
        end = newline.end if newline else window.end
        start, line, data = window.at, window.line, window.between(window.at, end)
        window.drop(end)
        if data.strip():
            yield from _placed(path, data, start, end, line, limits=limits, read=read)


def _placed(
    path: Path, data: bytes, start: int, end: int, line: int, *, limits: Limits, read: Read
) -> Iterator[RawRecord | Reject]:
    place = f"line {line}"
    try:
        for item in read(path, Stream(iter([in_a_file(record_in(data, limits))])), limits):
            if isinstance(item, Reject):
                yield Reject(str(path), place, item.identifier, item.code, item.sentence, item.raw, end)
            else:
                yield item._replace(offset_start=start, offset_end=end, line=line)
    except NoRejectLine as error:
        yield Reject(str(path), place, "", "bad_csv", str(error), data, end)
    except NothingReadable as error:
        yield Reject(str(path), place, "", error.code, error.sentence, data, end)


def record_in(line: bytes, limits: Limits) -> bytes:
    """The record of a line. Raises NoRejectLine."""
    found = A_LINE.match(line)
    if found is None:
        raise NoRejectLine("This is no line of a reject file: six fields with tabs between them.")
    field = line[found.end() :].strip()
    try:
        return _unpacked(field.removeprefix(PACKED), limits) if field.startswith(PACKED) else _bytes(field)
    except (ValueError, zlib.error) as error:
        raise NoRejectLine("The record at the end of this line can no longer be read.") from error


def _bytes(field: bytes) -> bytes:
    # Not orjson: half a surrogate pair stands for a byte that is not UTF-8.
    text = json.loads(field)
    if not isinstance(text, str):
        raise NoRejectLine("The record at the end of this line is no text.")
    return text.encode(errors="surrogateescape")


def _unpacked(field: bytes, limits: Limits) -> bytes:
    inflate = zlib.decompressobj(wbits=31)
    found = inflate.decompress(base64.b64decode(field, validate=True), limits.record + 1)
    if len(found) > limits.record or not inflate.eof:
        raise NoRejectLine(f"The packed record is damaged, or larger than {limits.record // 1024**2} MB.")
    return found


def in_a_file(record: bytes) -> bytes:
    """A record as a file of this one would hold it."""
    for grammar, head, tail in HEADS:
        found = grammar.outside.match(record.lstrip())
        if found and found.lastgroup == "entry":
            return head + record + tail
    return record
