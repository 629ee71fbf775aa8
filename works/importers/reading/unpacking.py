"""A file, folder or standard input as one stream of UTF-8 bytes: gzip and UTF-16 are undone on the way.

Offsets everywhere in the importer count bytes of this stream, without a byte order mark.
"""

import codecs
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024
GZIP = b"\x1f\x8b"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DECLARED = re.compile(rb"\s{0,99}<\?xml[^>]{0,99}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
# Encodings of one byte a character that an XML file may declare; UTF-8 holds ASCII.
OLD_ENCODINGS = frozenset({"iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252"})
OWN_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most, in bytes; the defaults are those of `safety.md`, rows 2 and 12."""

    record: int = 16 * 1024 * 1024
    head: int = 1024 * 1024
    unpacked: int = 10 * 1024**3
    ratio: int = 200


class NothingReadable(Exception):
    """A file of which not one record can be read; `str()` is one plain line naming it."""

    def __init__(self, path: str | Path, sentence: str, code: str = "unreadable") -> None:
        # A file may have a newline in its name.
        named = " ".join(str(path).splitlines())
        super().__init__(f"{named}: {sentence}" if code == "unreadable" else f"{named}: [{code}] {sentence}")
        self.path = str(path)
        self.sentence = sentence
        self.code = code


class ReadingStopped(Exception):
    """The file grows beyond all measure while it is unpacked. What was read before may be kept, and resumed."""


class BrokenOff(Exception):
    """Inside this package: the stream ends before its end; the text says how."""


class Stream:
    """Chunks of bytes, the empty one at the end; `broken` then says how the file broke off, if it did."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.ahead: list[bytes] = []
        self.broken = ""

    def read(self) -> bytes:
        """The next chunk, which is empty only at the end."""
        if self.ahead:
            return self.ahead.pop()
        try:
            return next((chunk for chunk in self.chunks if chunk), b"")
        except BrokenOff as error:
            self.broken = str(error)
            return b""

    def give_back(self, chunk: bytes) -> None:
        """Let `read` give this first."""
        if chunk:
            self.ahead.append(chunk)

    def peek(self) -> bytes:
        """The next chunk, which `read` will give again."""
        chunk = self.read()
        self.give_back(chunk)
        return chunk


@contextmanager
def unpacked(path: Path, limits: Limits) -> Iterator[Stream]:
    """Open a file (`-` is standard input) as a stream. Raises NothingReadable, and ReadingStopped while reading."""
    if str(path) == "-":
        yield _stream(sys.stdin.buffer, path, limits)
        return
    _refuse_what_is_no_file(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise NothingReadable(path, f"This file cannot be opened: {error.strerror}.") from error
    with file:
        yield _stream(file, path, limits)


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise NothingReadable(path, "There is no such file, or it may not be looked at.") from error
    if stat.S_ISDIR(mode):
        raise NothingReadable(path, "This is a folder without files.")
    if not stat.S_ISREG(mode):
        raise NothingReadable(path, "This is a device or a pipe, not a file.")


def _stream(file: BinaryIO, path: Path, limits: Limits) -> Stream:
    raw = Stream(_chunks(file, path))
    start = raw.peek()
    if not start:
        raise NothingReadable(path, "This file is empty.")
    stream = raw
    if start.startswith(GZIP):
        stream = Stream(_inflated(raw, path, limits))
        start = stream.peek()
        if not start:
            reason = stream.broken or "there is nothing in it"
            raise NothingReadable(path, f"This file cannot be unpacked: {reason}.")
    return as_utf8(stream, start, path)


def _chunks(file: BinaryIO, path: Path) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK):
            yield chunk
    except OSError as error:
        raise NothingReadable(path, f"This file cannot be read: {error.strerror}.") from error


def _inflated(raw: Stream, path: Path, limits: Limits) -> Iterator[bytes]:
    """Members of a gzip file one after the other, checksums looked at; never more than a chunk in memory."""
    taken = given = 0
    pending = raw.read()
    while pending:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            before = member.copy()
            try:
                piece = member.decompress(pending, CHUNK)
            except zlib.error as error:
                yield _last_bytes(before, pending)
                raise BrokenOff("the packed data are damaged") from error
            taken += len(pending) - len(member.unconsumed_tail) - len(member.unused_data)
            given += len(piece)
            if given > limits.unpacked and given > limits.ratio * taken:
                raise ReadingStopped(f"{path}: The file unpacks to more than {limits.ratio} times its size; stopped.")
            yield piece
            pending = member.unconsumed_tail or (raw.read() if not member.eof else b"")
            if not pending and not piece and not member.eof:
                raise BrokenOff("the packed data end before their end")
        # Some writers fill the last block with zeros.
        pending = (member.unused_data or raw.read()).lstrip(b"\x00")


def _last_bytes(member: "zlib._Decompress", packed: bytes) -> bytes:
    """What stands before the damage: zlib keeps it back when it meets both in one call, so byte by byte."""
    found = bytearray()
    try:
        for place in range(len(packed)):
            found += member.decompress(packed[place : place + 1])
    except zlib.error:
        return bytes(found)
    return bytes(found)


def as_utf8(stream: Stream, start: bytes, path: Path) -> Stream:
    """The stream without a byte order mark, from UTF-16 or from an old encoding that an XML file declares.

    `start` is its first chunk.
    """
    if start.startswith(codecs.BOM_UTF8):
        stream.give_back(stream.read()[len(codecs.BOM_UTF8) :])
        return stream
    if start.startswith(UTF16) and start[2:4] != b"\x00\x00":
        return Stream(_recoded(stream, codecs.getincrementaldecoder("utf-16")("surrogatepass")))
    declared = DECLARED.match(start)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding in OLD_ENCODINGS:
        return Stream(_recoded(stream, codecs.getincrementaldecoder(encoding)("surrogateescape")))
    if encoding not in OWN_ENCODINGS:
        raise NothingReadable(path, f"This file is said to be in {encoding}; UTF-8 is read.", "encoding")
    return stream


def _recoded(stream: Stream, decoder: codecs.IncrementalDecoder) -> Iterator[bytes]:
    """UTF-8; halves of surrogate pairs come through as they are, and cost only the record they stand in."""
    while chunk := stream.read():
        yield decoder.decode(chunk).encode(errors="surrogatepass")
    if stream.broken:
        raise BrokenOff(stream.broken)
    try:
        yield decoder.decode(b"", final=True).encode(errors="surrogatepass")
    except UnicodeDecodeError as error:
        raise BrokenOff("the last character is cut") from error
