"""`python -m bzpeer.embedded COMMAND…`: run any command with the servers of this home (tests, psql, benchmarks)."""

import signal
import subprocess
import sys

from bzpeer.embedded import CannotServe, attach


def main(argv: list[str]) -> int:
    """The exit code of the command; 2 when there is none or the servers cannot be had."""
    if not argv:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        attachment = attach(broker=True, migrated=False)
    except CannotServe as reason:
        sys.stderr.write(f"bzpeer: {reason}\n")
        return 2
    try:
        return run(argv)
    except OSError as error:
        sys.stderr.write(f"bzpeer: {error.strerror}: {argv[0]}\n")
        return 127
    finally:
        attachment.detach()


def run(argv: list[str]) -> int:
    """Wait for the command's end: Ctrl-C reaches it by itself and is its to answer, SIGTERM is handed on."""
    # A handler that does nothing, instead of ignoring: the child does not inherit it.
    signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen(argv)
    signal.signal(signal.SIGTERM, lambda number, _frame: child.send_signal(number))
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
