"""Lists, objects over several lines and whole answers of an API, whole and broken."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.works.importers.test_reading import SMALL, codes, read
from works.importers.reading import Limits, NothingReadable, read_records
from works.importers.reading.json_text import read_json
from works.importers.reading.unpacking import Stream
from works.importers.records import Reject

ITEMS = [
    {"id": f"https://ror.org/00000000{n}", "name": 'A "quoted" {name} \\', "types": [], "links": [{"value": f"[{n}"}]}
    for n in range(1, 5)
]
PRETTY = json.dumps(ITEMS, indent=4).encode()
COMPACT = json.dumps(ITEMS).encode()
ONE_A_LINE = b"[\n" + b",\n".join(json.dumps(item).encode() for item in ITEMS) + b"\n]\n"
OBJECTS = "\n".join(json.dumps(item, indent=2) for item in ITEMS).encode()
OPENALEX = json.dumps({"meta": {"count": 4, "x": [1]}, "results": ITEMS, "group_by": []}).encode()
CROSSREF = json.dumps(
    {"status": "ok", "message-type": "work-list", "message": {"facets": {}, "items": ITEMS, "query": {"a": [None]}}}
).encode()
DUMP = json.dumps({"items": ITEMS}, indent=1).encode()
RECORDED = json.dumps({"file": "a.yml", "uri": "https://h/", "status": 200, "body": json.loads(CROSSREF)}).encode()
FORMS = {
    "pretty": PRETTY, "compact": COMPACT, "one a line": ONE_A_LINE, "objects": OBJECTS, "openalex": OPENALEX,
    "crossref": CROSSREF, "dump": DUMP, "recorded": RECORDED, "answers": RECORDED + b"\n" + b"\n",
    "pretty answer": json.dumps(json.loads(OPENALEX), indent=2).encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_every_form_gives_its_records_with_their_places(tmp_path, data, pack):
    records = read(tmp_path, pack(data))
    assert [json.loads(record.data) for record in records] == ITEMS
    assert [data[r.offset_start : r.offset_end] for r in records] == [r.data for r in records]
    assert [data[: r.offset_start].count(b"\n") + 1 for r in records] == [r.line for r in records]


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_reading_is_taken_up_behind_any_record(tmp_path, data):
    whole = read(tmp_path, data)
    for place, record in enumerate(whole):
        assert read(tmp_path, data, start=record.offset_end) == whole[place + 1 :]


@given(st.sampled_from(list(FORMS.values())), st.lists(st.integers(1, 900), max_size=30))
def test_it_does_not_matter_where_one_chunk_ends(data, cuts):
    def chunks(places: list[int]) -> Stream:
        return Stream(data[a:b] for a, b in pairwise([0, *places, len(data)]))

    # The first chunk tells the form.
    cuts = sorted({cut for cut in cuts if 300 < cut < len(data)})
    assert list(read_json(Path("f"), chunks(cuts), Limits())) == list(read_json(Path("f"), chunks([]), Limits()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"types": []', b'"types": ['),
        (b'"types": []', b'"types": ]'),
        (b'"types": []', b'"types": "'),
        (b'"types": []', b'"types": \xff'),
        (b'"types": []', b'}, "types": []'),
        (b'000000002",', b'000000002" {'),
        (b'000000002",', b"00000"),
    ],
)
@pytest.mark.parametrize("form", ["pretty", "one a line", "objects"])
def test_a_broken_record_never_costs_its_neighbours(tmp_path, form, old, new):
    first, second, rest = FORMS[form].partition(b"000000002")
    data = first + (second + rest).replace(old, new, 1)
    found = [r for r in read(tmp_path, data) if not isinstance(r, Reject) and r.data in FORMS[form]]
    assert [json.loads(r.data) for r in found if _is_json(r.data)][:1] == ITEMS[:1]
    assert [json.loads(r.data) for r in found if _is_json(r.data)][-2:] == ITEMS[2:]


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def test_a_broken_answer_never_costs_the_next_line(tmp_path):
    for broken in (CROSSREF[:300], CROSSREF.replace(b"]", b"", 1), CROSSREF.replace(b'"facets"', b"facets")):
        items = read(tmp_path, b"\n".join([RECORDED, broken, OPENALEX]))
        assert [json.loads(item.data) for item in items[-4:]] == ITEMS
        assert "truncated" not in codes(items)


def test_an_array_that_breaks_off_gives_what_is_whole(tmp_path):
    packed = gzip.compress(PRETTY)
    items = read(tmp_path, PRETTY[: PRETTY.index(b"000000004")])
    assert codes(items) == ["ok", "ok", "ok", "truncated"]
    assert items[3].offset_end > items[2].offset_end
    assert codes(read(tmp_path, packed[:-20]))[-1] == "truncated"
    assert codes(read(tmp_path, PRETTY[:-2])) == ["ok"] * 4 + ["truncated"]


def test_a_record_too_large_is_skipped_to_its_end(tmp_path):
    large = {"id": "https://ror.org/000000009", "x": "[" * 5000}
    for row in (
        json.dumps([ITEMS[0], large, ITEMS[1]], indent=4),
        json.dumps([ITEMS[0], large, ITEMS[1]]),
        json.dumps([ITEMS[0], {**large, "y": ['\\"' * 3000]}, ITEMS[1]]),
    ):
        items = read(tmp_path, row.encode(), limits=SMALL)
        assert codes(items) == ["ok", "too_large", "ok"]
        assert items[1].identifier == "https://ror.org/000000009"
        assert len(items[1].raw) <= 1000


def test_a_huge_record_is_skipped_in_bounded_memory(tmp_path):
    row = b'[{"id": "1"}, {"x": "' + b"y" * 3_000_000 + b'"}, {"id": "2"}]'
    assert codes(read(tmp_path, row, limits=SMALL)) == ["ok", "too_large", "ok"]


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ({"error": "Invalid query.", "message": "X is not a valid field"}, "source_error", "X is not a valid field"),
        ({"file": "a", "uri": "u", "status": 401, "body": {"error": "API key not found"}}, "source_error", "API key"),
        ({"status": "failed", "message-type": "failure", "message": [{"message": "No"}]}, "source_error", "No"),
        ({"status": "ok", "message-type": "funder-list", "message": {"items": [{}]}}, "not_a_record", "funder"),
        ({"meta": {"count": 0}, "results": [], "group_by": []}, "not_a_record", "lists no records"),
        ({"file": "a", "uri": "u", "status": 200, "body": "text"}, "not_a_record", "lists no records"),
    ],
)  # fmt: skip
def test_an_answer_without_records_is_one_reject(tmp_path, answer, code, words):
    for indent in (None, 2):
        items = read(tmp_path, json.dumps(answer, indent=indent).encode())
        assert codes(items) == [code]
        assert words in items[0].sentence


def test_a_holder_of_one_record_gives_that_record(tmp_path):
    answer = {"status": "ok", "message-type": "work", "message": {"DOI": "10.1/x", "title": ["A"]}}
    for data in (answer, {"file": "a", "uri": "u", "status": "200", "body": answer}):
        assert [json.loads(item.data) for item in read(tmp_path, json.dumps(data).encode())] == [answer["message"]]


def test_real_answers_are_unfolded():
    items = list(read_records("tests/replies/crossref/answers.jsonl"))
    assert Counter(codes(items)) == {"ok": 4, "not_a_record": 5, "source_error": 1}


@pytest.mark.parametrize("data", [b"[section]\nkey = 1", b"[1, 2, 3]", b'["a"]', b"[[1]]"])
def test_a_list_of_something_else_is_no_file_of_records(tmp_path, data):
    with pytest.raises(NothingReadable):
        read(tmp_path, data)


@given(st.sampled_from(list(FORMS.values())), st.binary(max_size=6), st.integers(0, 900), st.integers(0, 5))
def test_no_bytes_break_the_reader(tmp_path_factory, data, put, place, length):
    path = tmp_path_factory.getbasetemp()
    try:
        items = read(path, data[:place] + put + data[place + length :], name="any", limits=SMALL)
    except NothingReadable:
        return
    assert all(a.offset_end <= b.offset_end for a, b in pairwise(items) if codes([b]) != ["truncated"])
