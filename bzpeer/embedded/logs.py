"""The log files of the servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOG_BYTES = 5_000_000


@contextmanager
def opened_log(path: Path) -> Iterator[IO[bytes]]:
    """The log, open for more; one that has grown large becomes `<name>.1` first."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    with path.open("ab") as log:
        yield log


def tail(path: Path, lines: int = 8) -> str:
    """The last lines of a log, for a message."""
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - 4096))
        return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
