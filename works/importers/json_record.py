"""A raw record of JSON as an object, or the reason why it is none."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from works.importers.fields import Notes
from works.importers.reading.documents import identifier_in
from works.importers.reading.raw import RawRecord
from works.importers.records import RejectRecord
from works.record.text import plain_title

DEPTH = 64
DIGITS = 19
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONG_NUMBER = re.compile(rb"[:,\[]\s{0,99}-?\d{19}")
# Whole records are looked at by translating them, which is ten times as fast as any pattern.
NO_BRACKETS = bytes(sign for sign in range(256) if sign not in b"[]{}")
ONE_DIGIT = bytes.maketrans(b"123456789", b"0" * 9)


def load_object(raw: RawRecord, notes: Notes) -> dict[str, Any]:
    """The object that a raw record is: at most 64 levels deep, numbers of 64 bits. Raises RejectRecord."""
    try:
        loaded = orjson.loads(raw.data)
    except orjson.JSONDecodeError as error:
        if "control character" not in str(error):
            raise _reason(raw, error) from error
        loaded = _load_without_controls(raw, notes)
    if not isinstance(loaded, dict):
        raise RejectRecord("bad_type", "This is not a JSON object.")
    if _may_be_deep(raw.data) and _depth(loaded) > DEPTH:
        raise RejectRecord("bad_json", f"This record is nested deeper than {DEPTH}.", identifier_in(raw.data))
    if b"0" * DIGITS in raw.data.translate(ONE_DIGIT) and LONG_NUMBER.search(raw.data):
        _check_numbers(raw.data)
    return loaded


def own_identifier(record: Mapping[str, Any], member: str, normal: Callable[[str], str], *, missing: str) -> str:
    """The record's own identifier in its normal form; without one, or with a wrong one, it is rejected."""
    value = record.get(member)
    if not isinstance(value, str):
        raise RejectRecord("bad_identifier" if value is None else "bad_type", missing)
    try:
        return normal(value)
    except ValueError as error:
        raise RejectRecord("bad_identifier", str(error), plain_title(value[:100])) from error


def _load_without_controls(raw: RawRecord, notes: Notes) -> Any:
    notes.add("control_characters", "Control characters that JSON does not allow were taken out.")
    try:
        return orjson.loads(CONTROLS.sub(b"", raw.data).replace(b"\t", b" "))
    except orjson.JSONDecodeError as error:
        raise _reason(raw, error) from error


def _reason(raw: RawRecord, error: orjson.JSONDecodeError) -> RejectRecord:
    identifier = identifier_in(raw.data)
    try:
        raw.data.decode()
    except UnicodeDecodeError as broken:
        place = raw.offset_start + broken.start
        return RejectRecord("encoding", f"This record is not UTF-8 at byte {place}.", identifier)
    if "surrogate" in str(error):
        place = raw.offset_start + error.pos
        return RejectRecord("encoding", f"This record holds half of a surrogate pair at byte {place}.", identifier)
    return RejectRecord("bad_json", f"This record is not JSON: {error.msg}, column {error.colno}.", identifier)


def _may_be_deep(data: bytes) -> bool:
    """False for what cannot be deeper than 64; brackets within strings only make the answer less sure."""
    brackets = data.translate(None, NO_BRACKETS)
    for _ in range(DEPTH):
        before = len(brackets)
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(brackets) in (0, before):
            break
    return brackets.count(b"[") + brackets.count(b"{") > 0


def _depth(value: Any) -> int:
    """How deep lists and objects stand in one another, without recursion."""
    depth, level = 0, [value]
    while level := [v for v in level if isinstance(v, dict | list)]:
        depth += 1
        level = [inner for v in level for inner in (v.values() if isinstance(v, dict) else v)]
    return depth


def _check_numbers(data: bytes) -> None:
    """orjson turns whole numbers of more than 64 bits into fractions; they are refused here."""

    def whole(digits: str) -> int:
        if len(digits) > 20 or not -(1 << 63) <= int(digits) < 1 << 64:
            raise RejectRecord("bad_json", "This record holds a number of more than 64 bits.", identifier_in(data))
        return 0

    json.loads(data.decode(errors="replace"), parse_int=whole, strict=False)
