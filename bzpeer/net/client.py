"""The one client for foreign pages (safety.md, Homepage fetch). For workers: it may take ten seconds."""

import hashlib
import socket
import zlib
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from bzpeer.net.bodies import body_of, text_of
from bzpeer.net.deadlines import Deadline, TimedReader
from bzpeer.net.errors import CouldNotRead
from bzpeer.net.rules import Rules
from bzpeer.net.targets import Target, followed, target_of

__all__ = ["CouldNotRead", "FetchedPage", "Rules", "fetch_page"]

REDIRECTS = (301, 302, 303, 307, 308)
# On the wire around the body: headers, and the seams of a chunked answer.
MOST_AROUND = 128 * 1024
# Nothing of ours but a name: no cookies, no referrer, no version.
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: bzpeer\r\nAccept: {kinds}\r\n"
    "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
)


@dataclass(frozen=True)
class FetchedPage:
    """A page as it was read: its last URL, the address connected to, its text, SHA-256 of its bytes in hex."""

    url: str
    address: str
    text: str
    sha256: str


def fetch_page(url: str, *, rules: Rules | None = None) -> FetchedPage:
    """Read a page that somebody named, and nothing inside our network, whatever the URL, its name and its server say.

    At most 10 seconds, 3 redirects, 512 KB of `text/html` or `text/plain`, unless `rules` say otherwise. Raises
    CouldNotRead with one of four reasons; anything else is a fault of ours.
    """
    rules = rules or Rules()
    deadline = Deadline(rules.total_seconds)
    target = target_of(url)
    for _ in range(rules.redirects + 1):
        found = _visit(target, rules, deadline)
        if isinstance(found, FetchedPage):
            return found
        target = followed(target, found)
    raise CouldNotRead("address")


def _visit(target: Target, rules: Rules, deadline: Deadline) -> FetchedPage | str:
    """The page, or where it says to look. A server that breaks the rules of HTTP has no page."""
    addresses = _checked_addresses(target, rules, deadline)
    try:
        address, sock = _connect(target, addresses, rules, deadline)
        with sock:
            return _ask(sock, target, address, rules, deadline)
    except TimeoutError as error:
        raise CouldNotRead("time") from error
    except OSError as error:
        raise CouldNotRead("address") from error
    except (HTTPException, zlib.error, ValueError) as error:  # ValueError: numbers that are none, in its headers.
        raise CouldNotRead("kind") from error


def _checked_addresses(target: Target, rules: Rules, deadline: Deadline) -> list[str]:
    """All addresses of the name, asked for once; one that may not be connected to speaks for all."""
    if target.port not in rules.ports:
        raise CouldNotRead("address")
    try:
        addresses = list(deadline.wait_for(lambda: rules.resolve(target.host, target.port)))
    except (OSError, UnicodeError) as error:
        raise CouldNotRead("address") from error
    if not addresses or not all(map(rules.may_connect, addresses)):
        raise CouldNotRead("address")
    return addresses


def _connect(target: Target, addresses: list[str], rules: Rules, deadline: Deadline) -> tuple[str, socket.socket]:
    """A connection to the first address that answers: to the address itself, so that no name is looked up again."""
    until = deadline.first_of(rules.connect_seconds)
    for place, address in enumerate(addresses, start=1):
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.settimeout(until.left())
            sock.connect((address, target.port))
            return address, _secured(sock, target, rules, until)
        except BaseException as error:
            sock.close()
            if not isinstance(error, OSError) or place == len(addresses):
                raise
    raise CouldNotRead("address")


def _secured(sock: socket.socket, target: Target, rules: Rules, until: Deadline) -> socket.socket:
    if target.scheme == "http":
        return sock
    sock.settimeout(until.left())
    return rules.trust().wrap_socket(sock, server_hostname=target.host)


def _ask(sock: socket.socket, target: Target, address: str, rules: Rules, deadline: Deadline) -> FetchedPage | str:
    sock.settimeout(deadline.left())
    sock.sendall(_request(target, rules))
    reader = TimedReader(sock, deadline, rules.most_bytes + MOST_AROUND)
    response = HTTPResponse(cast(Any, reader), method="GET")
    response.begin()
    if response.status in REDIRECTS:
        return _location(response)
    if response.status != 200:
        raise CouldNotRead("kind")
    body = body_of(response, rules.most_bytes, rules.kinds)
    return FetchedPage(target.url, address, text_of(response, body), hashlib.sha256(body).hexdigest())


def _request(target: Target, rules: Rules) -> bytes:
    return REQUEST.format(path=target.path, host=target.host_line, kinds=", ".join(rules.kinds)).encode("ascii")


def _location(response: HTTPResponse) -> str:
    location = response.headers.get("location")
    if not location:
        raise CouldNotRead("kind")
    # Headers are read as Latin-1; servers that do not quote send UTF-8.
    return location.encode("latin-1", "replace").decode("utf-8", "replace")
