"""Who runs PostgreSQL: whoever calls, but never root, which it refuses."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from bzpeer.embedded.errors import CannotServe

SERVER_ACCOUNT = "bzpeer-postgres"
# Enough to pass through folders of root's (a checkout under /root); the second is what containers have.
_CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Account:
    """An account of the system that programs are run as; `uid` None stands for the caller's own."""

    uid: int | None = None
    gid: int | None = None
    prefix: list[str] = field(default_factory=list)

    def run(self, argv: Sequence[str | Path], *, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end with `text` as input; output and exit code are in the answer."""
        return subprocess.run(
            self._argv(argv), input=text, text=True, capture_output=True, check=False, **self._manner()
        )

    def spawn(self, argv: Sequence[str | Path], *, log: IO[bytes], keep: Sequence[int]) -> subprocess.Popen[bytes]:
        """Start in a session of its own (so that no Ctrl-C reaches it), with the descriptors `keep` left open."""
        return subprocess.Popen(
            self._argv(argv),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=keep,
            start_new_session=True,
            **self._manner(),
        )

    def own(self, folder: Path) -> None:
        """Give the folder to the account, with all that is in it."""
        if self.uid is None or self.gid is None or folder.stat().st_uid == self.uid:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def _argv(self, argv: Sequence[str | Path]) -> list[str]:
        return [*self.prefix, *map(str, argv)]

    def _manner(self) -> dict[str, Any]:
        # PGPORT, PGDATA and their like are meant for clients; they would bend the server too.
        manner: dict[str, Any] = {"env": {k: v for k, v in os.environ.items() if not k.startswith("PG")}, "cwd": "/"}
        if self.uid is not None and not self.prefix:
            manner.update(user=self.uid, group=self.gid, extra_groups=[])
        return manner


def server_account(folder: Path, program: Path) -> Account:
    """The account that runs `program` on `folder`.

    As root: the owner of the folder, or an account made for this, with the right to pass through folders
    that are closed to others when `folder` or `program` lies in one. Raises CannotServe if that fails.
    """
    if os.geteuid() != 0:
        return Account()
    uid, gid = _unprivileged(folder)
    account = Account(uid, gid)
    account.own(folder)
    for candidate in (account, *_with_passage(uid, gid)):
        if _reaches(candidate, folder, program):
            return candidate
    raise CannotServe(
        f"You are root, and PostgreSQL runs as {SERVER_ACCOUNT}, which may not enter {folder} or run {program}. "
        "Set BZPEER_HOME to a folder that other accounts can reach (for example /var/lib/bzpeer), and move the "
        "checkout there or set BZPEER_PG_BIN to the program folder of an installed PostgreSQL 18."
    )


def _unprivileged(folder: Path) -> tuple[int, int]:
    owner = folder.stat()
    if owner.st_uid != 0:
        return owner.st_uid, owner.st_gid
    try:
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        entry = _new_account()
    return entry.pw_uid, entry.pw_gid


def _new_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    wish = "Run as another account than root, or set DATABASE_URL to a running PostgreSQL 18."
    if not useradd:
        raise CannotServe(f"You are root, PostgreSQL must not be, and there is no useradd to make an account. {wish}")
    made = subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        raise CannotServe(f"The account {SERVER_ACCOUNT} could not be made: {made.stderr.strip()}. {wish}") from None


def _with_passage(uid: int, gid: int) -> list[Account]:
    """The account with one capability more, where the system has `setpriv`."""
    setpriv = shutil.which("setpriv")
    if not setpriv:
        return []
    who = [setpriv, "--reuid", str(uid), "--regid", str(gid), "--clear-groups"]
    # Without the secure bit access(2), which PostgreSQL asks about its own file, would not count the capability.
    extra = ["--securebits", "+no_setuid_fixup"]
    return [Account(uid, gid, [*who, *extra, "--inh-caps", f"+{c}", "--ambient-caps", f"+{c}"]) for c in _CAPABILITIES]


def _reaches(account: Account, folder: Path, program: Path) -> bool:
    try:
        tried = account.run(["/bin/sh", "-c", 'test -w "$0" && test -x "$1" && "$1" --version', folder, program])
    except OSError:
        return False
    return tried.returncode == 0
