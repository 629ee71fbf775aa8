"""URLs that want to get inside: none does, whatever it is spelled like, directly or by a redirect."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from bzpeer.net.client import CouldNotRead, fetch_page
from bzpeer.net.targets import target_of
from tests.net.servers import INSIDE, OUTSIDE, Inside, Names, leads_to, rules_for

# PORT is where the listener inside waits.
HOSTILE = [
    # Loopback and its spellings
    "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://2130706433:PORT/",
    "http://0x7f000001:PORT/", "http://0x7f.0.0.1:PORT/", "http://0x7f.1:PORT/", "http://0177.0.0.1:PORT/",
    "http://017700000001:PORT/", "http://127.0.0.1.:PORT/", "http://127.000.000.001:PORT/", "http://127.0.0.01:PORT/",
    "http://0:PORT/", "http://0.0.0.0:PORT/", "http://localhost:PORT/", "http://LOCALHOST:PORT/",
    "http://localhost.:PORT/", "http://localhost.localdomain:PORT/", "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/", "http://127。0。0。1:PORT/", "http://127%2e0%2e0%2e1:PORT/", "http://%31%32%37.0.0.1:PORT/",
    "http://ⓛocalhost:PORT/", "http://127.0.0.2.:PORT/", "http://127.0.0.3:PORT/", "http://127.255.255.254:PORT/",
    # IPv6
    "http://[::1]:PORT/", "http://[::]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/", "http://[fe80::1%25lo]:PORT/", "http://[fe80::1%lo]:PORT/", "http://[fc00::1]:PORT/",
    "http://[::1%25]:PORT/", "http://[::1]127.0.0.1:PORT/", "http://[::1", "http://[]:PORT/", "http://[v1.x]:PORT/",
    "http://[127.0.0.1]:PORT/",
    # Private networks and the clouds' own addresses
    "http://10.0.0.1:PORT/", "http://192.168.0.1:PORT/", "http://172.16.0.1:PORT/", "http://169.254.169.254/latest/",
    "http://100.64.0.1:PORT/", "http://100.100.100.200/", "http://224.0.0.1:PORT/", "http://255.255.255.255:PORT/",
    "http://198.18.0.1/", "http://192.0.0.192/", "http://metadata.example.org/",
    # Names that mean something inside
    "http://inside.example.org:PORT/", "http://INSIDE.example.org:PORT/", "http://inside.example.org.:PORT/",
    "http://both.example.org:PORT/", "http://ghost.example.org:PORT/", "http://intranet:PORT/",
    # User info, other schemes, other ports, what two programs read in two ways
    "http://people.example.org@127.0.0.1:PORT/", "http://127.0.0.1:PORT@people.example.org/", "http://@127.0.0.1:PORT/",
    "http://a:b@inside.example.org:PORT/", "http://people.example.org#@127.0.0.1:PORT/",
    "http://people.example.org\\@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\@people.example.org/",
    "http:\\\\127.0.0.1:PORT/", "http:/127.0.0.1:PORT/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/",
    "//127.0.0.1:PORT/", "127.0.0.1:PORT/", "http://127.0.0.1:PORT:80/", "http://people.example.org:PORT:80/",
    "http://people.example.org:22/", "http://people.example.org:0/", "http://people.example.org:65536/",
    "http://people.example.org:-1/", "http://people.example.org:８０/", "http://people.example.org:/", "http://:PORT/",
    "http://", "http:", "", " ", "/", "https://people.example.org:6379/", "file:///etc/passwd", "file://127.0.0.1/",
    "ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_SET%20a%201", "dict://127.0.0.1:PORT/", "ldap://127.0.0.1:PORT/",
    "data:text/html,<p>", "javascript:alert(1)", "unix:///run/valkey.sock", "jar:http://127.0.0.1:PORT/!/",
    "http+unix://%2Frun/", "HTTP ://127.0.0.1:PORT/", "http://127.0.0.1:PORT\r\nHost: x/", "http://127.0.0.1\t:PORT/",
    "http://127.0.0.1\x00.example.org:PORT/", "\x01http://127.0.0.1:PORT/", "http://a b.example.org/",
    "http://-a.example.org/", "http://a..example.org/", "http://.example.org/", "http://a_.example.org\u2028/",
    "http://" + "a" * 64 + ".example.org/", "http://" + "a." * 130 + "org/", "http://xn--a.example.org/",
    "http://\ud800.example.org/", "http://people.example.org/\ud800", "http://people.example.org/" + "a" * 3_000,
]  # fmt: skip
MEANINGS = {
    "inside.example.org": [INSIDE],
    "both.example.org": [OUTSIDE, INSIDE],
    "metadata.example.org": ["169.254.169.254"],
    "localhost.localdomain": [INSIDE],
    "people.example.org": [OUTSIDE],
}


def test_there_are_enough_of_them():
    assert len(set(HOSTILE)) > 100


@pytest.fixture
def inside_6(inside) -> Iterator[Inside]:
    """The same port at ::1, where the machine has IPv6."""
    try:
        listener = Inside("::1", inside.port)
    except OSError:
        yield inside
    else:
        with contextlib.closing(listener):
            yield listener


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_url_is_refused_and_nothing_inside_hears_of_it(inside, inside_6, url):
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url.replace("PORT", str(inside.port)), rules=rules_for(inside.port, resolve=Names(MEANINGS)))
    assert refusal.value.reason == "address"
    assert not inside_6.has_heard()


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_the_same_url_in_a_redirect_leads_nowhere_either(inside, inside_6, outside, url):
    location = url.replace("PORT", str(inside.port)).encode("utf-8", "replace").decode()
    server = outside(leads_to(location))
    names = Names(MEANINGS)
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(
            f"http://people.example.org:{server.port}/",
            rules=rules_for(server.port, inside.port, resolve=names, redirects=1),
        )
    assert refusal.value.reason in ("address", "kind")
    assert not inside_6.has_heard()


@pytest.mark.parametrize("url", ["http://people.example.org:{}/", "http://10.0.0.1:{}/", "http://127.0.0.1:{}/"])
def test_with_the_rules_of_the_site_no_port_of_ours_is_tried(inside, url):
    """No test may leave the machine: whatever tried would fail here with LeftTheMachine."""
    with pytest.raises(CouldNotRead):
        fetch_page(url.format(inside.port))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.0.0.1/", "https://[::1]/", "http://169.254.169.254/", "http://[fe80::1]/"],
)
def test_the_rules_of_the_site_refuse_the_machine_at_the_usual_ports(url, monkeypatch):
    def connect(*_: object) -> None:
        raise AssertionError("tried to connect")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(CouldNotRead) as refusal:
        fetch_page(url)
    assert refusal.value.reason == "address"


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("http://People.Example.ORG", "http://people.example.org/"),
        ("https://people.example.org:443/a", "https://people.example.org/a"),
        ("http://people.example.org:80/~ada/?q=a b".replace(" ", "%20"), "http://people.example.org/~ada/?q=a%20b"),
        ("http://people.example.org./a#part", "http://people.example.org/a"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://93.184.216.34/?", "http://93.184.216.34/"),
        ("http://my_page.example.org/", "http://my_page.example.org/"),
        ("HTTPS://people.example.org//a/../b", "https://people.example.org//a/../b"),
    ],
)
def test_plain_urls_have_one_spelling(url, spelled):
    assert target_of(url).url == spelled
