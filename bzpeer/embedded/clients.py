"""PostgreSQL's own client programs (`pg_dump`, `pg_restore`), against whichever server the settings name."""

import os
import subprocess
from collections.abc import Mapping
from typing import IO

from bzpeer.embedded.binaries import postgres_program

Pipe = int | IO[bytes] | None


def spawn_client(
    name: str, *words: str, login: Mapping[str, str], stdin: Pipe = None, stdout: Pipe = None, stderr: Pipe = None
) -> subprocess.Popen[bytes]:
    """Start the program; `login` holds libpq's variables (`PGHOST`…), so that no password is in its command line.

    Raises CannotServe when there is no such program.
    """
    command = [str(postgres_program(name)), *words]
    return subprocess.Popen(command, env={**os.environ, **login}, stdin=stdin, stdout=stdout, stderr=stderr)
