"""XML that would load other files or hosts, or grow without end: refused before it is expanded (safety.md, row 12)."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.importing import AFTER, BEFORE, feed_around, import_files, neighbours
from tests.works.importers.feeds import entry
from works.models import Work

pytestmark = pytest.mark.django_db

SECRET = "the secret of the other file"
watched: list[str] = []
is_watching = threading.Event()


def notice(event: str, arguments: tuple) -> None:
    if is_watching.is_set() and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request"):
        watched.append(f"{event} {arguments[0 if event == 'open' else -1]!r}")


# There is no way to take one off again, so it sleeps while nobody looks.
sys.addaudithook(notice)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that nobody asked to import."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Somebody who would hear a request."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        sock.settimeout(0.1)
        yield sock


def bombs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE feed [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'


HEADS = {
    "bomb": bombs(),
    "quadratic": f'<!DOCTYPE feed [<!ENTITY a0 "{"a" * 100_000}">]>',
    "file": '<!DOCTYPE feed [<!ENTITY a0 SYSTEM "file://{file}">]>',
    "bare file": '<!DOCTYPE feed [<!ENTITY a0 SYSTEM "{file}">]>',
    "host": '<!DOCTYPE feed [<!ENTITY a0 SYSTEM "http://127.0.0.1:{port}/x">]>',
    "public": '<!DOCTYPE feed PUBLIC "-//X//X//EN" "http://127.0.0.1:{port}/x.dtd">',
    "dtd": '<!DOCTYPE feed SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "parameter": '<!DOCTYPE feed [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/x.dtd"> %p;]>',
    "notation": '<!DOCTYPE feed [<!NOTATION n SYSTEM "file://{file}"><!ENTITY a0 SYSTEM "{file}" NDATA n>]>',
    "lower": '<!doctype feed [<!ENTITY a0 SYSTEM "file://{file}">]>',
    "small": "<!DOCTYPE feed>",
}
INSIDE = {
    "include": '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>',
    "schema": '<id xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="x http://127.0.0.1:{port}/"/>',
    "no schema": '<id xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:noNamespaceSchemaLocation="{file}"/>',
    "unknown entity": "<title>&a0;</title>",
    "style sheet": '<?xml-stylesheet href="http://127.0.0.1:{port}/x.xsl" type="text/xsl"?><title>&a0;</title>',
}


def import_watched(path: Path, rejects: Path):
    watched.clear()
    is_watching.set()
    try:
        return import_files(path, rejects=rejects)
    finally:
        is_watching.clear()


def assert_untouched(path: Path, rejects: Path, secret: Path, listener: socket.socket) -> None:
    ours = (str(path), str(rejects), "/work/", "/usr/", "<")
    assert [one for one in watched if str(secret) in one or "socket" in one or "urllib" in one] == [], ours
    with pytest.raises(TimeoutError):
        listener.accept()
    assert not Work.objects.filter(title__contains=SECRET).exists()
    assert not Work.objects.filter(abstract__contains="aaaaaaaaaaaa").exists()


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("place", ["at the head", "after the declaration", "behind a record", "inside a record"])
def test_a_document_type_is_refused(
    tmp_path: Path, secret: Path, listener: socket.socket, kind: str, place: str
) -> None:
    head = HEADS[kind].replace("{file}", str(secret)).replace("{port}", str(listener.getsockname()[1])).encode()
    bad = entry("2301.00003v1", "@", ["Ada Byron"]).replace("@", "&a0;").encode()
    whole = feed_around(bad)
    if place == "at the head":
        whole = head + whole.partition(b"\n")[2]
    elif place == "after the declaration":
        whole = whole.replace(b"<feed", head + b"<feed", 1)
    elif place == "behind a record":
        whole = feed_around(head + bad)
    else:
        whole = feed_around(bad.replace(b"<title>", head + b"<title>"))
    path, rejects = tmp_path / "feed.xml", tmp_path / "rejects"
    path.write_bytes(whole)
    found = import_watched(path, rejects)
    assert_untouched(path, rejects, secret, listener)
    if place in ("at the head", "after the declaration"):
        assert found.status == 2
        assert "xml_forbidden" in found.said or kind == "lower"
    else:
        assert found.status == 1
        assert set(found.codes) <= {"xml_forbidden", "bad_xml"}
        assert BEFORE in neighbours()


@pytest.mark.parametrize("kind", INSIDE)
def test_a_record_that_wants_other_files_is_rejected_alone(
    tmp_path: Path, secret: Path, listener: socket.socket, kind: str
) -> None:
    inside = INSIDE[kind].replace("{file}", str(secret)).replace("{port}", str(listener.getsockname()[1]))
    path, rejects = tmp_path / "feed.xml", tmp_path / "rejects"
    path.write_bytes(feed_around(entry("2301.00003v1", "Engines", []).replace("<title>", f"{inside}<title>").encode()))
    found = import_watched(path, rejects)
    assert_untouched(path, rejects, secret, listener)
    assert found.codes in (["xml_forbidden"], ["bad_xml"])
    assert neighbours() == {BEFORE, AFTER}


def test_the_watch_notices_what_is_opened(tmp_path: Path, secret: Path, listener: socket.socket) -> None:
    watched.clear()
    is_watching.set()
    secret.read_text()
    socket.create_connection(listener.getsockname()).close()
    is_watching.clear()
    assert any(str(secret) in one for one in watched)
    assert any("socket.connect" in one for one in watched)


@pytest.mark.parametrize("deep", [63, 65, 5_000])
def test_elements_are_nested_only_so_deep(tmp_path: Path, deep: int) -> None:
    bad = entry("2301.00003v1", "Engines", []).replace("</entry>", "<a>" * deep + "</a>" * deep + "</entry>")
    (tmp_path / "feed.xml").write_bytes(feed_around(bad.encode()))
    found = import_files(tmp_path / "feed.xml", rejects=tmp_path / "rejects")
    assert neighbours() == {BEFORE, AFTER}
    assert found.codes == ([] if deep < 62 else ["bad_xml"])


@pytest.mark.parametrize(
    "bad",
    [
        "<entry><title>no end", "<entry><!-- no end</entry>", "<entry><![CDATA[ </entry>", "<entry/>",
        "<entry></entry>",
        "<entry><id>http://arxiv.org/abs/2301.00003v1</id><title>a & b</title></entry>", "<entry <entry></entry>",
        "<entry><x:title/></entry>", "<entry a='1' a='2'></entry>", "</entry>", "<entry><a></b></entry>", "]]>", "&",
        "<entry><title>&#xD800;</title></entry>", "<entry><title>&#99999999;</title></entry>", "<?xml version='1.0'?>",
        "<entry xmlns='urn:other'><id>x</id></entry>", "<ENTRY></ENTRY>", "<entry>" * 1000, "<!-- -- -->",
    ],
    ids=lambda bad: bad[:40],
)  # fmt: skip
def test_a_broken_entry_costs_none_of_its_neighbours(tmp_path: Path, bad: str) -> None:
    (tmp_path / "feed.xml").write_bytes(feed_around(bad.encode()))
    import_files(tmp_path / "feed.xml", rejects=tmp_path / "rejects")
    assert neighbours() == {BEFORE, AFTER}
