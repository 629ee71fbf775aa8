"""Archives and folders of many files."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.works.importers.feeds import entry, feed
from tests.works.importers.test_reading import LINES, codes
from works.importers.reading import Limits, NothingReadable, ReadingStopped, expand_paths, read_records

FEED = feed(entry("2401.00001v1", "Engine", ["Ada Byron"])).encode()
FILES = {
    "./a/one.jsonl": LINES, "a/.hidden": b"x", "a/feed.xml": FEED, "a/broken.json": b'[\n{"id": "1"},\n{"id',
    "a/README": b"plain words", "a/empty": b"", "z.jsonl": b"\xef\xbb\xbf" + LINES,
}  # fmt: skip


def archive(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:
        folder = tarfile.TarInfo("a")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        link = tarfile.TarInfo("a/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture
def packed(tmp_path) -> Path:
    path = tmp_path / "archive.tar.gz"
    path.write_bytes(archive(FILES))
    return path


def test_every_file_of_an_archive_is_read_and_named(packed):
    items = list(read_records(packed))
    assert codes(items) == ["ok"] * 5 + ["ok", "unreadable"] + ["unreadable"] * 2 + ["ok"] * 4
    assert [item.member for item in items if codes([item]) == ["ok"]] == (
        ["./a/one.jsonl"] * 4 + ["a/feed.xml", "a/broken.json"] + ["z.jsonl"] * 4
    )
    assert [item.path for item in items if codes([item]) != ["ok"]] == [
        f"{packed}/a/{name}" for name in ("broken.json", "README", "empty")
    ]
    plain = gzip.decompress(packed.read_bytes())
    assert plain[items[4].offset_start : items[4].offset_end] == items[4].data


def test_an_archive_that_is_not_packed_is_read_too(packed, tmp_path):
    (tmp_path / "archive.tar").write_bytes(gzip.decompress(packed.read_bytes()))
    assert codes(list(read_records(tmp_path / "archive.tar"))) == codes(list(read_records(packed)))


def test_an_archive_is_taken_up_behind_any_record(packed):
    whole = list(read_records(packed))
    for place, item in enumerate(whole):
        assert list(read_records(packed, start=item.offset_end)) == whole[place + 1 :]


def test_an_archive_that_breaks_off_gives_what_is_whole_and_goes_on_from_there(tmp_path):
    plain = archive(FILES, "w:")
    whole_path = tmp_path / "whole.tar"
    whole_path.write_bytes(plain)
    whole = list(read_records(whole_path))
    for cut in (plain.index(b"2401.00003"), plain.index(b"a/feed.xml") + 300):
        path = tmp_path / "cut.tar.gz"
        path.write_bytes(gzip.compress(plain[:cut])[:-8])
        items = list(read_records(path))
        assert codes(items)[-1] == "truncated"
        goes_on = list(read_records(whole_path, start=items[-1].offset_end))
        assert [i.offset_end for i in [*items[:-1], *goes_on]] == [i.offset_end for i in whole]


def test_a_header_of_enormous_length_is_not_read(tmp_path):
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 40
    path = tmp_path / "bomb.tar"
    path.write_bytes(header.tobuf() + b"\x00" * 100_000)
    assert codes(list(read_records(path))) == ["truncated"]


def test_an_archive_that_unpacks_beyond_all_measure_stops_the_run(tmp_path):
    path = tmp_path / "bomb.tar.gz"
    path.write_bytes(archive({"a": b" " * 10_000_000}))
    with pytest.raises(ReadingStopped):
        list(read_records(path, limits=Limits(unpacked=10_000, ratio=20)))


def partition(folder: Path, date: str, name: str = "part_000.gz") -> Path:
    path = folder / f"updated_date={date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(LINES))
    return path


def test_a_snapshot_gives_what_its_manifest_names_in_order_of_date(tmp_path):
    works = tmp_path / "works"
    new, old, _ = partition(works, "2024-02-01"), partition(works, "2023-01-31"), partition(works, "2020-01-01")
    gone = works / "updated_date=2024-03-01" / "part_000.gz"
    entries = [
        {"url": f"s3://openalex/data/works/{path.relative_to(works)}", "meta": {"record_count": 4}}
        for path in (new, gone, old)
    ]
    entries.append({"url": "s3://openalex/data/works/../../../etc/passwd", "meta": {}})
    (works / "manifest").write_text(json.dumps({"entries": entries, "meta": {}}))
    authors = partition(tmp_path / "authors", "2024-02-01")
    assert expand_paths([tmp_path]) == [authors, old, new, gone]
    with pytest.raises(NothingReadable, match="no such file"):
        list(read_records(gone))


@pytest.mark.parametrize("manifest", ["", "{}", '{"entries": [1]}', '{"entries": null}', '{"entries": [{"url": 1}]}'])
def test_a_folder_without_a_manifest_that_can_be_read_gives_all_files(tmp_path, manifest):
    new, old = partition(tmp_path, "2024-02-01", "b.gz"), partition(tmp_path, "2023-01-31")
    (tmp_path / "manifest").write_text(manifest)
    assert expand_paths([tmp_path]) == [tmp_path / "manifest", old, new]
