"""Whole answers of an API, as it gave them or as a recorder kept them (`{"file": …, "status": …, "body": …}`).

Such an answer is unfolded into the records that it lists, or the one that it holds.
"""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from works.importers.reading.documents import ENDLESS, SCALAR, Documents
from works.importers.reading.raw import RawRecord
from works.importers.records import Reject

LISTS = frozenset({b"results", b"items"})
HOLDERS = frozenset({b"message", b"body"})
# The first member of an answer, of which no record has its like.
ANSWER = re.compile(
    rb'\{\s*"(?:(?:meta|results|items|group_by|message|message-type|message-version|error|body|file|uri)"\s*:'
    rb'|status"\s*:\s*(?:"(?:ok|failed|error)"|"?\d))'
)
# The first member of what a holder holds, where that is a list with its counts.
LISTING = re.compile(rb'\{\s*"(?:facets|total-results|items-per-page|next-cursor|query|items)"\s*:')
MEMBER = re.compile(rb'[\s,]*+(?:"((?:[^"\\\n]|\\[^\n]){1,200})"\s*+:\s*+(?=\S)|(\}))')
TYPE = re.compile(rb'"message-type"\s*:\s*"([a-z-]{1,40})"')
FAILED = re.compile(rb'\{\s*"error"|"status"\s*:\s*(?:"failed"|"error"|"?[45]\d\d\b)')
NEXT_LINE = re.compile(rb"\n\{")
BEGINNING = 4000


def is_answer(beginning: bytes) -> bool:
    """Whether a JSON object is an answer, by how it begins."""
    return ANSWER.match(beginning) is not None


def read_answer(documents: Documents) -> Iterator[RawRecord | Reject]:
    """The records of the answer at the window's first place, or one reject that says why it holds none."""
    window = documents.window
    start, line = window.at, window.line
    while window.end - start < BEGINNING and window.fill():
        continue
    head = window.between(start, start + BEGINNING)
    if FAILED.search(head) or (TYPE.search(head) or [b"", b"work"])[1] not in (b"work", b"work-list"):
        yield _without_records(documents)
        return
    is_empty = True
    for item in _unfolded(documents):
        is_empty = False
        yield item
    if is_empty:
        sentence = "This answer lists no records."
        yield Reject(str(documents.path), f"line {line}", "", "not_a_record", sentence, head, window.at)


def _without_records(documents: Documents) -> Reject:
    """The reject for an answer about something else, or for an error."""
    end = documents.end_of_value(documents.window.at)
    if end is None:
        return documents.truncated(documents.window.at, "the file ends in the middle of an answer")
    try:
        answer = orjson.loads(documents.window.between(documents.window.at, end))
    except orjson.JSONDecodeError as error:
        return documents.rejected("bad_json", f"This answer is not JSON: {error.msg}, column {error.colno}.", end)
    body = answer.get("body", answer)
    kind = body.get("message-type") if isinstance(body, dict) else None
    if isinstance(kind, str) and body.get("status") == "ok":
        sentence = f"This answer is about something else than works: {kind}."
        return documents.rejected("not_a_record", sentence, end)
    return documents.rejected("source_error", f"The source gave an error: {_said(body)}.", end)


def _said(body: Any) -> str:
    """What an error says for people."""
    names = ("message", "error", "developer-message")
    message = next(filter(None, map(body.get, names)), None) if isinstance(body, dict) else body
    if isinstance(message, list) and message:
        message = message[0]
    if isinstance(message, dict):
        message = message.get("message")
    return " ".join(message[:300].split()).rstrip(".") if isinstance(message, str) else "it does not say which"


def _unfolded(documents: Documents) -> Iterator[RawRecord | Reject]:
    """What stands in the lists of an answer and of what it holds; the window then stands behind the answer."""
    window, depth = documents.window, 1
    window.drop(window.at + 1)
    while depth and not documents.is_over:
        member = window.match(MEMBER, window.at, limit=window.at + documents.limits.record)
        if member is None:
            yield _broken(documents)
            return
        window.drop(window.base + member.end())
        if member[2]:
            depth -= 1
        elif member[1] in LISTS and documents.byte() == b"[":
            window.drop(window.at + 1)
            yield from documents.elements()
        elif member[1] in HOLDERS and documents.byte() == b"{":
            if _is_holder(documents):
                depth += 1
                window.drop(window.at + 1)
            else:
                documents.boundary = None
                yield from documents.element(b",}")
        else:
            yield from _passed(documents)


def _is_holder(documents: Documents) -> bool:
    window = documents.window
    return any(window.match(pattern, window.at, limit=window.at + BEGINNING) for pattern in (ANSWER, LISTING))


def _passed(documents: Documents) -> Iterator[Reject]:
    """Nothing, for a member that is passed over; a reject where it has no end."""
    window = documents.window
    if documents.byte() in b"{[":
        end = documents.end_of_value(window.at)
    else:
        scalar = window.match(SCALAR, window.at, limit=window.at + documents.limits.record)
        end = window.base + scalar.end() if scalar else None
    if end is None:
        yield _broken(documents)
    else:
        window.drop(end)


def _broken(documents: Documents) -> Reject:
    """The reject for an answer that breaks off, or is no JSON; what follows on a line of its own is read."""
    window = documents.window
    found = window.search(NEXT_LINE, window.at, limit=ENDLESS, drops=True)
    if found is None and window.stream.broken:
        return documents.truncated(window.at, "")
    end = found.start if found else window.end
    return documents.rejected("bad_json", "This answer is not JSON from here on.", max(end, window.at))
