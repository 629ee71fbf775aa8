"""Processes that nobody here is the parent of: ask what they are, end them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bzpeer.embedded.locks import is_free

# The last processes of a server whose head was killed need a moment to notice; one that just starts, to say who it is.
LINGER_SECONDS = 5.0


def command_of(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    answer = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout


def end_holder(
    lock: Path, *, pid: Callable[[], int | None], mark: str, steps: Sequence[tuple[signal.Signals, float]]
) -> bool:
    """Send each signal once and wait its seconds, until nobody holds `lock`; True when it is free.

    Nothing is sent unless the command line of `pid()` holds `mark`: the number in a file may by now (or in
    this container) belong to somebody else. It is asked again and again, for a server that just starts.
    """
    for number, seconds in steps:
        began = time.monotonic()
        is_sent = False
        while time.monotonic() < began + (seconds if is_sent else LINGER_SECONDS):
            if is_free(lock):
                return True
            known = pid()
            if not is_sent and known is not None and mark in command_of(known):
                os.kill(known, number)
                is_sent = True
            time.sleep(0.02)
        if not is_sent:
            return False
    return False
