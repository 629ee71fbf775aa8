"""The one client for foreign servers (safety.md, Homepage fetch). For workers: it may take as long as its rules say."""

import hashlib
import socket
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any, Generic, TypeVar, cast

from bzpeer.net.bodies import body_of, text_of
from bzpeer.net.deadlines import Deadline, TimedReader
from bzpeer.net.errors import CouldNotRead
from bzpeer.net.rules import Rules
from bzpeer.net.targets import Target, followed, target_of

__all__ = ["Answer", "CouldNotRead", "FetchedPage", "Rules", "fetch_answer", "fetch_page"]

REDIRECTS = (301, 302, 303, 307, 308)
# On the wire around the body: headers, and the seams of a chunked answer.
MOST_AROUND = 128 * 1024
REQUEST = "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
# Nothing of ours but a name: no cookies, no referrer, no version.
AS_ANYBODY = {"User-Agent": "bzpeer"}
Found = TypeVar("Found")


@dataclass(frozen=True)
class FetchedPage:
    """A page as it was read: its last URL, the address connected to, its text, SHA-256 of its bytes in hex."""

    url: str
    address: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Answer:
    """What a server answered: headers by their names in lower case, and the body where the status is 200."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class _Question(Generic[Found]):
    """What is asked at each address, and what is made of an answer that leads nowhere else."""

    rules: Rules
    headers: Mapping[str, str]
    read: Callable[[HTTPResponse, Target, str], Found]


@dataclass(frozen=True)
class _Elsewhere:
    location: str


def fetch_page(url: str, *, rules: Rules | None = None) -> FetchedPage:
    """Read a page that somebody named, and nothing inside our network, whatever the URL, its name and its server say.

    At most 10 seconds, 3 redirects, 512 KB of `text/html` or `text/plain`. Raises CouldNotRead with one of four
    reasons; anything else is a fault of ours.
    """
    rules = rules or Rules()

    def read(response: HTTPResponse, target: Target, address: str) -> FetchedPage:
        if response.status != 200:
            raise CouldNotRead("kind")
        body = body_of(response, rules.kinds, rules.most_bytes)
        return FetchedPage(target.url, address, text_of(response, body), hashlib.sha256(body).hexdigest())

    return _fetch(url, _Question(rules, AS_ANYBODY | {"Accept": ", ".join(rules.kinds)}, read))


def fetch_answer(url: str, *, rules: Rules, headers: Mapping[str, str]) -> Answer:
    """Ask an API, with these headers, under these rules; the answer has whatever status the server gave.

    Raises CouldNotRead where none came, or where the body of a 200 is cut off, too long or of another kind.
    """

    def read(response: HTTPResponse, _: Target, __: str) -> Answer:
        told = {name.lower(): value for name, value in response.headers.items()}
        body = body_of(response, rules.kinds, rules.most_bytes) if response.status == 200 else b""
        return Answer(response.status, told, body)

    return _fetch(url, _Question(rules, headers, read))


def _fetch(url: str, question: _Question[Found]) -> Found:
    deadline = Deadline(question.rules.total_seconds)
    target = target_of(url)
    for _ in range(question.rules.redirects + 1):
        found = _visit(target, question, deadline)
        if not isinstance(found, _Elsewhere):
            return found
        target = followed(target, found.location)
    raise CouldNotRead("address")


def _visit(target: Target, question: _Question[Found], deadline: Deadline) -> Found | _Elsewhere:
    """What was found, or where it says to look. A server that breaks the rules of HTTP has no page."""
    addresses = _checked_addresses(target, question.rules, deadline)
    try:
        address, sock = _connect(target, addresses, question.rules, deadline)
        with sock:
            return _ask(sock, target, address, question, deadline)
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


def _ask(
    sock: socket.socket, target: Target, address: str, question: _Question[Found], deadline: Deadline
) -> Found | _Elsewhere:
    sock.settimeout(deadline.left())
    headers = "".join(f"{name}: {value}\r\n" for name, value in question.headers.items())
    sock.sendall(REQUEST.format(path=target.path, host=target.host_line, headers=headers).encode("ascii"))
    reader = TimedReader(sock, deadline, question.rules.most_bytes + MOST_AROUND)
    response = HTTPResponse(cast(Any, reader), method="GET")
    response.begin()
    if response.status in REDIRECTS:
        return _Elsewhere(_location(response))
    return question.read(response, target, address)


def _location(response: HTTPResponse) -> str:
    location = response.headers.get("location")
    if not location:
        raise CouldNotRead("kind")
    # Headers are read as Latin-1; servers that do not quote send UTF-8.
    return location.encode("latin-1", "replace").decode("utf-8", "replace")
