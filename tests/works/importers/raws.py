"""Raw records of JSON and what becomes of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from works.importers.reading import read_records
from works.importers.reading.raw import RawRecord
from works.importers.records import Record, Reject, RejectRecord

Parse = Callable[[RawRecord], Record]


def raw_of(record: Any) -> RawRecord:
    """A raw record of an object, or of bytes."""
    data = record if isinstance(record, bytes) else json.dumps(record).encode()
    return RawRecord("json", data, 0, len(data), 1, b"")


def real_records(path: str) -> list[RawRecord]:
    """The records of a file of replies."""
    return [item for item in read_records(Path("tests/replies") / path) if not isinstance(item, Reject)]


def refused(parse: Parse, record: Any) -> RejectRecord:
    """Why a record is not taken."""
    with pytest.raises(RejectRecord) as raised:
        parse(record if isinstance(record, RawRecord) else raw_of(record))
    return raised.value


def warned(record: Record) -> set[str]:
    """The codes of a record's warnings."""
    return {code for code, _ in record.warnings}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["https://openalex.org/W1", "10.1000/x", "2020-02-30", "\x00", "<p>", "$x$", [2020], {"a": 1}]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def with_another_value(record: Any, choose: Callable[[int], int], value: Any) -> Any:
    """The same record, in which one value somewhere is another."""
    places: list[tuple[Any, Any]] = []
    holders = [record]
    for holder in holders:
        inner = list(holder.items() if isinstance(holder, dict) else enumerate(holder))
        places.extend((holder, key) for key, _ in inner)
        holders.extend(value for _, value in inner if isinstance(value, dict | list))
    holder, key = places[choose(len(places))]
    holder[key] = value
    return record
