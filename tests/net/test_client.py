"""The guarded client against real servers that behave, misbehave, and change their minds."""

import gzip
import hashlib
import socket
import ssl
import threading
import time
import tracemalloc
import zlib

import pytest

from bzpeer.net.client import CouldNotRead, fetch_page
from tests.net.servers import (
    INSIDE,
    OUTSIDE,
    PAGE,
    Inside,
    Names,
    Outside,
    certificate,
    leads_to,
    page,
    rules_for,
    says,
)

KB = 1024
# What is cut after a second or less, on a busy machine; left alone it would take more than a minute.
SOON = 30
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def url_of(server: Outside | Inside, path: str = "/", *, host: str = "people.example.org", scheme: str = "http") -> str:
    return f"{scheme}://{host}:{server.port}{path}"


def reason(server: Outside, path: str = "/", **changes) -> str:
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server, path), rules=rules_for(server.port, **changes))
    return refusal.value.reason


def read(server: Outside, path: str = "/", **changes):
    return fetch_page(url_of(server, path), rules=rules_for(server.port, **changes))


def test_another_kind_is_read_and_asked_for_where_the_rules_say_so(outside):
    server = outside(page(b"{}", kind="application/json;charset=UTF-8"))
    assert read(server, kinds=("application/json",)).text == "{}"
    assert "Accept: application/json\r\n" in server.requests[0]
    assert reason(server) == "kind"
    assert reason(outside(page()), kinds=("application/json",)) == "kind"


def test_a_page_comes_with_its_url_its_address_and_its_digest(outside):
    body = "<p>Ada’s page".encode()
    server = outside(page(body, kind="text/html; charset=utf-8"))
    found = read(server, "/~ada/?a=b#part")
    assert found.url == f"http://people.example.org:{server.port}/~ada/?a=b"
    assert found.address == OUTSIDE
    assert found.text == "<p>Ada’s page"
    assert found.sha256 == hashlib.sha256(body).hexdigest()


def test_the_request_says_nothing_of_us(outside):
    server = outside(page())
    read(server, "/a")
    assert server.requests == [
        f"GET /a HTTP/1.1\r\nHost: people.example.org:{server.port}\r\nUser-Agent: bzpeer\r\n"
        "Accept: text/html, text/plain\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    ]


def test_the_environment_names_no_proxy_for_it(outside, inside, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{INSIDE}:{inside.port}")
    assert read(outside(page())).text == "<p>Hello"


def test_cookies_are_not_kept_between_the_steps(outside):
    server = outside({
        "/": says(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: a=b; Path=/\r\n\r\n"), "/b": page(),
    })  # fmt: skip
    read(server)
    assert "cookie" not in "".join(server.requests).lower()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_three_redirects_are_followed_and_a_fourth_is_not(outside, status):
    steps = {f"/{n}": leads_to(f"/{n + 1}", status) for n in range(4)}
    server = outside(steps | {"/4": page()})
    assert read(server, "/1").url.endswith("/4")
    server.requests.clear()
    assert reason(server, "/0") == "address"
    assert len(server.requests) == 4


def test_a_redirect_in_a_circle_ends(outside):
    server = outside(leads_to("/"))
    assert reason(server) == "address"
    assert len(server.requests) == 4


@pytest.mark.parametrize("host", [INSIDE, "inside.example.org", "0x7f000001", "[::ffff:127.0.0.1]", "localhost"])
def test_a_redirect_that_leads_inside_is_refused(outside, inside, host):
    server = outside({"/": leads_to("/next"), "/next": leads_to(f"http://{host}:{inside.port}/")})
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server), rules=rules_for(server.port, inside.port))
    assert refusal.value.reason == "address"
    assert len(server.requests) == 2


def test_a_redirect_to_a_port_that_is_not_usual_is_refused(outside):
    other = outside(page())
    assert reason(outside(leads_to(url_of(other)))) == "address"
    assert other.requests == []


def test_a_redirect_without_a_place_is_no_page(outside):
    assert reason(outside(says(b"HTTP/1.1 302 Found\r\n\r\n"))) == "kind"


def test_a_name_that_changes_between_check_and_connection_stays_where_it_was_checked(outside, inside):
    """Asked a second time, the name would lead inside; nobody asks."""
    server = outside(page())
    names = Names({"people.example.org": [[OUTSIDE], [INSIDE]]})
    same_port = Inside(INSIDE, server.port)
    assert fetch_page(url_of(server), rules=rules_for(server.port, resolve=names)).address == OUTSIDE
    assert names.asked == ["people.example.org"]
    assert not same_port.has_heard()
    same_port.close()


def test_a_name_that_changes_before_a_redirect_is_judged_anew(outside):
    server = outside({"/": leads_to("/b"), "/b": page()})
    names = Names({"people.example.org": [[OUTSIDE], [INSIDE]]})
    same_port = Inside(INSIDE, server.port)
    assert reason(server, resolve=names) == "address"
    assert not same_port.has_heard()
    assert len(server.requests) == 1
    same_port.close()


@pytest.mark.parametrize("addresses", [[OUTSIDE, INSIDE], [OUTSIDE, "fe80::1%lo"], ["::ffff:10.0.0.1"], [], ["junk"]])
def test_one_address_that_is_closed_speaks_for_the_name(outside, addresses):
    server = outside(page())
    assert reason(server, resolve=Names({"people.example.org": addresses})) == "address"
    assert server.requests == []


def test_a_name_that_nobody_knows_is_an_address_that_does_not_work(outside):
    assert reason(outside(page()), resolve=Names({})) == "address"


def test_the_next_address_is_tried_when_the_first_does_not_answer(outside):
    server = outside(page())
    changes = {
        "resolve": Names({"people.example.org": ["127.0.0.9", OUTSIDE]}),
        "may_connect": lambda address: address in ("127.0.0.9", OUTSIDE),
    }
    assert read(server, **changes).address == OUTSIDE


def test_a_server_that_hangs_up_without_a_word(outside):
    assert reason(outside(says(b""))) == "address"


def test_nobody_at_home(outside):
    server = outside(page())
    server.close()
    assert reason(server) == "address"


def seconds_of(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def drip(server_over, text: bytes, pause: float = 0.1):
    """One byte after the other, each well within the patience of a socket."""

    def answer(sock: socket.socket) -> None:
        for byte in text:
            sock.sendall(bytes([byte]))
            if server_over(pause):
                return

    return answer


@pytest.mark.parametrize(
    "text",
    [
        HTML + b"\r\n" + b"a" * 1000,
        HTML + b"Content-Length: 1000\r\n\r\n" + b"a" * 1000,
        HTML + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 1000,
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 90,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 100,
    ],
    ids=["body", "length", "chunks", "headers", "continue"],
)
def test_one_byte_after_the_other_is_cut_at_the_whole_time(outside, text):
    server = outside(says(b""))
    server._answers = drip(server.is_over.wait, text)
    assert seconds_of(lambda: _is_late(server, total_seconds=1.0)) < SOON


def _is_late(server: Outside, **changes) -> None:
    assert reason(server, **changes) == "time"


def test_a_server_that_says_nothing_is_cut(outside):
    server = outside(says(b""))
    server._answers = lambda sock: server.is_over.wait(120)
    assert seconds_of(lambda: _is_late(server, total_seconds=0.5)) < SOON


def test_the_time_is_one_for_all_redirects(outside):
    server = outside(says(b""))

    def late(sock: socket.socket) -> None:
        server.is_over.wait(0.4)
        leads_to("/")(sock)

    server._answers = late
    _is_late(server, total_seconds=1.0)


def test_a_resolver_that_hangs_is_left_behind(outside):
    is_over = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        is_over.wait(120)
        return [OUTSIDE]

    assert seconds_of(lambda: _is_late(outside(page()), resolve=resolve, total_seconds=0.5)) < SOON
    is_over.set()


def test_a_server_that_lets_nobody_in_is_cut_at_the_time_to_connect():
    with socket.socket() as full:
        full.bind((OUTSIDE, 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex((OUTSIDE, full.getsockname()[1]))
        url = f"http://people.example.org:{full.getsockname()[1]}/"
        began = time.monotonic()
        with pytest.raises(CouldNotRead) as refusal:
            fetch_page(url, rules=rules_for(full.getsockname()[1], connect_seconds=0.5))
        for sock in waiting:
            sock.close()
    assert refusal.value.reason == "time"
    assert time.monotonic() - began < SOON


def test_a_server_that_does_not_shake_hands_is_cut_at_the_time_to_connect(outside):
    server = outside(page())  # It speaks no TLS, and waits for an end of line.
    began = time.monotonic()
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server, scheme="https"), rules=rules_for(server.port, connect_seconds=0.5))
    assert refusal.value.reason == "time"
    assert time.monotonic() - began < SOON


def pieces_of_one_stream() -> tuple[bytes, bytes]:
    """The beginning of a gzip stream, and a piece that can follow for ever."""
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(b"a" * KB) + packer.flush(zlib.Z_FULL_FLUSH)
    return first, packer.compress(b"a" * 64 * KB) + packer.flush(zlib.Z_FULL_FLUSH)


PACKED = pieces_of_one_stream()


def endless(head: bytes, piece: bytes, most: int, sent: list[int]):
    def answer(sock: socket.socket) -> None:
        sock.sendall(head)
        while sum(sent) < most:
            sock.sendall(piece)
            sent.append(len(piece))

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (HTML + b"\r\n", b"a" * 64 * KB),
        (HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"a" * 64 * KB + b"\r\n"),
        (HTML + b"Content-Length: 1073741824\r\n\r\n", b"a" * 64 * KB),
        (HTML + b"Content-Encoding: gzip\r\n\r\n" + PACKED[0], PACKED[1]),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 60 * KB + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 64 * KB),
        (HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 10_000),
    ],
    ids=["plain", "chunks", "named", "gzip", "headers", "one header", "small chunks"],
)
def test_a_gigabyte_is_not_read(outside, head, piece):
    sent: list[int] = []
    server = outside(endless(head, piece, 1 << 30, sent))
    assert reason(server) in ("size", "kind")
    server.close()
    time.sleep(0.1)
    # What the buffers of the two sockets took, at the most.
    assert sum(sent) < 32 << 20


def test_a_gigabyte_that_is_announced_is_not_begun(outside):
    assert reason(outside(says(HTML + b"Content-Length: 1073741824\r\n\r\n"))) == "size"


@pytest.mark.parametrize("packer", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_bomb_is_not_unpacked(outside, packer):
    name = "gzip" if packer is gzip.compress else "deflate"
    bomb = packer(bytes(64 << 20))
    assert len(bomb) < 512 * KB
    server = outside(page(bomb, f"Content-Encoding: {name}"))
    tracemalloc.start()
    _is_too_long(server)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # One piece of 16 KB alone would unpack to 16 MB.
    assert most < 6 << 20


def _is_too_long(server: Outside) -> None:
    assert reason(server) == "size"


@pytest.mark.parametrize(("length", "fits"), [(512 * KB, True), (512 * KB + 1, False)])
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_512_kb_after_unpacking_are_the_most(outside, length, fits, packing):
    body = b"a" * length
    server = outside(page(gzip.compress(body), "Content-Encoding: gzip") if packing else page(body))
    if fits:
        assert read(server).text == body.decode()
    else:
        assert reason(server) == "size"


def test_a_packed_page_is_read_whole(outside):
    body = b"<p>" + b"words " * 1000
    found = read(outside(page(gzip.compress(body), "Content-Encoding: GZIP")))
    assert found.text == body.decode()
    assert found.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    "answer",
    [
        page(kind="application/pdf"), page(kind="image/svg+xml"), page(kind="application/xhtml+xml"), page(kind=""),
        page(kind="text/css"), page(kind="text"), page(kind="multipart/x-mixed-replace; boundary=text/html"),
        says(b"HTTP/1.1 200 OK\r\n\r\n<p>Hello"),
        says(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>"),
        says(b"HTTP/1.1 500 Oh\r\nContent-Type: text/html\r\n\r\n<p>"),
        says(b"HTTP/1.1 204 Nothing\r\nContent-Type: text/html\r\n\r\n"),
        says(b"HTTP/1.1 206 Part\r\nContent-Type: text/html\r\n\r\n<p>"),
        says(b"HTTP/1.1 304 Same\r\n\r\n"),
        says(b"HTTP/1.1 999999 Odd\r\n\r\n"), says(b"HTTP/1.1\r\n\r\n"), says(b"SSH-2.0-OpenSSH_9.9\r\n"),
        says(b"<p>Hello"), says(b"\x00" * 1000), says(b"-ERR unknown command 'GET'\r\n"),
        says(HTML + b"Content-Length: 100\r\n\r\n<p>cut"),
        says(HTML + b"Transfer-Encoding: chunked\r\n\r\n10\r\ncut"),
        says(HTML + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nodd\r\n"),
        says(HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 9999)[:-20]),
        says(HTML + b"Content-Encoding: gzip\r\n\r\nnot packed"),
        says(HTML + b"Content-Encoding: br\r\n\r\nabc"),
        says(HTML + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(b"a"))),
        says(HTML + b"X-A: b\r\n" * 200 + b"\r\n<p>"),
    ],
)  # fmt: skip
def test_what_is_no_page_of_text_is_not_read(outside, answer):
    assert reason(outside(answer)) == "kind"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", "é".encode(), "é"),
        ("text/plain", "é".encode(), "é"),
        ("TEXT/HTML;Charset=ISO-8859-1", b"\xe9\x80", "é€"),
        ("text/html; charset=koi8-r", "да".encode("koi8-r"), "да"),
        ("text/html; charset=utf-8", b"a\xff", "a\ufffd"),
        ("text/html; charset=punycode", b"abc-", "abc-"),
        ("text/html; charset=rot13", b"abc", "abc"),
        ("text/html; charset=no\xff", b"abc", "abc"),
        ("text/html; charset*=x''%FF", b"abc", "abc"),
    ],
)
def test_bytes_become_text_in_any_encoding(outside, kind, body, text):
    assert read(outside(page(body, kind=kind))).text == text


def test_a_page_without_a_length_ends_with_the_connection(outside):
    assert read(outside(says(PAGE))).text == "<p>Hello"


@pytest.fixture
def tls(tmp_path):
    return certificate(tmp_path, "people.example.org")


def test_tls_asks_for_the_name_at_the_checked_address(outside, tls):
    context, public = tls
    server = outside(page(), tls=context)
    rules = rules_for(server.port, trust=lambda: ssl.create_default_context(cafile=public))
    found = fetch_page(url_of(server, scheme="https"), rules=rules)
    assert (found.text, found.address, server.names) == ("<p>Hello", OUTSIDE, ["people.example.org"])


def test_a_certificate_of_another_name_is_refused(outside, tls):
    context, public = tls
    server = outside(page(), tls=context)
    rules = rules_for(
        server.port,
        trust=lambda: ssl.create_default_context(cafile=public),
        resolve=Names({"other.example.org": [OUTSIDE]}),
    )
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server, scheme="https", host="other.example.org"), rules=rules)
    assert refusal.value.reason == "address"
    assert server.requests in ([], [""])


def test_a_certificate_that_nobody_vouches_for_is_refused(outside, tls):
    server = outside(page(), tls=tls[0])
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server, scheme="https"), rules=rules_for(server.port))
    assert refusal.value.reason == "address"


def test_one_byte_after_the_other_is_cut_under_tls_too(outside, tls):
    context, public = tls
    server = outside(says(b""), tls=context)
    server._answers = drip(server.is_over.wait, HTML + b"\r\n" + b"a" * 1000)
    rules = rules_for(server.port, trust=lambda: ssl.create_default_context(cafile=public), total_seconds=1.0)
    began = time.monotonic()
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url_of(server, scheme="https"), rules=rules)
    assert refusal.value.reason == "time"
    assert time.monotonic() - began < SOON


def test_a_refusal_says_one_word_and_nothing_of_the_network(outside):
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page("http://inside.example.org/", rules=rules_for())
    assert str(refusal.value) == "address"
