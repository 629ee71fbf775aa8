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
    finally:
        attachment.detach()


def run(argv: list[str]) -> int:
    """Wait for the command's end: Ctrl-C reaches it by itself and is its to answer, SIGTERM is handed on."""
    child = subprocess.Popen(argv)
    signal.signal(signal.SIGTERM, lambda number, _frame: child.send_signal(number))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
