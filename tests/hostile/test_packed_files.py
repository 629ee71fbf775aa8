"""Files that are cut, damaged, endless or no files at all (safety.md, rows 1, 2, 3 and 18)."""

import codecs
import functools
import gzip
import os
from pathlib import Path
from random import Random

import pytest

from tests.hostile.importing import AFTER, BEFORE, feed_around, import_files, line, lines_around, neighbours
from tests.works.importers.feeds import HEADER, entry
from works.importers import reading
from works.importers.reading import Limits
from works.models import ImportRun, Work

pytestmark = pytest.mark.django_db

ENTRIES = 12
NOISE = Random("does not pack")


def noisy_feed() -> bytes:
    """Twelve entries with comments between them that do not pack well, so that cuts fall everywhere."""
    parts = [HEADER.encode()]
    for number in range(1, ENTRIES + 1):
        parts.append(
            entry(f"2301.{number:05}v1", f"Engine number {number}", ["Ada Byron", f"Basil Marrowby {number}"]).encode()
        )
        parts.append(b"<!--" + NOISE.randbytes(900).hex().encode() + b"-->\n")
    return b"".join([*parts, b"</feed>\n"])


FEED = noisy_feed()
PACKED = gzip.compress(FEED, mtime=0)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.999])
@pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])
def test_a_file_cut_short_keeps_what_is_whole_and_goes_on_from_there(
    tmp_path: Path, share: float, packed: bool
) -> None:
    path, whole = tmp_path / "feed.xml", PACKED if packed else FEED
    path.write_bytes(whole[: int(len(whole) * share)])
    cut = import_files(path, rejects=tmp_path / "rejects")
    kept = Work.objects.count()
    assert cut.status in (1, 2)
    assert (cut.created, cut.codes) == (kept, ["truncated"] if cut.status == 1 else [])
    path.write_bytes(whole)
    import_files(path, rejects=tmp_path / "rejects", resume=True)
    assert Work.objects.count() == ENTRIES
    assert sorted(Work.objects.values_list("title", flat=True)) == sorted(f"Engine number {n}" for n in range(1, 13))


@pytest.mark.parametrize("place", [-1, -5, -8, 40, 3000, 7000])
def test_a_damaged_packed_file_keeps_what_stands_before_the_damage(tmp_path: Path, place: int) -> None:
    damaged = bytearray(PACKED)
    damaged[place] ^= 0xFF
    path = tmp_path / "feed.xml.gz"
    path.write_bytes(damaged)
    found = import_files(path, rejects=tmp_path / "rejects")
    assert found.status in (1, 2)
    titles = list(Work.objects.order_by("pk").values_list("title", flat=True))
    if place < 0:
        assert len(titles) == ENTRIES
        assert found.codes == ["truncated"]
    assert titles == [f"Engine number {n}" for n in range(1, len(titles) + 1)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x1f\x8b", b"\x1f\x8b not gzip", gzip.compress(b"", mtime=0), b"%PDF-1.7\n", b"PK\x03\x04",
        b"\x00" * 5000,
        b"plain words\n", b"<html></html>", b"[1, 2]", b"\xff\xfe\x00\x00", b"<?xml version='1.0'?>", b"<feed",
        b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><feed/>', b"id,title\n1,Engines\n", b"\n\n\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["file.xml", "file.json.gz"])
def test_what_is_no_file_of_records_ends_with_two_and_one_line_naming_it(
    tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = import_files(path, rejects=tmp_path / "rejects")
    assert found.status == 2
    assert [str(path) in said for said in found.said.strip().splitlines()] == [True]
    assert not ImportRun.objects.exists()


def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    return tmp_path / "folder"


def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def circle(tmp_path: Path) -> Path:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    return tmp_path / "circle"


@pytest.mark.parametrize(
    "make",
    [
        folder, pipe, circle,
        lambda tmp_path: Path("/dev/null"),
        lambda tmp_path: Path("/dev/zero"),
        lambda tmp_path: tmp_path / "missing",
        lambda tmp_path: tmp_path / "no\nsuch",
        lambda tmp_path: tmp_path / ("long" * 100),
        lambda tmp_path: tmp_path / "nul\x00inside",
    ],
)  # fmt: skip
def test_what_cannot_be_opened_ends_with_two_and_writes_nothing(tmp_path: Path, make) -> None:
    found = import_files(make(tmp_path), rejects=tmp_path / "rejects")
    assert found.status == 2
    assert len(found.said.strip().splitlines()) == 1
    assert not ImportRun.objects.exists()


def test_a_bad_file_among_good_ones_costs_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "good.xml").write_bytes(feed_around(b""))
    found = import_files(tmp_path / "missing", tmp_path / "good.xml", rejects=tmp_path / "rejects")
    assert (found.status, found.created) == (1, 2)
    assert "missing" in found.said


def test_a_bomb_stops_the_run_and_keeps_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = functools.partial(Limits, unpacked=1_000_000, ratio=50)
    monkeypatch.setattr(reading, "Limits", small)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(line(title=BEFORE) + b" " * 20_000_000 + b"\n" + line(id="2301.00009")))
    found = import_files(path, rejects=tmp_path / "rejects")
    assert (found.status, found.created) == (1, 1)
    assert "50 times" in found.said
    assert ImportRun.objects.get().state == ImportRun.State.STOPPED


@pytest.mark.parametrize("kind", ["a line", "a text"])
def test_a_record_of_too_many_bytes_is_skipped_to_its_end(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "large"
    if kind == "a line":
        path.write_bytes(lines_around(line(abstract="x" * 17_000_000)))
    else:
        path.write_bytes(
            feed_around(entry("2301.00003v1", "x", []).encode().replace(b"An analysis", b"x" * 17_000_000))
        )
    found = import_files(path, rejects=tmp_path / "rejects")
    assert (found.status, found.codes) == (1, ["too_large"])
    assert neighbours() == {BEFORE, AFTER}


@pytest.mark.parametrize("content", [feed_around(b""), lines_around(b"")], ids=["atom", "lines"])
@pytest.mark.parametrize(
    "packed",
    [
        lambda data: codecs.BOM_UTF8 + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: codecs.BOM_UTF16_BE + data.decode().encode("utf-16-be"),
        lambda data: gzip.compress(codecs.BOM_UTF8 + data),
        lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:]) + b"\x00" * 700,
        lambda data: data.replace(b"\n", b"\r\n"),
    ],
    ids=["bom", "utf-16", "utf-16-be", "gz of bom", "two members", "crlf"],
)
def test_every_usual_packing_is_read(tmp_path: Path, content: bytes, packed) -> None:
    path = tmp_path / "file"
    path.write_bytes(packed(content))
    assert import_files(path, rejects=tmp_path / "rejects").created == 2
    assert neighbours() == {BEFORE, AFTER}


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf"])
@pytest.mark.parametrize("form", ["atom", "lines"])
def test_what_is_not_utf8_is_rejected_and_never_replaced(tmp_path: Path, form: str, bad: bytes) -> None:
    path = tmp_path / "file"
    if form == "atom":
        path.write_bytes(feed_around(entry("2301.00003v1", "En@gines", ["Ada Byron"]).encode().replace(b"@", bad)))
    else:
        path.write_bytes(lines_around(line(title="En@gines").replace(b"@", bad)))
    found = import_files(path, rejects=tmp_path / "rejects")
    assert (found.codes, neighbours()) == (["encoding"], {BEFORE, AFTER})
    assert not Work.objects.filter(title__contains="\ufffd").exists()
