"""Whole XML documents, each one record: ORCID's records, answers and lists."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, NothingReadable, Stream
from works.importers.reading.window import Window
from works.importers.records import Reject

BEGINNING = re.compile(rb"<\?xml\s")
NON_BLANK = re.compile(rb"\S")
IDENTIFIER = re.compile(rb"\b(?:[0-9]{4}-){3}[0-9]{3}[0-9Xx]\b")
FORBIDDEN = re.compile(rb"(?:\s|<\?[^>]*>|<!--(?:[^-]|-(?!-))*+-->)*+<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)")
ORCID_NAMESPACE = b"orcid.org/ns/"
ENDLESS = 1 << 62


def is_orcid(beginning: bytes) -> bool:
    """Whether XML that begins so is in ORCID's namespaces."""
    return ORCID_NAMESPACE in beginning


def read_documents(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every document of the file; a new one begins at each `<?xml`.

    Raises NothingReadable when the first one brings a DTD.
    """
    window = Window(stream)
    is_first = True
    while text := window.search(NON_BLANK, window.at, limit=ENDLESS, drops=True):
        window.drop(text.start)
        yield _document(path, window, limits, is_first=is_first)
        is_first = False


def _document(path: Path, window: Window, limits: Limits, *, is_first: bool) -> RawRecord | Reject:
    """The document at the window's first place; afterwards the window stands behind it."""
    start, line = window.at, window.line
    following = window.search(BEGINNING, start + 1, limit=start + limits.record)
    end = following.start if following else window.end
    data = window.between(start, end)
    if following is None and len(data) > limits.record:
        return _too_large(path, window, limits)
    if is_first and (found := FORBIDDEN.match(data)):
        sentence = f"XML with <!{found[1].decode()} is not read: it could load other files or grow without end."
        raise NothingReadable(path, sentence, "xml_forbidden")
    if following is None and window.stream.broken:
        window.drop(end)
        sentence = f"The file breaks off here: {window.stream.broken}."
        return Reject(str(path), f"byte {start}", _identifier_in(data), "truncated", sentence, data, start)
    window.drop(end)
    data = data.rstrip()
    return RawRecord("orcid", data, start, end, line, blake2b(data, digest_size=16).digest())


def _too_large(path: Path, window: Window, limits: Limits) -> Reject:
    place, head = f"line {window.line}", window.between(window.at, window.at + 1000)
    following = window.search(BEGINNING, window.at + limits.record, limit=ENDLESS, drops=True)
    window.drop(following.start if following else window.end)
    sentence = f"This document is larger than {limits.record // 1024**2} MB; its beginning is kept here."
    return Reject(str(path), place, _identifier_in(head), "too_large", sentence, head, window.at)


def _identifier_in(data: bytes) -> str:
    found = IDENTIFIER.search(data[:10_000])
    return found[0].decode() if found else ""
