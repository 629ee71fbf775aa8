"""`$BZPEER_HOME`: where everything of one site lies."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bzpeer.embedded.errors import CannotServe

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """The folders of one site."""

    path: Path

    @property
    def postgres(self) -> Path:
        """Cluster, log and (if its path is short enough) socket; owned by who runs PostgreSQL."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """Configuration, append-only files and log."""
        return self.path / "valkey"

    @property
    def run(self) -> Path:
        """Locks and other things that mean nothing after a restart of the machine."""
        return self.path / "run"

    @property
    def starting(self) -> Path:
        """Lock: who holds it starts or stops servers."""
        return self.run / "starting.lock"

    @property
    def users(self) -> Path:
        """Lock shared by every process that needs the servers."""
        return self.run / "users.lock"

    def erasure_key(self) -> str:
        """The key of this home's hashes of erased people, made at the first use; it lies outside the database."""
        path = self.path / "erasure.key"
        if not path.exists():
            new = self.run / f"erasure.key.{os.getpid()}"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
            # Whole or not at all, and never a second one.
            with suppress(FileExistsError):
                os.link(new, path)
            new.unlink()
        return path.read_text()

    def make(self) -> None:
        """Make the folders. Raises CannotServe when that is not allowed here."""
        try:
            # Root's servers run as another account, which has to pass through.
            self.path.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.postgres, self.valkey, self.run, self.path / "mail"):
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise CannotServe(f"{error.strerror}: {error.filename} (BZPEER_HOME is {self.path})") from error
        if not os.access(self.run, os.W_OK):
            raise CannotServe(f"{self.path} belongs to somebody else; set BZPEER_HOME to a folder of yours.")


def home_from_environment() -> Home:
    """The home that `BZPEER_HOME` names, else `.bzpeer/` in the checkout (as `settings/env.py` has it)."""
    named = os.environ.get("BZPEER_HOME")
    return Home(Path(named).expanduser().resolve() if named else CHECKOUT / ".bzpeer")
