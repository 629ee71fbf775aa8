"""The reject file."""

import base64
import gzip
import json

from works.importers.records import Reject
from works.importers.rejects import RejectFile, reject_line


def reject(raw: bytes = b"{}", *, place: str = "line 3") -> Reject:
    return Reject("a\tb.jsonl", place, "2401.00001", "bad_json", "This line is\nnot JSON.", raw)


def test_a_reject_is_one_line_with_six_fields():
    line = reject_line(reject(b'{"id":\t"\xff\n'))
    assert line.endswith("\n")
    *fields, record = line.rstrip("\n").split("\t")
    assert fields == ["a b.jsonl", "line 3", "2401.00001", "[bad_json]", "This line is not JSON."]
    assert json.loads(record).encode(errors="surrogateescape") == b'{"id":\t"\xff\n'


def test_a_long_record_is_packed_whole():
    raw = b"x" * 100_000
    packed = reject_line(reject(raw)).rstrip("\n").split("\t")[-1]
    assert len(packed) < 1000
    assert gzip.decompress(base64.b64decode(packed.removeprefix("gzip+base64:"))) == raw
    assert reject_line(reject(raw)) == reject_line(reject(raw))


def test_a_run_that_is_taken_up_forgets_what_was_not_kept(tmp_path):
    path = tmp_path / "rejects"
    with RejectFile.at(path) as file:
        size = file.write([reject(place="line 1")])
        file.write([reject(place="line 2")])
    with RejectFile.at(path) as file:
        file.cut_to(size)
        file.write([reject(place="line 4")])
    assert [line.split("\t")[1] for line in path.read_text().splitlines()] == ["line 1", "line 4"]


def test_a_new_run_begins_a_new_file(tmp_path):
    path = tmp_path / "rejects"
    for place in ("line 1", "line 2"):
        with RejectFile.at(path) as file:
            file.write([reject(place=place)])
    assert [line.split("\t")[1] for line in path.read_text().splitlines()] == ["line 2"]
    with RejectFile.at(path) as file:
        file.write([])
    assert path.read_text() == ""
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_file_nothing_is_written():
    with RejectFile.at(None) as file:
        assert file.write([reject()]) == 0
