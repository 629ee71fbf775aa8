"""JSON by its layout: a record a line, or documents of any form."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from works.importers.reading.answers import NEXT_LINE, is_answer, read_answer
from works.importers.reading.documents import Documents
from works.importers.reading.lines import read_lines
from works.importers.reading.raw import RawRecord
from works.importers.reading.unpacking import Limits, Stream
from works.importers.reading.window import Window
from works.importers.records import Reject

# A list of objects, or the beginning of one.
LIST = re.compile(rb"\s*\[\s*(?:[{\]]|$)")
A_RECORD_LINE = re.compile(rb"^[ \t]{0,99}\{", re.MULTILINE)
# Files of which a line may be larger than any record.
LONG_LIST = re.compile(rb'\s*\{\s*"(?:items|results)"\s*:\s*\[')
# A first line after which an object goes on: what may follow `{` or `,`, `[` and `:` is told by the next line.
GOES_ON = re.compile(rb'\s*[^\n]*(?:[{,]\s*\n\s*["}]|[\[:]\s*\n\s*[\[{"\]\w-])')


def is_json(beginning: bytes) -> bool:
    """Whether a text begins like a list of objects, or has a line that begins like an object."""
    first = beginning.lstrip()[:1]
    if first == b"[":
        return LIST.match(beginning) is not None
    return first == b"{" or A_RECORD_LINE.search(beginning) is not None


def read_json(path: Path, stream: Stream, limits: Limits) -> Iterator[RawRecord | Reject]:
    """Every record of JSON lines, of a list, of whole answers, or of objects one after the other."""
    beginning = stream.peek()
    if LIST.match(beginning) or LONG_LIST.match(beginning) or _goes_on(beginning):
        return _read_documents(Documents(path, Window(stream), limits))
    return read_lines(path, stream, limits)


def _goes_on(beginning: bytes) -> bool:
    """Whether the first object goes over several lines: a line that is only broken is followed by another object."""
    if not GOES_ON.match(beginning):
        return False
    try:
        orjson.loads(beginning.lstrip().partition(b"\n")[0])
    except orjson.JSONDecodeError:
        return True
    return False


def _read_documents(documents: Documents) -> Iterator[RawRecord | Reject]:
    window = documents.window
    while not documents.is_over and (blanks := documents.blanks()) is not None:
        sign = documents.byte()
        if sign == b"[":
            window.drop(window.at + 1)
            yield from documents.elements()
        elif sign == b"{" and is_answer(window.between(window.at, window.at + 200)):
            yield from read_answer(documents)
        elif sign == b"{":
            documents.find_boundary(blanks)
            yield from documents.element()
        else:
            found = window.search(NEXT_LINE, window.at, limit=window.at + documents.limits.record)
            sentence = "This is no record."
            yield documents.rejected("bad_json", sentence, found.start if found else window.end)
    if window.stream.broken and not documents.is_over:
        yield documents.truncated(window.at, window.stream.broken)
