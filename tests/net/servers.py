"""Foreign servers on this machine: one outside that answers as a test says, one inside that must hear nothing."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bzpeer.net.addresses import is_global
from bzpeer.net.client import Rules

# All of 127.0.0.0/8 is this machine: the tests call one address of it the internet.
OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.1"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello"

Answer = Callable[[socket.socket], None]


def says(*pieces: bytes) -> Answer:
    """An answer that sends these bytes and hangs up."""

    def answer(sock: socket.socket) -> None:
        for piece in pieces:
            sock.sendall(piece)

    return answer


def page(body: bytes = b"<p>Hello", *headers: str, kind: str = "text/html") -> Answer:
    """An answer of one page."""
    head = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return says("\r\n".join([*head, "", ""]).encode("latin-1") + body)


def leads_to(location: str, status: int = 302) -> Answer:
    """An answer that sends elsewhere."""
    return says(f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())


class Outside:
    """A server at OUTSIDE; `answers` says what comes at each path, and what it was asked stands in `requests`."""

    def __init__(self, answers: Mapping[str, Answer] | Answer, *, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self.names: list[str | None] = []
        self.is_over = threading.Event()
        self._answers, self._tls = answers, tls
        if tls:
            tls.sni_callback = lambda _sock, name, _context: self.names.append(name)
        self._listener = socket.create_server((OUTSIDE, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.is_over.set()
        # Wakes the thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                threading.Thread(target=self._talk, args=[sock], daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked and (piece := sock.recv(4096)):
                asked += piece
            self.requests.append(asked.decode("latin-1"))
            if asked:
                self._answer(asked.split()[1].decode("latin-1"))(sock)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)
            sock.recv(1)

    def _answer(self, path: str) -> Answer:
        return self._answers if callable(self._answers) else self._answers[path]


class Inside:
    """A listener in the network that nobody may reach; it never answers."""

    def __init__(self, address: str = INSIDE, port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, port), family=family)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]

    def has_heard(self) -> bool:
        """Whether anybody connected, be it without a word."""
        try:
            sock, _ = self._listener.accept()
        except BlockingIOError:
            return False
        sock.close()
        return True

    def close(self) -> None:
        self._listener.close()


class Names:
    """A resolver: what each name means, the first time, the second time …; the last meaning stays."""

    def __init__(self, meanings: Mapping[str, Sequence[str] | Sequence[Sequence[str]]]) -> None:
        self.asked: list[str] = []
        self._meanings = meanings

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        with contextlib.suppress(ValueError):
            return [str(ipaddress.ip_address(host))]
        if host not in self._meanings:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        meaning = list(self._meanings[host])
        if meaning and not isinstance(meaning[0], str):
            return meaning[min(self.asked.count(host), len(meaning)) - 1]
        return meaning


NAMES = {"people.example.org": [OUTSIDE], "inside.example.org": [INSIDE]}


def rules_for(*ports: int, **changes: Any) -> Rules:
    """The site's own rules, except that OUTSIDE is outside, these ports are usual, and a busy machine has time."""
    defaults: dict[str, Any] = {
        "ports": frozenset({80, 443, *ports}),
        "may_connect": lambda address: address == OUTSIDE or is_global(address),
        "resolve": Names(NAMES),
        "total_seconds": 60.0,
    }
    return Rules(**(defaults | changes))


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS for this name, and the file of the certificate that signs for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
