"""JSON lines: one record or one whole answer a line, read in bounded memory."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import orjson

from works.importers.reading.answers import is_answer, read_answer
from works.importers.reading.documents import Documents, identifier_in, whole
from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, Stream
from works.importers.reading.window import Window
from works.importers.records import Reject

BLANKS = b" \t\r\n"


def read_lines(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every line that is not blank, as a raw record; a reject for one that is too long or is cut off."""
    rest, place, number = b"", 0, 1
    while chunk := stream.read():
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        for line in lines:
            # A line is never longer here than the limit and one chunk.
            yield from _record(path, line, place, number=number, limits=limits)
            place, number = place + len(line) + 1, number + 1
        if len(rest) > limits.record:
            head, length, rest = rest[:1000], _skip_line(stream, len(rest)), b""
            yield _too_large(path, head, place + length, number, limits)
            place, number = place + length, number + 1
    if stream.broken and not _is_whole(rest):
        yield _truncated(path, rest, place, stream.broken)
        return
    yield from _record(path, rest, place, number=number, limits=limits, newline=0)
    if stream.broken:
        yield _truncated(path, b"", place + len(rest), stream.broken)


def _record(
    path: Path, line: bytes, start: int, *, number: int, limits: Limits, newline: int = 1
) -> Iterator[RawRecord | Reject]:
    data, end = line.strip(BLANKS), start + len(line) + newline
    if len(data) > limits.record:
        yield _too_large(path, data[:1000], end, number, limits)
    elif data and is_answer(data[:200]):
        yield from _unfolded(path, line, start, number=number, limits=limits)
    elif data:
        digest = blake2b(data, digest_size=16).digest()
        yield RawRecord("json", data, start, end, number, digest)


def _unfolded(path: Path, line: bytes, start: int, *, number: int, limits: Limits) -> Iterator[RawRecord | Reject]:
    """The records of a whole answer that stands on one line."""
    documents = Documents(path, Window(whole(line), place=start, line=number), limits)
    documents.blanks()
    for item in read_answer(documents):
        if isinstance(item, Reject) and item.code == "truncated":
            sentence = "This line breaks off in the middle of an answer."
            yield replace(item, code="bad_json", sentence=sentence, offset_end=start + len(line))
        else:
            yield item


def _skip_line(stream: Stream, length: int) -> int:
    """Skip to the end of the line; gives its whole length with its newline."""
    while chunk := stream.read():
        inside, newline, behind = chunk.partition(b"\n")
        length += len(inside) + len(newline)
        if newline:
            stream.give_back(behind)
            return length
    return length


def _is_whole(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return not line.strip(BLANKS)
    return True


def _too_large(path: Path, head: bytes, end: int, number: int, limits: Limits) -> Reject:
    sentence = f"This record is larger than {limits.record // 1024**2} MB; its beginning is kept here."
    return Reject(str(path), f"line {number}", identifier_in(head), "too_large", sentence, head, end)


def _truncated(path: Path, rest: bytes, place: int, how: str) -> Reject:
    sentence = f"The file breaks off here: {how}."
    return Reject(str(path), f"byte {place}", identifier_in(rest), "truncated", sentence, rest, place)
