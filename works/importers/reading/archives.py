"""Tar archives, read once from front to back: each file in them is a file of records."""

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import CHUNK, Limits, NothingReadable, Stream, as_utf8
from works.importers.records import Reject

MAGIC = slice(257, 262)
# Long names and the like, which tarfile reads whole.
HEADER_LENGTH = 1024 * 1024
HEADERS = frozenset({tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME})
HEADERS |= {tarfile.GNUTYPE_LONGLINK}

Read = Callable[[Path, Stream, Limits], Iterator[RawRecord | Reject]]


def is_archive(beginning: bytes) -> bool:
    """Whether this is how a tar archive begins (the very old ones without a mark excepted)."""
    return beginning[MAGIC] == b"ustar"


def read_archive(path: Path, stream: Stream, limits: Limits, *, start: int, read: Read) -> Iterator[RawRecord | Reject]:
    """The records of every file in the archive that ends behind `start`; one that is no file of records is a reject.

    Offsets are those of the archive; a record says in which file it stands.
    """
    file, place = _File(stream), start
    try:
        with tarfile.open(fileobj=cast(IO[bytes], file), mode="r|", bufsize=CHUNK, tarinfo=_Header) as archive:
            for member in archive:
                # Or it would remember millions of them.
                archive.members = []  # type: ignore[attr-defined]
                if member.offset_data + member.size > start and _is_taken(member):
                    for item in _member(path, archive, member, limits, read):
                        place = item.offset_end
                        yield item
    except tarfile.TarError:
        file.is_damaged = True
    if stream.broken or file.is_damaged or any(chunk.strip(b"\x00") for chunk in iter(file.rest, b"")):
        reason = stream.broken or "what follows is no part of an archive"
        sentence = f"The file breaks off here: {reason}."
        yield Reject(str(path), f"byte {place}", "", "truncated", sentence, b"", place)


class _Header(tarfile.TarInfo):
    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Header":
        header = super().frombuf(buf, encoding, errors)
        if header.type in HEADERS and header.size > HEADER_LENGTH:
            raise tarfile.ReadError("a header that is too long")
        return header


class _File:
    """A stream as tarfile reads it."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.is_damaged = False

    def read(self, _: int) -> bytes:
        return self.stream.read()

    def rest(self) -> bytes:
        return self.read(0)


def _is_taken(member: tarfile.TarInfo) -> bool:
    """Files only, and none that is hidden."""
    return member.isreg() and not any(part.startswith(".") for part in Path(member.name).parts if part != ".")


def _member(
    path: Path, archive: tarfile.TarFile, member: tarfile.TarInfo, limits: Limits, read: Read
) -> Iterator[RawRecord | Reject]:
    named, place, end = path / member.name, member.offset_data, member.offset_data + member.size
    try:
        stream = Stream(_chunks(archive, member))
        for item in read(named, as_utf8(stream, stream.peek(), named), limits):
            # Recoded text may be longer than the file in the archive.
            offset = min(place + item.offset_end, end)
            if isinstance(item, Reject):
                # The archive goes on behind a file in it that breaks off.
                yield replace(item, offset_end=offset, code=item.code.replace("truncated", "unreadable"))
            else:
                yield item._replace(offset_start=place + item.offset_start, offset_end=offset, member=member.name)
    except NothingReadable as error:
        yield Reject(str(named), f"byte {place}", "", "unreadable", error.sentence, b"", end)


def _chunks(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    file = archive.extractfile(member)
    while file and (chunk := file.read(CHUNK)):
        yield chunk
