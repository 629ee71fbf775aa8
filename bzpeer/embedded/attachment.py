"""A process's hold on the servers of its home: the first starts them, the last one stops them."""

import atexit
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar

from bzpeer.embedded.binaries import postgres_program
from bzpeer.embedded.home import Home, home_from_environment
from bzpeer.embedded.locks import FileLock, exclusive, take
from bzpeer.embedded.migrations import migrate_if_new
from bzpeer.embedded.postgres import Postgres
from bzpeer.embedded.server import Server
from bzpeer.embedded.valkey import Valkey


class Attachment:
    """The servers this process uses until `detach`. None at all is allowed: then real ones are set."""

    # The one of this process, for the command that watches over it (`manage.py serve`).
    current: ClassVar["Attachment | None"] = None

    def __init__(self, home: Home, servers: Sequence[Server]) -> None:
        self.home = home
        self.servers = servers
        self._pid = os.getpid()
        # Shared by all users; the kernel drops a dead user's part, so nobody has to be counted.
        self._users: FileLock | None = None
        self._named: dict[str, str] = {}

    def start(self) -> None:
        """Count as a user and have every server running. Raises CannotServe."""
        if not self.servers:
            return
        self.home.make()
        atexit.register(self.detach)
        try:
            with exclusive(self.home.starting):
                self._users = FileLock(self.home.users)
                self._users.share()
                for server in self.servers:
                    server.ensure()
        except BaseException:
            self.detach()
            raise

    def revive(self) -> bool:
        """Start again what has died since; True when something had. Raises CannotServe."""
        starting = take(self.home.starting) if self.servers else None
        if not starting:
            return False
        try:
            revived = [server.revive() for server in self.servers]
            return any(revived)
        finally:
            starting.close()

    def detach(self) -> None:
        """Let go; the last user stops the servers. Can be called twice; a forked child's call does nothing."""
        if self._users is None or os.getpid() != self._pid:
            return
        users, self._users = self._users, None
        atexit.unregister(self.detach)
        with undisturbed(), exclusive(self.home.starting):
            if users.try_exclusive():
                self._stop_all()
            users.close()
        for name, address in self._named.items():
            if os.environ.get(name) == address:
                del os.environ[name]

    def name(self, addresses: Mapping[str, str]) -> None:
        """Put the addresses where `settings/env.py` reads them, until `detach`."""
        self._named |= addresses
        os.environ.update(addresses)

    def _stop_all(self) -> None:
        # Also those that another user had started and left.
        for server in (Valkey(self.home, _say), Postgres(self.home, _say)):
            server.stop()

    def outer_environment(self) -> dict[str, str]:
        """The environment without our addresses: a process started with it attaches itself."""
        return {name: value for name, value in os.environ.items() if self._named.get(name) != value}


def attach(*, broker: bool = False, migrated: bool = True, say: Callable[[str], None] | None = None) -> Attachment:
    """Give this process its servers, and the settings their addresses (`DATABASE_URL`, `BROKER_URL`) and key.

    What the environment names already is not embedded, and in production nothing is. `broker` starts
    Valkey too; `migrated` brings an embedded database up to the code. Returns after at most a few
    seconds, once the servers answer. Raises CannotServe.
    """
    home = home_from_environment()
    speak = say or _say
    postgres = None if _is_set("DATABASE_URL") else Postgres(home, speak)
    valkey = None if _is_set("BROKER_URL") else Valkey(home, speak)
    attachment = Attachment(home, [server for server in (postgres, valkey if broker else None) if server])
    attachment.start()
    Attachment.current = attachment
    named = {"DATABASE_URL": postgres, "BROKER_URL": valkey}
    attachment.name({name: server.address() for name, server in named.items() if server})
    if postgres and not _is_set("ERASURE_KEY"):
        attachment.name({"ERASURE_KEY": home.erasure_key()})
    if postgres:
        # psql and pg_dump of the server's own version, for `dbshell` and `backup`.
        os.environ["PATH"] = f"{postgres_program('psql').parent}:{os.environ.get('PATH', os.defpath)}"
    if postgres and migrated:
        try:
            with exclusive(home.run / "migrating.lock"):
                migrate_if_new(home, say=speak)
        except BaseException:
            attachment.detach()
            raise
    return attachment


def name_nowhere() -> None:
    """Addresses for commands that use no server: the settings ask for some."""
    home = home_from_environment()
    for name, server in (("DATABASE_URL", Postgres(home, _say)), ("BROKER_URL", Valkey(home, _say))):
        if not _is_set(name):
            os.environ[name] = server.address()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals to stop are ignored inside the block: a second Ctrl-C must not leave a server nobody uses."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _is_set(name: str) -> bool:
    is_production = os.environ.get("BZPEER_ENV") == "production"
    return is_production or bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
