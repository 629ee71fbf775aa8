"""What the client may do, as one value: the site's are the defaults, tests lead them to servers of their own."""

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bzpeer.net.addresses import is_global


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system finds them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True)
class Rules:
    """Limits (seconds, bytes after decompression) and the three questions that have an answer outside."""

    ports: frozenset[int] = frozenset({80, 443})
    redirects: int = 3
    connect_seconds: float = 5.0
    total_seconds: float = 10.0
    most_bytes: int = 512 * 1024
    # Media types, in lower case, of what may be read.
    kinds: tuple[str, ...] = ("text/html", "text/plain")
    # Asked about every address of a name, before any is connected to.
    may_connect: Callable[[str], bool] = is_global
    # Asked once for each URL; the connection is made to what it said.
    resolve: Callable[[str, int], Sequence[str]] = resolve
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
