"""Tests never leave the machine: a connection to anything but loopback fails the test that made it."""

import ipaddress
import socket
from typing import Any


class LeftTheMachine(AssertionError):
    """A test tried to reach a foreign address."""


def guard() -> None:
    """Replace the connecting methods of every socket of this process."""

    class LoopbackSocket(socket.socket):
        def connect(self, address: Any) -> None:
            _refuse_foreign(self, address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            _refuse_foreign(self, address)
            return super().connect_ex(address)

    socket.socket = LoopbackSocket  # type: ignore[misc]


def _refuse_foreign(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
        raise LeftTheMachine(address[0])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")
