"""Which servers a `manage.py` command needs, and its life around them."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from bzpeer.embedded.attachment import attach, name_nowhere
from bzpeer.embedded.errors import CannotServe

WITHOUT_DATABASE = {
    "", "help", "version", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages",
    "startapp",
}  # fmt: skip
# Those that look at or change the migrations themselves, or bring tables along.
NOT_MIGRATED_BEFORE = {"makemigrations", "migrate", "optimizemigration", "restore", "showmigrations", "sqlmigrate"}
WITH_BROKER = {"serve", "demo", "relay", "doctor"}
# Requests are impatient; commands and workers may take their time and use one connection.
PATIENT = {"BZPEER_STATEMENT_SECONDS": "120", "BZPEER_POOL_SIZE": "0"}


@contextmanager
def servers_for(argv: Sequence[str]) -> Iterator[None]:
    """What `manage.py <argv[1:]>` needs, running inside the block. Exits 2 with a message if that fails."""
    name = next((word for word in argv[1:] if not word.startswith("-")), "")
    if name != "runserver":
        for variable, value in PATIENT.items():
            os.environ.setdefault(variable, value)
    if name in WITHOUT_DATABASE or {"-h", "--help", "--version"} & set(argv):
        name_nowhere()
        yield
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        # One that is ignored (nohup) stays ignored.
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _leave)
    try:
        attachment = attach(broker=name in WITH_BROKER, migrated=name not in NOT_MIGRATED_BEFORE)
    except CannotServe as reason:
        sys.stderr.write(f"bzpeer: {reason}\n")
        if name != "doctor":
            sys.exit(2)
        name_nowhere()
        yield
        return
    try:
        yield
    finally:
        attachment.detach()


def _leave(number: int, _frame: object) -> NoReturn:
    # As an exception: then the servers are let go of on the way out.
    sys.exit(128 + number)
