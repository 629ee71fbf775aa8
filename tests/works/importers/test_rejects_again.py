"""A reject file whose records were mended is imported like any other file."""

import json
from pathlib import Path

import pytest

from tests.hostile.importing import BEFORE, feed_around, import_files, lines_around, neighbours
from tests.hostile.oddities import KINDS
from tests.works.importers.test_import import import_arxiv
from works.importers.reading import RawRecord, read_records
from works.importers.records import Reject
from works.importers.rejects import PACKED_FROM, reject_line
from works.models import ImportRun, Work

WITHOUT_TITLE = "<entry><id>http://arxiv.org/abs/2402.00001v1</id><title> </title></entry>\n"


def rejected(raw: bytes, *, code: str = "bad_type") -> str:
    return reject_line(Reject("old/file", "line 7", "x", code, "Something was wrong.", raw))


def read_again(path: Path, *lines: str) -> list[RawRecord | Reject]:
    path.write_text("".join(lines), encoding="utf-8")
    return list(read_records(path))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.source}-{kind.good[0][:5]!r}")
def test_the_record_of_each_line_is_read_as_in_its_own_file(kind, tmp_path):
    lines = [rejected(record) for record in kind.good]
    found = read_again(tmp_path / "rejects", *lines)
    (tmp_path / "own").write_bytes(kind.file(list(kind.good)))
    assert [item.data for item in found] == [item.data for item in read_records(tmp_path / "own")]
    assert [item.line for item in found] == list(range(1, len(lines) + 1))
    assert list(read_records(tmp_path / "rejects", start=found[0].offset_end)) == found[1:]


def test_a_packed_record_is_read_again(tmp_path):
    record = json.dumps({"id": "W1", "title": "x" * PACKED_FROM}).encode()
    assert [item.data for item in read_again(tmp_path / "rejects", rejected(record))] == [record]


@pytest.mark.parametrize(
    "line", ["no line of ours\n", "a\tline 1\tx\t[code]\ts\tgzip+base64:AAAA\n", 'a\tline 1\tx\t[code]\ts\t"cut\n']
)
def test_a_line_that_cannot_be_read_is_a_reject_and_costs_no_other(line, tmp_path):
    good = rejected(b'{"id": "W1"}')
    first, bad, last = read_again(tmp_path / "rejects", good, line, good)
    assert isinstance(bad, Reject)
    assert (bad.code, bad.place) == ("bad_csv", "line 2")
    assert first.data == last.data == b'{"id": "W1"}'


def test_bytes_that_are_not_utf_8_come_back_as_they_were(tmp_path):
    [item] = read_again(tmp_path / "rejects", rejected(b'{"id": "\xff"}', code="encoding"))
    assert item.data == b'{"id": "\xff"}'


@pytest.mark.django_db
def test_mended_by_hand_it_is_taken(tmp_path):
    path, rejects, still = tmp_path / "feed.xml", tmp_path / "rejects.txt", tmp_path / "still.txt"
    path.write_bytes(feed_around(WITHOUT_TITLE.encode()))
    assert import_files(path, rejects=rejects).codes == ["no_title"]
    assert import_files(rejects, rejects=still).codes == ["no_title"]
    rejects.write_text(rejects.read_text().replace("<title> </title>", "<title>Bells that rest</title>"))
    assert import_files(rejects, rejects=still).created == 1
    assert Work.objects.filter(title="Bells that rest").exists()


@pytest.mark.django_db
def test_the_file_that_is_read_is_not_written_over(tmp_path):
    path, rejects = tmp_path / "lines.json", tmp_path / "rejects.txt"
    path.write_bytes(lines_around(b"{]\n"))
    import_files(path, rejects=rejects)
    before = rejects.read_bytes()
    status, _, said = import_arxiv(rejects, rejects=rejects)
    assert status == 2
    assert "would be written over" in said
    assert rejects.read_bytes() == before
    assert ImportRun.objects.count() == 1
    assert BEFORE in neighbours()
