"""A granian that serves the site as `manage.py serve` does, and a client that costs next to nothing."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figure import seconds_of
from benchmarks.ground import PROJECT, environment, manage

HOST = "127.0.0.1"
READY_SECONDS = 30
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
ETAG = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)
NO_BODY = 304


@dataclass(frozen=True)
class Answer:
    """Status, ETag (empty without one) and body as it came over the wire."""

    status: int
    etag: str
    body: bytes


@contextmanager
def serving(address: str, folder: Path, *, workers: int = 1) -> Iterator[int]:
    """The site on the database at `address`; gives its port. Static files are collected into `folder`."""
    port = _free_port()
    static = {"STATIC_ROOT": str(folder / "static"), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    os.environ |= {"STATIC_ROOT": static["STATIC_ROOT"]}
    manage(address, "collectstatic", "--noinput", "--verbosity", "0")
    site = environment(address) | static
    site |= {"PUBLIC_URL": f"http://{HOST}:{port}", "BZPEER_STATEMENT_SECONDS": "5", "BZPEER_POOL_SIZE": "8"}
    where = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--http", "1", "--no-ws"]
    size = ["--workers", str(workers), "--blocking-threads", "8", "--backpressure", "64", "--log-level", "error"]
    command = [sys.executable, "-m", "granian", *where, *size, "bzpeer.wsgi:application"]
    with subprocess.Popen(command, env=site, cwd=PROJECT) as process:
        try:
            _await_ready(port)
            yield port
        finally:
            process.terminate()


class Client:
    """One connection that is kept; requests are made once and sent many times."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def request(self, path: str, **headers: str) -> bytes:
        """The bytes of a GET as a browser without a session sends it."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Accept: text/html", "Accept-Encoding: gzip"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def send(self, request: bytes) -> Answer:
        """Ask, and wait for the answer. Raises ConnectionError when the server hangs up."""
        self.ask(request)
        return self.answer()

    def ask(self, request: bytes) -> None:
        """Send, without waiting."""
        self.socket.sendall(request)

    def answer(self) -> Answer:
        """The answer to what was asked. Raises ConnectionError when the server hangs up."""
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end]
        status = int(head[9:12])
        length = LENGTH.search(head)
        if length is None and status != NO_BODY:
            raise ConnectionError("an answer without a length")
        left = (int(length[1]) if length and status != NO_BODY else 0) - (len(received) - end - 4)
        parts = [received[end + 4 :]]
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        etag = ETAG.search(head)
        return Answer(status, etag[1].decode() if etag else "", b"".join(parts))

    def _more(self) -> bytes:
        block = self.socket.recv(1 << 18)
        if not block:
            raise ConnectionError("the server hung up")
        return block


def rate(clients: Sequence[Client], request: bytes, *, status: int, count: int) -> float:
    """Requests a second over `count` of them, one on each connection at a time.

    Raises ConnectionError when one is answered with another status.
    """

    def act() -> None:
        for _ in range(count // len(clients)):
            for client in clients:
                client.ask(request)
            for client in clients:
                answer = client.answer()
                if answer.status != status:
                    raise ConnectionError(f"answered {answer.status}, not {status}")

    return count // len(clients) * len(clients) / seconds_of(act)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await_ready(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with Client(port) as client:
                if client.send(client.request("/healthz")).status == 200:
                    return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)
