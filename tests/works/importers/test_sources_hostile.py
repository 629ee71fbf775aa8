"""Whatever stands in a record, it becomes a record of ours or is refused with a reason."""

import json

import pytest
from hypothesis import given, strategies as st

from tests.works.importers.raws import ANYTHING, raw_of, real_records, refused, with_another_value
from works.importers.records import RejectRecord
from works.importers.sources import SOURCES

FILES = [
    ("openalex", "openalex/works.jsonl"), ("openalex", "openalex/authors.jsonl"),
    ("openalex", "openalex/institutions.jsonl"), ("openalex", "openalex/topics.jsonl"),
    ("crossref", "crossref/works.jsonl"), ("ror", "ror/v1.json"), ("ror", "ror/v2.json"),
]  # fmt: skip
REAL = [(SOURCES[source].parse, raw) for source, path in FILES for raw in real_records(path)]


def taken_or_refused(parse, data: bytes) -> None:
    try:
        record = parse(raw_of(data))
    except RejectRecord as error:
        assert error.code
        assert str(error)
        return
    assert record.key
    # It can be compared, and stored as text.
    hash(record)
    assert "\\x00" not in repr(record)
    assert "\\ud8" not in repr(record)


@given(st.sampled_from(REAL), st.data())
def test_any_bytes_in_a_real_record(real, data):
    parse, raw = real
    place = data.draw(st.integers(0, len(raw.data)))
    put = data.draw(st.binary(max_size=4) | st.sampled_from([b'"', b"{", b"]", b",", b"\\ud800", b"\\u0000", b"1e999"]))
    taken_or_refused(parse, raw.data[:place] + put + raw.data[place + data.draw(st.integers(0, 4)) :])


@given(st.sampled_from(REAL), st.data())
def test_any_value_in_a_real_record(real, data):
    parse, raw = real
    record = json.loads(raw.data)
    for _ in range(data.draw(st.integers(1, 3))):
        with_another_value(record, lambda n: data.draw(st.integers(0, n - 1)), data.draw(ANYTHING))
    taken_or_refused(parse, json.dumps(record).encode())


@pytest.mark.parametrize("source", ["openalex", "crossref", "ror"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"id": NaN}', "bad_json"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "bad_json"),
        (b'{"id": 9999999999999999999999}', "bad_json"),
        (b'{"id": ' + b"[" * 65 + b"]" * 65 + b"}", "bad_json"),
        (b'{"id": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "bad_json"),
        (b'{"id": "W1"', "bad_json"),
        (b'{"id": "\xff"}', "encoding"),
        (b'{"id": "\\ud800"}', "encoding"),
        (b"[1]", "bad_type"),
        (b"{}", "bad_identifier"),
        (b'{"id": 5, "DOI": 5}', "bad_type"),
        (b'{"id": "10.1", "DOI": "x"}', "bad_identifier"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_code(source, data, code):
    assert refused(SOURCES[source].parse, data).code == code


def test_brackets_within_texts_are_no_nesting():
    record = json.loads(real_records("ror/v2.json")[0].data)
    record["names"][0]["value"] = "[{" * 100
    assert SOURCES["ror"].parse(raw_of(record)).key == "000025p04"
