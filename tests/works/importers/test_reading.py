"""Raw records out of files of every kind, whole and broken."""

import gzip
import os
import random
import socket
import zlib
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.works.importers.feeds import HEADER, entry, feed
from works.importers.reading import Limits, NothingReadable, ReadingStopped, expand_paths, read_records
from works.importers.reading.entries import read_entries
from works.importers.reading.grammars import ATOM_FEED
from works.importers.reading.lines import read_lines
from works.importers.reading.unpacking import Stream
from works.importers.records import Reject

ENTRIES = [entry(f"2401.0000{n}v1", f"Engine {n}", ["Ada Byron"]) for n in range(1, 5)]
FEED = feed(*ENTRIES).encode()
LINES = b"".join(b'{"id": "2401.0000%d", "title": "Engine %d"}\n' % (n, n) for n in range(1, 5))
SMALL = Limits(record=2000, head=2000, unpacked=10_000, ratio=20)


def read(tmp_path: Path, data: bytes, *, name: str = "file", start: int = 0, limits: Limits | None = None) -> list:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_records(path, start=start, limits=limits))


def codes(items: list) -> list[str]:
    return [item.code if isinstance(item, Reject) else "ok" for item in items]


@pytest.mark.parametrize(
    "packed",
    [bytes, gzip.compress, lambda data: b"\xef\xbb\xbf" + data, lambda data: data.decode().encode("utf-16")],
    ids=["plain", "gz", "bom", "utf-16"],
)
@pytest.mark.parametrize("data", [FEED, LINES], ids=["atom", "lines"])
def test_every_packing_gives_the_same_records(tmp_path, data, packed):
    assert read(tmp_path, packed(data)) == read(tmp_path, data)
    assert codes(read(tmp_path, data)) == ["ok"] * 4


def test_a_raw_record_says_where_it_stands(tmp_path):
    records = read(tmp_path, LINES)
    assert [record.place for record in records] == ["line 1", "line 2", "line 3", "line 4"]
    assert [LINES[r.offset_start : r.offset_end].strip() for r in records] == [r.data for r in records]
    assert records[0].digest == blake2b(records[0].data, digest_size=16).digest()
    records = read(tmp_path, FEED)
    assert [FEED[r.offset_start : r.offset_end] for r in records] == [r.data for r in records]
    assert [FEED[: r.offset_start].count(b"\n") + 1 for r in records] == [r.line for r in records]


@pytest.mark.parametrize("data", [FEED, LINES], ids=["atom", "lines"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_reading_is_taken_up_behind_any_record(tmp_path, data, pack):
    whole = read(tmp_path, pack(data))
    for place, record in enumerate(whole):
        assert read(tmp_path, pack(data), start=record.offset_end) == whole[place + 1 :]


@given(st.lists(st.integers(1, len(FEED) - 1), max_size=30))
def test_it_does_not_matter_where_one_chunk_ends(cuts):
    def chunks(data: bytes) -> Stream:
        places = [0, *sorted(set(cuts)), len(data)]
        return Stream(data[a:b] for a, b in pairwise(places))

    assert list(read_entries(Path("f"), chunks(FEED), Limits(), ATOM_FEED)) == list(
        read_entries(Path("f"), Stream(iter([FEED])), Limits(), ATOM_FEED)
    )
    assert list(read_lines(Path("f"), chunks(LINES), Limits())) == list(
        read_lines(Path("f"), Stream(iter([LINES])), Limits())
    )


def test_gz_members_one_after_the_other_and_padded_with_zeros_are_one_file(tmp_path):
    packed = gzip.compress(LINES[:100]) + gzip.compress(LINES[100:]) + b"\x00" * 512
    assert read(tmp_path, packed) == read(tmp_path, LINES)


def noise(data: bytes) -> bytes:
    """The feed with a comment that does not pack well, so that a cut falls between entries."""
    filling = random.Random(1).randbytes(3000).hex().encode()
    return data.replace(b"</entry>", b"</entry><!--" + filling + b"-->")


@pytest.mark.parametrize("opening", [b"<!--", b"<!-- a -- ", b"<?a", b"<![CDATA["])
def test_what_is_opened_between_entries_and_never_closed_hides_none_behind_it(tmp_path, opening):
    broken = FEED.replace(b"</entry>", b"</entry>" + opening, 1)
    assert codes(read(tmp_path, broken)) == codes(read(tmp_path, FEED))


def test_an_entry_in_a_comment_is_none(tmp_path):
    start, end = FEED.index(b"<entry"), FEED.index(b"</entry>") + len(b"</entry>")
    commented = FEED[:start] + b"<!-- " + FEED[start:end].replace(b"--", b"") + b" -->" + FEED[end:]
    assert len(read(tmp_path, commented)) == len(read(tmp_path, FEED)) - 1


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.95])
def test_a_gz_file_cut_short_gives_what_is_whole_and_one_reject(tmp_path, share):
    data = noise(FEED)
    packed = gzip.compress(data)
    items = read(tmp_path, packed[: int(len(packed) * share)])
    assert codes(items) == ["ok"] * (len(items) - 1) + ["truncated"]
    assert items[:-1] == read(tmp_path, data)[: len(items) - 1]
    assert items[-1].place == f"byte {items[-1].offset_end}"


def test_a_wrong_checksum_is_one_reject_behind_all_records(tmp_path):
    for data in (FEED, LINES, LINES.rstrip()):
        packed = bytearray(gzip.compress(data))
        packed[-6] ^= 0xFF
        assert codes(read(tmp_path, bytes(packed))) == ["ok"] * 4 + ["truncated"]


def test_a_cut_in_the_middle_of_an_entry_costs_that_entry_only(tmp_path):
    items = read(tmp_path, FEED[: FEED.index(b"Engine 3")])
    assert codes(items) == ["ok", "ok", "truncated"]
    assert items[-1].offset_end == FEED.index(b"<entry><id>http://arxiv.org/abs/2401.00003")
    assert items[-1].identifier == "http://arxiv.org/abs/2401.00003v1"


def test_a_feed_without_its_end_is_one_reject(tmp_path):
    assert codes(read(tmp_path, FEED.replace(b"</feed>", b""))) == ["ok"] * 4 + ["truncated"]


def test_a_line_without_its_newline_is_read(tmp_path):
    assert codes(read(tmp_path, LINES.rstrip())) == ["ok"] * 4


def test_a_broken_entry_never_costs_its_neighbours(tmp_path):
    for broken in ("<entry><title>no end", "<entry><!-- no end</entry>", "<entry><![CDATA[ </entry>", "<entry/>"):
        items = read(tmp_path, feed(ENTRIES[0], broken, ENTRIES[1]).encode())
        assert [r.data for r in (items[0], items[-1])] == [e.strip().encode() for e in ENTRIES[:2]]
        assert len(items) == 3


def test_what_only_looks_like_a_tag_is_none(tmp_path):
    inner = "<entry><!-- </entry><entry> --><title><![CDATA[</entry><!DOCTYPE x>]]></title><?x </entry>?></entry>"
    items = read(tmp_path, feed("<!-- <entry></entry> <!DOCTYPE> -->", inner, ENTRIES[0]).encode())
    assert [item.data for item in items] == [inner.encode(), ENTRIES[0].strip().encode()]


def test_prefixes_and_feeds_one_after_the_other_are_read(tmp_path):
    prefixed = (
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:id>1</a:id></a:entry></a:feed>'
    )
    items = read(tmp_path, FEED + prefixed + b"\n" + FEED)
    assert codes(items) == ["ok"] * 9
    assert items[4].feed.opening == b'<feed xmlns:a="http://www.w3.org/2005/Atom">'
    assert items[4].feed.title == "T"


def test_a_feed_without_entries_is_read_and_empty(tmp_path):
    assert read(tmp_path, feed().encode()) == []
    assert read(tmp_path, Path("tests/replies/arxiv/no-entries.atom.xml").read_bytes()) == []


def test_a_record_too_large_is_skipped_to_its_end(tmp_path):
    long_line = b'{"id": "2401.00009", "x": "%b"}\n' % (b"x" * 5000)
    items = read(tmp_path, LINES + long_line + LINES, limits=SMALL)
    assert codes(items) == ["ok"] * 4 + ["too_large"] + ["ok"] * 4
    assert (items[4].place, items[4].identifier, items[5].place) == ("line 5", "2401.00009", "line 6")
    assert items[5].offset_start == items[4].offset_end
    long_entry = entry("2401.00009v1", "x" * 5000, [])
    items = read(tmp_path, feed(ENTRIES[0], long_entry, ENTRIES[1]).encode(), limits=SMALL)
    assert codes(items) == ["ok", "too_large", "ok"]


def test_a_line_of_many_chunks_is_skipped_in_bounded_memory(tmp_path):
    items = read(tmp_path, LINES + b'"' + b"x" * 3_000_000 + b'"\n' + LINES, limits=SMALL)
    assert codes(items) == ["ok"] * 4 + ["too_large"] + ["ok"] * 4
    assert len(items[4].raw) <= 1000


def test_a_gz_bomb_stops_the_run(tmp_path):
    with pytest.raises(ReadingStopped, match="20 times"):
        read(tmp_path, gzip.compress(LINES + b" " * 10_000_000), limits=SMALL)


FORBIDDEN = [
    '<!DOCTYPE feed [<!ENTITY a "aaaa">]>',
    '<!DOCTYPE feed SYSTEM "http://127.0.0.1:1/x.dtd">',
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
]


@pytest.mark.parametrize("construct", FORBIDDEN)
def test_a_dtd_is_refused_before_anything_is_read(tmp_path, construct, monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *a, **k: pytest.fail("a socket was opened"))
    data = FEED.replace(b"<feed", construct.encode() + b"<feed", 1)
    with pytest.raises(NothingReadable) as raised:
        read(tmp_path, data)
    assert raised.value.code == "xml_forbidden"
    assert "[xml_forbidden]" in str(raised.value)


@pytest.mark.parametrize("construct", FORBIDDEN)
def test_a_dtd_behind_a_record_is_a_reject_and_ends_the_file(tmp_path, construct):
    items = read(tmp_path, feed(ENTRIES[0], construct, ENTRIES[1]).encode())
    assert codes(items) == ["ok", "xml_forbidden"]


@pytest.mark.parametrize(
    ("place", "construct"),
    [
        ("<feed ", '<feed xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="x http://h/x.xsd" '),
        ("<title>", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/><title>'),
    ],
)
def test_xinclude_and_a_remote_schema_at_the_head_are_refused(tmp_path, place, construct):
    with pytest.raises(NothingReadable) as raised:
        read(tmp_path, FEED.replace(place.encode(), construct.encode(), 1))
    assert raised.value.code == "xml_forbidden"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain words\nand more",
        b"PK\x03\x04 a zip",
        b"\x1f\x8b but no gzip",
        zlib.compress(LINES),
        b"<html><body>no feed</body></html>",
        b"<!DOCTYPE html><html></html>",
        b"<?xml version='1.0'?>",
        b"<feed xmlns=",
        b"<a><b></a>",
        b"\xff\xfe\x00\x00",
        b'<?xml version="1.0" encoding="EBCDIC"?><feed/>',
        b"\x00" * 5000,
    ],
)
@pytest.mark.parametrize("name", ["file", "file.gz"])
def test_what_is_no_file_of_records_is_named_in_one_line(tmp_path, data, name):
    with pytest.raises(NothingReadable) as raised:
        read(tmp_path, data, name=name)
    assert str(tmp_path / name) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_old_encoding_that_the_file_declares_is_read(tmp_path):
    data = feed(entry("2401.00001v1", "Étude", [])).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert "Étude".encode() in read(tmp_path, data)[0].data


def test_a_device_a_folder_and_a_missing_file_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/null", tmp_path, tmp_path / "missing", tmp_path / "pipe"):
        with pytest.raises(NothingReadable):
            list(read_records(path))


def test_folders_are_expanded_in_order_without_hidden_files(tmp_path):
    for name in ("b.xml", "a/c.xml", ".hidden.xml", ".git/x.xml", "a/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    assert expand_paths([tmp_path, "-", "gone"]) == [
        tmp_path / "a/c.xml", tmp_path / "b.xml", Path("-"), Path("gone")
    ]  # fmt: skip
    with pytest.raises(NothingReadable, match="no files"):
        expand_paths([tmp_path / "empty"])


def test_an_entry_of_an_authors_list_has_a_digest_of_its_own_that_ranks_higher(tmp_path):
    plain = read(tmp_path, FEED)
    listed = read(tmp_path, FEED.replace(b"search_query=all:engines", b"search_query=au:Byron_A"))
    assert [record.feed.author_list for record in listed] == ["byron_a"] * 4
    assert all(one.digest < other.digest for one, other in zip(plain, listed, strict=True))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any"
    for whole in (data, HEADER.encode() + data, b'{"id": ' + data, gzip.compress(FEED)[:200] + data):
        path.write_bytes(whole)
        try:
            items = list(read_records(path))
        except NothingReadable:
            continue
        assert all(a.offset_end <= b.offset_end for a, b in pairwise(items))
