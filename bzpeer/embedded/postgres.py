"""One PostgreSQL cluster under the home: made, started, found running, stopped."""

import locale
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bzpeer.embedded.accounts import Account, server_account
from bzpeer.embedded.binaries import postgres_program
from bzpeer.embedded.errors import CannotServe
from bzpeer.embedded.locks import FileLock
from bzpeer.embedded.logs import opened_log, tail
from bzpeer.embedded.processes import command_of, end_holder
from bzpeer.embedded.server import PATIENCE_SECONDS, Server, fits_socket

VERSION = 18
NAME = "bzpeer"
SOCKET = ".s.PGSQL.5432"
SHORT_FOLDER = ("/tmp", "bzpeer-")  # noqa: S108 (mkdtemp: a random name, mode 0700)

# Durable first; then modest, for a machine of two cores that runs the rest of the site as well.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


class Postgres(Server):
    """The database server of one home."""

    @property
    def folder(self) -> Path:
        return self.home.postgres / "data"

    @property
    def lock(self) -> Path:
        return self.home.run / "postgres.lock"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home.postgres / "log"

    def address(self) -> str:
        folder = self._socket_folder() or self.home.postgres
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(folder))}"

    def pid(self) -> int | None:
        first = self._notes()[0]
        return int(first) if first.isdigit() else None

    def answers(self) -> bool:
        folder = self._socket_folder()
        if not folder or self._notes()[7] != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(folder / SOCKET))
            except OSError:
                return False
        return True

    def start(self, lock: FileLock) -> None:
        program = postgres_program("postgres")
        account = server_account(self.home.postgres, program)
        self._check_version(account, program)
        if not (self.folder / "PG_VERSION").exists():
            self._create(account)
        options = ["-D", str(self.folder), "-k", str(self._new_socket_folder(account))]
        self._forget_the_dead()
        # Given at each start, so that a new release brings its own settings to an old cluster.
        options += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with opened_log(self.log) as log:
            server = account.spawn([program, *options], log=log, keep=[lock.fd])
        try:
            self._await_ready(server)
        except BaseException:
            server.send_signal(signal.SIGQUIT)
            server.wait()
            raise

    def stop(self) -> None:
        """End the server: fast and clean; after a minute at once, leaving the rest to the next start's recovery."""
        steps = [(signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0)]
        folder = self._socket_folder()
        if end_holder(self.lock, pid=self.pid, mark=str(self.folder), steps=steps):
            _remove_short(folder)

    def _await_ready(self, server: subprocess.Popen[bytes]) -> None:
        began = time.monotonic()
        is_told = False
        while (self.pid(), self._notes()[7]) != (server.pid, "ready"):
            if server.poll() is not None:
                raise CannotServe(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")
            waited = time.monotonic() - began
            if waited > PATIENCE_SECONDS:
                raise CannotServe(f"PostgreSQL was not ready after {PATIENCE_SECONDS:.0f} s; see {self.log}")
            if waited > 3 and not is_told:
                is_told = True
                self.say("PostgreSQL recovers from a crash; this can take a minute")
            time.sleep(0.02)

    def _create(self, account: Account) -> None:
        """Make the cluster under another name and rename it when whole: a break leaves nothing half made."""
        self.say(f"Making a PostgreSQL cluster in {self.folder} (once)")
        new = self.home.postgres / "new"
        shutil.rmtree(new, ignore_errors=True)
        # The sort order is PostgreSQL's own; the system's locale only tells letters from signs (pg_trgm asks).
        words = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_locale()}"]
        trust = ["-U", "postgres", "--auth-local=trust", "--auth-host=reject"]
        made = account.run([postgres_program("initdb"), "-D", new, *trust, *words])
        if made.returncode:
            raise CannotServe(f"PostgreSQL could not make its files in {new}: {made.stderr.strip()}")
        # The site's role may make test databases, but is no superuser: it can read no files and run no programs.
        filled = account.run(
            [postgres_program("postgres"), "--single", "-D", new, "-c", "exit_on_error=true", "postgres"],
            text=f"CREATE ROLE {NAME} LOGIN CREATEDB;\nCREATE DATABASE {NAME} OWNER {NAME};\n",
        )
        if filled.returncode:
            raise CannotServe(f"PostgreSQL could not make the database {NAME}: {filled.stderr.strip()}")
        new.rename(self.folder)

    def _check_version(self, account: Account, program: Path) -> None:
        said = account.run([program, "--version"]).stdout.strip()
        found = re.search(r"\d+", said)
        version = int(found.group()) if found else 0
        if version < VERSION:
            raise CannotServe(f"{program} is {said or 'of no known version'}; PostgreSQL {VERSION} is needed.")
        mark = self.folder / "PG_VERSION"
        if mark.exists() and int(mark.read_text()) != version:
            raise CannotServe(
                f"{self.folder} was made by PostgreSQL {mark.read_text().strip()}, and {program} is {version}. Dump it "
                "with the old programs (BZPEER_PG_BIN names their folder) and restore it into a new BZPEER_HOME."
            )

    def _forget_the_dead(self) -> None:
        """Remove the notes of a killed server, whose number PostgreSQL would take for a living one's.

        It may be a zombie's (where nobody collects them, as in many containers) or by now another program's.
        That no process of the dead server is left is known from the lock, which each of them inherits.
        """
        pid = self.pid()
        if pid is not None and str(self.folder) not in command_of(pid):
            (self.folder / "postmaster.pid").unlink()
            (self.home.postgres / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _new_socket_folder(self, account: Account) -> Path:
        """The folder of the cluster, or a short one when its path does not fit into a socket's address."""
        _remove_short(self._socket_folder())
        if fits_socket(self.home.postgres, SOCKET):
            return self.home.postgres
        parent, prefix = SHORT_FOLDER
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        account.own(folder)
        return folder

    def _socket_folder(self) -> Path | None:
        noted = self._notes()[4]
        return Path(noted) if noted else None

    def _notes(self) -> list[str]:
        """`postmaster.pid`: pid, folder, time, port, socket folder, host, memory, state."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            lines = []
        return [line.strip() for line in lines] + [""] * 8


def _remove_short(folder: Path | None) -> None:
    parent, prefix = SHORT_FOLDER
    if folder and folder.parent == Path(parent) and folder.name.startswith(prefix):
        shutil.rmtree(folder, ignore_errors=True)


def _locale() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"
