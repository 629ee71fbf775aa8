"""One Valkey under the home: the broker, on loopback behind a password, with its append-only file on."""

import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from bzpeer.embedded.accounts import Account
from bzpeer.embedded.binaries import valkey_program
from bzpeer.embedded.errors import CannotServe
from bzpeer.embedded.locks import FileLock
from bzpeer.embedded.logs import opened_log, tail
from bzpeer.embedded.processes import end_holder
from bzpeer.embedded.server import PATIENCE_SECONDS, Server

# Between looking for a free port and taking it somebody else can be quicker.
PORT_TRIALS = 5
# Before the first start there is no port; on this one nobody listens.
NOWHERE = "1"

SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
pidfile "{folder}/pid"
daemonize no
set-proc-title no
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy noeviction
"""


class Valkey(Server):
    """The broker of one home."""

    @property
    def folder(self) -> Path:
        return self.home.valkey

    @property
    def lock(self) -> Path:
        return self.home.run / "valkey.lock"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "log"

    def address(self) -> str:
        return f"redis://:{self._noted('password')}@127.0.0.1:{self._noted('port') or NOWHERE}/0"

    def pid(self) -> int | None:
        try:
            return int((self.folder / "pid").read_text())
        except (OSError, ValueError):
            return None

    def answers(self) -> bool:
        """Whether the one with our password answers: another program may have taken the port."""
        try:
            with socket.create_connection(("127.0.0.1", int(self._noted("port") or NOWHERE)), timeout=2) as probe:
                probe.sendall(f"AUTH {self._noted('password')}\r\nPING\r\n".encode())
                return probe.makefile("rb").read(12) == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def start(self, lock: FileLock) -> None:
        if not self._noted("password"):
            self._note("password", secrets.token_hex(16))
        for _ in range(PORT_TRIALS):
            # The last one again if possible: then those who know it find the server after a crash.
            if not _is_free(self._noted("port")):
                self._note("port", str(_free_port()))
            if self._launch(lock):
                return
        raise CannotServe(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        steps = [(signal.SIGTERM, 20.0), (signal.SIGKILL, 5.0)]
        end_holder(self.lock, pid=self.pid, mark=str(self.folder), steps=steps)

    def _launch(self, lock: FileLock) -> bool:
        """Whether it came up; False when it ended at once (a port lost in a race, a broken file)."""
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        settings = SETTINGS.format(port=self._noted("port"), password=self._noted("password"), folder=folder)
        path = self._note("valkey.conf", settings)
        with opened_log(self.log) as log:
            server = Account().spawn([valkey_program(), path], log=log, keep=[lock.fd])
        try:
            return self._is_up(server)
        except BaseException:
            server.kill()
            server.wait()
            raise

    def _is_up(self, server: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (server.pid == self.pid() and self.answers()):
            if server.poll() is not None:
                return False
            if time.monotonic() > deadline:
                raise CannotServe(f"Valkey was not ready after {PATIENCE_SECONDS:.0f} s; see {self.log}")
            time.sleep(0.02)
        return True

    def _noted(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def _note(self, name: str, text: str) -> Path:
        path = self.folder / name
        part = path.with_name(f"{name}.new")
        part.touch(mode=0o600)
        part.write_text(text)
        return part.replace(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: str) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            return False
    return True
