"""An embedded database follows the code: migrated at the first use and whenever there are new migrations."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable

from bzpeer.embedded.errors import CannotServe
from bzpeer.embedded.home import CHECKOUT, Home


def migrate_if_new(home: Home, *, say: Callable[[str], None]) -> bool:
    """Run `manage.py migrate` unless this state of the code was migrated before; True when it ran.

    What was migrated is noted beside the cluster, so a new cluster starts anew. Raises CannotServe.
    """
    note = home.postgres / "migrated"
    state = migrations_state()
    if note.exists() and note.read_text() == state:
        return False
    say("Preparing the database")
    command = [sys.executable, str(CHECKOUT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
    # One hour: a migration may take longer than anything else the site does.
    done = subprocess.run(command, env={**os.environ, "BZPEER_STATEMENT_SECONDS": "3600"}, check=False)
    if done.returncode:
        raise CannotServe("The database could not be migrated; the reason stands above.")
    note.write_text(state)
    return True


def migrations_state() -> str:
    """A digest of the names of our migrations and of the versions of everybody else's."""
    patterns = ("*/migrations/[0-9]*.py", "*/*/migrations/[0-9]*.py")
    names = sorted(str(path.relative_to(CHECKOUT)) for pattern in patterns for path in CHECKOUT.glob(pattern))
    lock = CHECKOUT / "requirements.lock"
    return hashlib.sha256("\n".join(names).encode() + (lock.read_bytes() if lock.exists() else b"")).hexdigest()
