"""A packed record comes back as it was."""

import zlib

import msgspec
import pytest
from hypothesis import given, strategies as st

from works.importers.bodies import pack, unpack
from works.importers.records import PrintedAuthor, PrintedInstitution, PrintedTopic, VersionRecord, WorkRecord

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
DAYS = st.none() | st.dates()
INSTITUTIONS = st.builds(PrintedInstitution, TEXT, PAIRS, TEXT)
AUTHORS = st.builds(PrintedAuthor, TEXT, WORDS, WORDS, st.lists(INSTITUTIONS, max_size=2).map(tuple))
RECORDS = st.builds(
    WorkRecord,
    source=TEXT, key=TEXT, number=st.integers(1, 9), updated_on=DAYS, first_on=DAYS, title=TEXT, abstract=TEXT,
    is_abstract_cut=st.booleans(), names=st.lists(AUTHORS, max_size=3).map(tuple),
    topics=st.lists(st.builds(PrintedTopic, TEXT, TEXT, TEXT), max_size=3).map(tuple), kind=TEXT,
    year=st.none() | st.integers(1500, 2100), is_open=st.booleans(), comment=TEXT, published_in=TEXT,
    identifiers=PAIRS, versions=st.lists(st.builds(VersionRecord, st.integers(1, 9), TEXT, DAYS, TEXT)).map(tuple),
    citations=st.none() | st.integers(0, 10**6), links=PAIRS, warnings=PAIRS,
)  # fmt: skip


@given(RECORDS)
def test_whatever_it_holds(record):
    assert unpack(pack(record), WorkRecord) == record


def test_a_record_kept_before_a_field_was_known_has_its_default(work_record):
    old = msgspec.to_builtins(work_record)
    del old["citations"], old["links"]
    assert unpack(zlib.compress(msgspec.msgpack.encode(old)), WorkRecord) == work_record


@pytest.mark.parametrize("body", [b"moss", zlib.compress(b"moss"), zlib.compress(msgspec.msgpack.encode({}))])
def test_other_bytes_are_no_record(body):
    with pytest.raises(ValueError, match="not a packed record"):
        unpack(body, WorkRecord)
