"""What a URL asks for, read strictly: whatever two programs could read in two ways is refused."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from bzpeer.net.errors import CouldNotRead

USUAL_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2_000
# No user info, no zone, nothing behind a bracket, no empty port.
PLACE = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:@%]+)(:[0-9]{1,5})?")
# Spaces, controls and backslashes: browsers turn them into something else than we would.
UNCLEAR = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
LONGEST_NAME = 253
# `0x7f000001`, `2130706433`, `127.1`: names to us, addresses to the resolver.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True)
class Target:
    """A host as a name in ASCII or an address in its one spelling, without brackets, and what to ask it for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_line(self) -> str:
        """What stands in the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The one spelling of the whole."""
        return f"{self.scheme}://{self.host_line}{self.path}"


def target_of(url: str) -> Target:
    """Read a URL. Raises CouldNotRead("address") for other schemes, user info and every odd spelling."""
    if len(url) > LONGEST_URL or UNCLEAR.search(url):
        raise CouldNotRead("address")
    try:
        parts = urlsplit(url)
        if parts.scheme not in USUAL_PORTS or not PLACE.fullmatch(parts.netloc):
            raise CouldNotRead("address")
        port = USUAL_PORTS[parts.scheme] if parts.port is None else parts.port
        return Target(parts.scheme, _host(parts.hostname or ""), port, _path(parts))
    except (ValueError, idna.IDNAError) as error:
        raise CouldNotRead("address") from error


def followed(target: Target, location: str) -> Target:
    """Where a redirect leads, read as strictly. Raises CouldNotRead("address")."""
    if UNCLEAR.search(location):
        raise CouldNotRead("address")
    try:
        url = urljoin(target.url, location)
    except ValueError as error:
        raise CouldNotRead("address") from error
    return target_of(url)


def _host(host: str) -> str:
    """The host in its one spelling. Raises ValueError and IDNAError for one that has none."""
    if ":" in host:
        return IPv6Address(host).compressed
    if NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return str(IPv4Address(host))
    return _name(host)


def _name(host: str) -> str:
    if not host.isascii():
        host = idna.encode(host, uts46=True, transitional=False).decode()
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    # Full-width digits have become digits by now.
    is_number = NUMBER.fullmatch(labels[-1])
    if len(name) > LONGEST_NAME or len(labels) < 2 or is_number or not all(map(LABEL.fullmatch, labels)):
        raise CouldNotRead("address")
    return name


def _path(parts: SplitResult) -> str:
    # What is already quoted stays.
    path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~-._")
    return path + ("?" + quote(parts.query, safe="/%!$&'()*+,;=:@~-._?[]") if parts.query else "")
