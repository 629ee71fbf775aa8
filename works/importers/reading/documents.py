"""JSON documents: a list of records, records over several lines, whole answers of an API.

Records are found by their brackets in the bytes, so that a broken one costs its neighbours nothing where each
begins on a line of its own, and nothing but one record is ever in memory.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, Stream
from works.importers.reading.window import Window
from works.importers.records import Reject

# To the next bracket, over whole strings. No string goes over a line: one that is never closed costs its line only.
BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"(?:[^"\\\n]|\\[^\n])*+(?:"|(?=\\?\n))[^"{}\[\]]*+)*+([{}\[\]])')
SCALAR = re.compile(rb'"(?:[^"\\\n]|\\[^\n])*+"|[^\s,{}\[\]":]++')
BLANKS = re.compile(rb"[\s,]*+")
FOLLOWING = re.compile(rb"\s*+(\S?)")
# A record over several lines: how far its parts are indented.
OPENING = re.compile(rb"\{[ \t]*\r?\n([ \t]*)")
RECORD = re.compile(rb"\{")
# While a record that is too large is skipped.
SIGN = re.compile(rb'["{}\[\]]')
IN_STRING = re.compile(rb'\\[^\n]|["\n]')
IDENTIFIER = re.compile(rb'"(?:id|DOI)"\s{0,9}:\s{0,9}"([^"\\]{1,100})"')
HEAD = 1000
ENDLESS = 1 << 62


class Documents:
    """The records of the JSON in a window, in their order."""

    def __init__(self, path: Path, window: Window, limits: Limits) -> None:
        self.path = path
        self.window = window
        self.limits = limits
        self.is_over = False
        # What shows that a record begins, where records begin on lines of their own and their parts do not.
        self.boundary: re.Pattern[bytes] | None = None

    def elements(self) -> Iterator[RawRecord | Reject]:
        """The elements of the list whose bracket was just passed; afterwards the window stands behind it."""
        self.boundary = None
        is_first = True
        while not self.is_over:
            blanks = self.blanks()
            if blanks is None:
                yield self.truncated(self.window.end, "the end of the list is missing")
            elif self.byte() == b"]":
                self.window.drop(self.window.at + 1)
                return
            else:
                if is_first:
                    self.find_boundary(blanks)
                is_first = False
                yield from self.element(b",]{")

    def element(self, followed_by: bytes = b"") -> Iterator[RawRecord | Reject]:
        """The value at the window's first place as a record, or why it is none; the window then stands behind it."""
        start = self.window.at
        end = self.end_of_value(start)
        broken = self._boundary_in(start, self.window.end if end is None else end)
        if broken:
            yield self.rejected("bad_json", "This record has no end; the next one begins inside it.", broken)
        elif end is None:
            yield self._endless()
        elif end - start > self.limits.record:
            yield self.too_large(end)
        elif followed_by and self._following(end) not in followed_by:
            yield self.rejected("bad_json", "This record ends too early: something stands behind it.", self.next(end))
        else:
            yield self._record(end)

    def end_of_value(self, start: int) -> int | None:
        """The place behind the value that begins at a place; None when it does not end within the limit."""
        window, limit = self.window, start + self.limits.record
        if self.byte(start) not in b"{[":
            scalar = window.match(SCALAR, start, limit=limit)
            return scalar and window.base + scalar.end()
        depth, place = 0, start
        while place <= limit:
            found = BRACKET.match(window.data, place - window.base)
            if found is None:
                if window.end > limit or self._boundary_in(start, window.end) or not window.fill():
                    return None
                continue
            place = window.base + found.end()
            depth += 1 if found[1] in b"{[" else -1
            if depth == 0:
                return place
        return None

    def blanks(self) -> bytes | None:
        """Pass blanks and commas and give the last of them; None when nothing else is left."""
        passed = b""
        while True:
            found = BLANKS.match(self.window.data, self.window.at - self.window.base)
            if found:
                passed = (passed + found[0])[-HEAD:]
                self.window.drop(self.window.base + found.end())
            if self.window.at < self.window.end:
                return passed
            if not self.window.fill():
                return None

    def byte(self, place: int | None = None) -> bytes:
        """The byte at a place that was read, of the window's first by default."""
        place = self.window.at if place is None else place
        return self.window.between(place, place + 1)

    def find_boundary(self, blanks: bytes) -> None:
        """How the records of a row begin, seen from the first one and the blanks before it."""
        _, newline, indent = blanks.rpartition(b"\n")
        opening = self.window.match(OPENING, self.window.at, limit=self.window.at + HEAD)
        is_alone = newline or not self.window.at
        if is_alone and not (opening and len(opening[1]) <= len(indent)):
            self.boundary = re.compile(rb"\n" + re.escape(indent) + rb"\{")

    def next(self, place: int) -> int:
        """Where the next record seems to begin from a place on, behind something broken."""
        found = self.window.search(self.boundary or RECORD, place, limit=place + self.limits.record)
        return found.start if found else self.window.end

    def _boundary_in(self, start: int, end: int) -> int:
        """The place within a record at which another begins; 0 for none."""
        if self.boundary is None:
            return 0
        found = self.boundary.search(self.window.data, start + 1 - self.window.base, end - self.window.base)
        return self.window.base + found.start() if found else 0

    def _following(self, place: int) -> bytes:
        found = self.window.match(FOLLOWING, place, limit=place + self.limits.record)
        return found[1] if found else b""

    def _record(self, end: int) -> RawRecord:
        start, line = self.window.at, self.window.line
        data = self.window.between(start, end)
        self.window.drop(end)
        return RawRecord("json", data, start, end, line, blake2b(data, digest_size=16).digest())

    def _endless(self) -> Reject:
        """A record beyond the limit, one that the stream breaks off in, or something that is no value at all."""
        start, window = self.window.at, self.window
        if self.byte() in b"{[" or window.end == start + 1:
            if window.end - start > self.limits.record:
                return self._skip_large()
            return self.truncated(start, "the file ends in the middle of a record")
        return self.rejected("bad_json", "This is no record.", self.next(start + 1))

    def _skip_large(self) -> Reject:
        start, head, line = self.window.at, self.window.between(self.window.at, self.window.at + HEAD), self.window.line
        if self.boundary:
            found = self.window.search(self.boundary, start + 1, limit=ENDLESS, drops=True)
            end = found.start if found else self.window.end
        else:
            end = self._end_of_large(start)
        self.window.drop(end)
        return self._too_large(head, line, end)

    def _end_of_large(self, start: int) -> int:
        depth, place = 0, start
        while found := self.window.search(SIGN, place, limit=ENDLESS, drops=True):
            place = found.end
            if found.match[0] == b'"':
                while (found := self.window.search(IN_STRING, place, limit=ENDLESS, drops=True)) and (
                    found.match[0][:1] == b"\\"
                ):
                    place = found.end
                place = found.end if found else self.window.end
                continue
            depth += 1 if found.match[0] in b"{[" else -1
            if depth == 0:
                return place
        return self.window.end

    def too_large(self, end: int) -> Reject:
        """The reject for what ends at a place, and is too large to be taken."""
        head, line = self.window.between(self.window.at, self.window.at + HEAD), self.window.line
        self.window.drop(end)
        return self._too_large(head, line, end)

    def _too_large(self, head: bytes, line: int, end: int) -> Reject:
        sentence = f"This record is larger than {self.limits.record // 1024**2} MB; its beginning is kept here."
        return Reject(str(self.path), f"line {line}", identifier_in(head), "too_large", sentence, head, end)

    def rejected(self, code: str, sentence: str, end: int) -> Reject:
        """The reject for what stands between the window's first place and another, to which the window goes."""
        raw, line = self.window.between(self.window.at, end), self.window.line
        self.window.drop(end)
        return Reject(str(self.path), f"line {line}", identifier_in(raw), code, sentence, raw, end)

    def truncated(self, place: int, how: str) -> Reject:
        """The reject for a file that breaks off in or behind what begins at a place."""
        self.is_over = True
        raw = self.window.between(place, self.window.end)
        sentence = f"The file breaks off here: {self.window.stream.broken or how}."
        return Reject(str(self.path), f"byte {place}", identifier_in(raw), "truncated", sentence, raw, place)


def identifier_in(data: bytes) -> str:
    """What looks like the record's id, for the reject file; empty when nothing does."""
    found = IDENTIFIER.search(data[:10_000])
    return found[1].decode(errors="backslashreplace") if found else ""


def whole(data: bytes) -> Stream:
    """A stream of what is in memory already."""
    return Stream(iter([data]))
