"""BibTeX, entry by entry: found by signs and braces in the bytes, so that a broken one never costs its neighbours."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, Stream
from works.importers.reading.window import Found, Window
from works.importers.records import Reject

# `@` and all before the key: of an address of mail, or after the `%` of a line that is commented out, it is no entry.
HEAD = rb"(?<![\w.%+-])@[ \t\r\n]{0,9}(?P<kind>[A-Za-z][\w-]{0,40})[ \t\r\n]{0,9}(?P<open>[{(])"
ENTRY = re.compile(HEAD)
A_BIBTEX_ENTRY = re.compile(rb"^[ \t]{0,40}" + HEAD, re.MULTILINE)
# At the start of a line an entry begins even where braces are still open.
NEXT = rb"(?<=[\r\n])[ \t]{0,40}@[ \t]{0,9}[A-Za-z][\w-]{0,40}[ \t]{0,9}[{(]"
NEXT_ENTRY = re.compile(NEXT)
BRACE = re.compile(rb"(?P<brace>[{}])|(?P<next>" + NEXT + rb")")
SIGN = re.compile(rb"(?P<brace>[{}])|(?P<sign>[\")])|(?P<next>" + NEXT + rb")")
# `…}}, author = {…}`: a field behind the end of an entry, which therefore was not its end.
LOST_FIELD = re.compile(rb",[ \t\r\n]{0,99}[A-Za-z][\w-]{0,40}[ \t]{0,9}=")
STRING_NAME = re.compile(rb"@\s*string\s*[{(]\s*([^\s={}\"#,]{1,100})\s*=", re.IGNORECASE)
# A value that stands without braces or quotes: the name of a string.
BARE = re.compile(rb"[=#]\s*([A-Za-z][^\s,#{}()\"=]{0,99})")
IDENTIFIER = re.compile(rb"[{(]\s*([^\s,{}=]{1,100})\s*,")
# Row 17 of the rules for bad input: expansion stops here.
EXPANSION = 64 * 1024
ENDLESS = 1 << 62


class Definition(NamedTuple):
    """A `@string` as it stands in the file, where it stands, and how long it is with the strings that it names."""

    start: int
    data: bytes
    grown: int


def is_bibtex(beginning: bytes) -> bool:
    """Whether an entry begins on a line of this text, which is no JSON."""
    return beginning.lstrip()[:1] not in (b"{", b"[") and A_BIBTEX_ENTRY.search(beginning) is not None


def read_bibtex(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every entry as a raw record, with the `@string` definitions that it uses before it.

    What stands between entries, `@comment` and `@preamble` are passed over.
    """
    reader = _Reader(path, Window(stream), limits)
    while head := reader.window.search(ENTRY, reader.window.at, limit=ENDLESS, drops=True):
        reader.window.drop(head.start)
        yield from reader.entry(head)
    if stream.broken and not reader.is_over:
        yield reader.truncated()


class _Reader:
    def __init__(self, path: Path, window: Window, limits: Limits) -> None:
        self.path = path
        self.window = window
        self.limits = limits
        self.is_over = False
        # By name in lower case.
        self.strings: dict[bytes, Definition] = {}
        self.strings_length = 0

    def entry(self, head: Found) -> Iterator[RawRecord | Reject]:
        """What begins at the window's first place; afterwards the window stands behind it."""
        kind, start = head.match["kind"].lower(), head.start
        close = self._close(head)
        if close is None or close.kind == "next" or self._loses_a_field(close.end):
            yield from self._broken(kind, start, close)
            return
        data, line = self.window.between(start, close.end), self.window.line
        self.window.drop(close.end)
        if kind == b"string":
            yield from self._keep_string(data, start, close.end, line)
        elif kind not in (b"comment", b"preamble"):
            yield self._record(data, start, close.end, line)

    def _close(self, head: Found) -> Found | None:
        """The sign that ends the entry, or the entry that begins inside it; None at the end or the limit."""
        closing = b"}" if head.match["open"] == b"{" else b")"
        signs = BRACE if closing == b"}" else SIGN
        depth, is_quoted, place = 0, False, head.end
        while sign := self.window.search(signs, place, limit=head.start + self.limits.record):
            text, place = sign.match[0], sign.end
            if sign.kind == "next" or (depth == 0 and not is_quoted and text == closing):
                return sign
            if text == b'"':
                is_quoted ^= depth == 0
            elif text != b")":
                depth = depth + 1 if text == b"{" else max(depth - 1, 0)
        return None

    def _loses_a_field(self, end: int) -> bool:
        lost = self.window.search(LOST_FIELD, end, limit=end + 100)
        return lost is not None and not self.window.between(end, lost.start).strip(b" \t\r\n}")

    def _broken(self, kind: bytes, start: int, close: Found | None) -> Iterator[Reject]:
        """An entry without its end: reading goes on at the next line that begins one."""
        limit = start + self.limits.record
        if close is None and self.window.end >= limit:
            yield self._skip_large(start)
            return
        following = close
        if close is None or close.kind != "next":
            following = self.window.search(NEXT_ENTRY, close.end if close else start + 1, limit=limit)
        if following is None and self.window.stream.broken:
            self.is_over = True
            yield self.truncated()
        elif kind != b"comment":
            end = following.start if following else self.window.end
            yield self._reject("bad_bibtex", "The braces of this entry do not fit.", start, end)
        self.window.drop(following.start if following else self.window.end)

    def _skip_large(self, start: int) -> Reject:
        head, place = self.window.between(start, start + 1000), f"line {self.window.line}"
        following = self.window.search(NEXT_ENTRY, start + 1, limit=ENDLESS, drops=True)
        self.window.drop(following.start if following else self.window.end)
        sentence = f"This entry is larger than {self.limits.record // 1024**2} MB; its beginning is kept here."
        return Reject(str(self.path), place, identifier_in(head), "too_large", sentence, head, self.window.at)

    def _keep_string(self, data: bytes, start: int, end: int, line: int) -> Iterator[Reject]:
        found = STRING_NAME.match(data)
        self.strings_length += len(data)
        if found is None or self.strings_length > self.limits.record:
            sentence = "This @string has no name and value." if found is None else "All @string together are too long."
            yield Reject(str(self.path), f"line {line}", "", "bad_bibtex", sentence, data, end)
        else:
            grown = len(data) + sum(self.strings[name].grown for name in self._named_in(data))
            self.strings[found[1].lower()] = Definition(start, data, min(grown, EXPANSION + 1))

    def _record(self, data: bytes, start: int, end: int, line: int) -> RawRecord | Reject:
        used = self._strings_in(data)
        if used is None:
            sentence = f"The strings of this entry are longer than {EXPANSION // 1024} KB."
            return Reject(str(self.path), f"line {line}", identifier_in(data), "bad_bibtex", sentence, data, end)
        whole = b"\n".join((*used, data))
        return RawRecord("bibtex", whole, start, end, line, blake2b(whole, digest_size=16).digest())

    def _strings_in(self, data: bytes) -> list[bytes] | None:
        """The definitions that an entry uses, and those that they use, in the order of the file; None for too many."""
        if not self.strings:
            return []
        found: dict[bytes, Definition] = {}
        pending = self._named_in(data)
        if sum(self.strings[name].grown for name in pending) > EXPANSION:
            return None
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = self.strings[name]
                pending.extend(self._named_in(found[name].data))
        return [definition.data for definition in sorted(found.values())]

    def _named_in(self, data: bytes) -> list[bytes]:
        """As often as they are named: twice as often is twice as long."""
        return [name for name in map(bytes.lower, BARE.findall(data)) if name in self.strings]

    def _reject(self, code: str, sentence: str, start: int, end: int) -> Reject:
        raw = self.window.between(start, end)
        return Reject(str(self.path), f"line {self.window.line}", identifier_in(raw), code, sentence, raw, end)

    def truncated(self) -> Reject:
        """The reject for a file that breaks off in or after what the window begins with."""
        raw, place = self.window.between(self.window.at, self.window.end), self.window.at
        sentence = f"The file breaks off here: {self.window.stream.broken}."
        return Reject(str(self.path), f"byte {place}", identifier_in(raw), "truncated", sentence, raw, place)


def identifier_in(data: bytes) -> str:
    """The key of an entry, for the reject file; empty when there is none."""
    found = IDENTIFIER.search(data[:1_000])
    return found[1].decode(errors="backslashreplace") if found else ""
