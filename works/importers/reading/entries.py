"""Feeds and files of XML records, entry by entry.

Entries are found by their tags in the bytes, so that a broken one never costs its neighbours.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from works.importers.arxiv.author_list import author_list_of
from works.importers.reading.feed_head import FeedHead, HeadIsNoFeed
from works.importers.reading.grammars import ATOM_FEED, DBLP_FILE, HIDES, Grammar
from works.importers.reading.raw import Feed, RawRecord
from works.importers.reading.unpacking import Limits, NothingReadable, Stream
from works.importers.reading.window import Found, Window
from works.importers.records import Reject

# Nothing that hides is longer than this.
HIDING_LENGTH = 1024 * 1024
EMPTY_TAG = re.compile(rb"<[^<>]{1,200}/>")
NON_BLANK = re.compile(rb"\S")
ENDLESS = 1 << 62


def read_feed(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every entry of an Atom feed, see `read_entries`."""
    return read_entries(path, stream, limits, ATOM_FEED)


def read_dblp(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every record of a file of DBLP, the whole or an export, see `read_entries`."""
    return read_entries(path, stream, limits, DBLP_FILE)


def read_entries(path: Path, stream: Stream, limits: Limits, grammar: Grammar) -> Iterator[RawRecord | Reject]:
    """Every entry of the feed, or of several written one after the other, as a raw record.

    Raises NothingReadable when the first thing in the file is not of this grammar, or brings a DTD.
    """
    reader = _Reader(path, Window(stream), limits, grammar)
    while not reader.is_over and reader.is_at_text():
        yield from reader.feed()
    if stream.broken and not reader.is_over:
        yield reader.truncated(reader.window.at, stream.broken)


class _Reader:
    def __init__(self, path: Path, window: Window, limits: Limits, grammar: Grammar) -> None:
        self.grammar = grammar
        self.path = path
        self.window = window
        self.limits = limits
        self.is_first = True
        self.is_over = False
        self.context = Feed(b"", "")

    def is_at_text(self) -> bool:
        """Skip blanks; False when nothing else is left."""
        text = self.window.search(NON_BLANK, self.window.at, limit=ENDLESS, drops=True)
        if text:
            self.window.drop(text.start)
        return text is not None

    def feed(self) -> Iterator[RawRecord | Reject]:
        """One feed with its head, entries and end tag."""
        token = self._next_outside(self.window.at, drops=False, limit=self.window.at + self.limits.head)
        try:
            head = FeedHead(
                self.window.between(self.window.at, token.start if token else self.window.end), self.grammar
            )
        except HeadIsNoFeed as error:
            yield from self._no_feed(error.code, str(error))
            return
        if token and token.kind == "forbidden":
            yield from self._no_feed("xml_forbidden", _forbidden(self.window, token))
            return
        if token is None and not self.window.stream.broken and (not head.has_root or self._is_head_too_long()):
            yield from self._no_feed("unreadable", f"This is XML, but no {self.grammar.name} begins in it.")
            return
        self.context = Feed(head.opening, head.title, author_list_of(head.title))
        while token and token.kind == "entry":
            self.window.drop(token.start)
            yield from self._entry()
            self.is_first = False
            if self.is_over:
                return
            token = self._next_outside(self.window.at, drops=True, limit=ENDLESS)
        yield from self._end(token, is_open=head.has_root)

    def _is_head_too_long(self) -> bool:
        return self.window.end - self.window.at > self.limits.head

    def _end(self, token: Found | None, *, is_open: bool) -> Iterator[Reject]:
        if token is None:
            self.is_over = True
            if is_open or self.window.stream.broken:
                reason = self.window.stream.broken or "the end of the feed is missing"
                yield self.truncated(self.window.end, reason)
        elif token.kind == "forbidden":
            yield self._stop_at(token)
        else:
            self.is_first = False
            self.window.drop(token.end)

    def _no_feed(self, code: str, sentence: str) -> Iterator[Reject]:
        """At the head of the file nothing can be read; behind a whole feed it is one reject."""
        if self.is_first:
            raise NothingReadable(self.path, sentence, code)
        self.is_over = True
        start = self.window.at
        yield self._reject(code, sentence, start, self.window.end)

    def _next_outside(self, start: int, *, drops: bool, limit: int) -> Found | None:
        """The next tag of an entry, the end of the feed, or something forbidden."""
        while token := self.window.search(self.grammar.outside, start, limit=limit, drops=drops):
            if token.kind in HIDES:
                start = self._behind(token, limit)
            elif token.kind == "doctype":
                start = token.end
            else:
                return token
        return None

    def _behind(self, token: Found, limit: int) -> int:
        """Where something hiding ends; what is not closed, or broken, hides nothing."""
        hidden = min(limit, token.end + HIDING_LENGTH)
        close = self.window.search(self.grammar.ends_in_entry[token.kind], token.end, limit=hidden)
        return token.end if close is None or close.kind == "entry" else close.end

    def _entry(self) -> Iterator[RawRecord | Reject]:
        """The entry at the window's first place; afterwards the window stands behind it."""
        start, limit = self.window.at, self.window.at + self.limits.record
        if EMPTY_TAG.match(self.window.between(start, start + 200)):
            yield self._record(start, start + self.window.between(start, start + 200).index(b">") + 1)
            return
        token = self._next_inside(start + 1, limit)
        if token is None and self.window.end >= limit:
            yield self._skip_large(start)
        elif token is None:
            self.is_over = True
            yield self.truncated(start, self.window.stream.broken or "the file ends in the middle of an entry")
        elif token.kind == "forbidden":
            yield self._stop_at(token)
        elif token.kind == "entry":
            yield self._reject("bad_xml", "This entry has no end; the next one begins inside it.", start, token.start)
            self.window.drop(token.start)
        else:
            yield self._record(start, token.end)

    def _next_inside(self, start: int, limit: int) -> Found | None:
        while token := self.window.search(self.grammar.inside, start, limit=limit):
            if token.kind not in HIDES:
                return token
            start = self._behind(token, limit)
            if start == token.end:
                # Not closed within this entry: what looks like its end is its end.
                return self.window.search(self.grammar.inside_plain, token.end, limit=limit)
        return None

    def _record(self, start: int, end: int) -> RawRecord:
        data, line = self.window.between(start, end), self.window.line
        self.window.drop(end)
        digest = _digest(data, self.context.author_list)
        return RawRecord(self.grammar.format, data, start, end, line, digest, self.context)

    def _skip_large(self, start: int) -> Reject:
        head, line = self.window.between(start, start + 1000), self.window.line
        token = self.window.search(self.grammar.inside_plain, start + 1, limit=ENDLESS, drops=True)
        if token is not None:
            self.window.drop(token.start if token.kind == "entry" else token.end)
        sentence = f"This entry is larger than {self.limits.record // 1024**2} MB; its beginning is kept here."
        return Reject(
            str(self.path), f"line {line}", self._identifier_in(head), "too_large", sentence, head, self.window.at
        )

    def _stop_at(self, token: Found) -> Reject:
        self.is_over = True
        sentence = _forbidden(self.window, token) + " The file is read no further."
        return self._reject("xml_forbidden", sentence, self.window.at, token.end)

    def _reject(self, code: str, sentence: str, start: int, end: int) -> Reject:
        raw = self.window.between(start, end)
        return Reject(str(self.path), f"line {self.window.line}", self._identifier_in(raw), code, sentence, raw, end)

    def truncated(self, place: int, how: str) -> Reject:
        """The reject for a file that breaks off in or after what begins at this place."""
        raw = self.window.between(place, self.window.end)
        sentence = f"The file breaks off here: {how}."
        return Reject(str(self.path), f"byte {place}", self._identifier_in(raw), "truncated", sentence, raw, place)

    def _identifier_in(self, data: bytes) -> str:
        found = self.grammar.identifier.search(data[:10_000])
        return found[1].decode(errors="backslashreplace").strip() if found else ""


def _digest(data: bytes, author_list: str) -> bytes:
    """BLAKE2b; the same entry found in an author's list says more, so it has another digest.

    Of two records equal in version and date the one with the higher digest is shown: the first bit lets the
    entry of an author's list win over the same entry of any other feed.
    """
    if not author_list:
        plain = blake2b(data, digest_size=16).digest()
        return bytes([plain[0] & 0x7F]) + plain[1:]
    listed = blake2b(data, digest_size=16, key=author_list.encode()[:64]).digest()
    return bytes([listed[0] | 0x80]) + listed[1:]


def _forbidden(window: Window, token: Found) -> str:
    construct = window.between(token.start, token.end).decode()
    return f"XML with {construct} is not read: it could load other files or grow without end."
