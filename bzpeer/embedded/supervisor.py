"""Runs programs side by side: shows what they say, restarts the dead, leaves none behind."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

# After the fifth death in a row (none of them a minute apart) restarting is no cure.
MOST_DEATHS = 5
STEADY_SECONDS = 60.0


class GaveUp(Exception):
    """A program died too often; the text names it."""


@dataclass(frozen=True)
class Program:
    """What to run, and how it is ended: lower stages first, each with its patience in seconds."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    stage: int
    patience: float


@dataclass
class Child:
    """One program and its present process, if it has one."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    rest: bytes = b""
    start_at: float | None = field(default=None)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C. Not KeyboardInterrupt itself: passing through `exec`, that would make Python end by the signal."""


class Interruption:
    """Ctrl-C, SIGTERM, a closed terminal: the first raises Interrupted while `is_armed`, the rest are counted."""

    def __init__(self) -> None:
        self.count = 0
        self.is_armed = True
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
        if self.is_armed:
            self.is_armed = False
            raise Interrupted


class Supervisor:
    """The children of this process, which work in one folder; handled in one thread."""

    def __init__(self, *, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.children: list[Child] = []
        self._selector = selectors.DefaultSelector()

    def start(self, program: Program) -> None:
        """Start a program and keep it running until `stop`."""
        child = Child(program)
        self.children.append(child)
        self._spawn(child)

    def pump(self, seconds: float) -> None:
        """Show what the children say for at most `seconds`, then see to the dead. Raises GaveUp."""
        self._read(seconds)
        now = time.monotonic()
        for child in self.children:
            if child.process and child.process.poll() is not None:
                self._bury(child, now)
            elif child.start_at is not None and now >= child.start_at:
                self._spawn(child)

    def stop(self, *, is_hurried: Callable[[], bool]) -> None:
        """End all children, stage by stage; those that stay (or all, when hurried) are killed."""
        for stage in sorted({child.program.stage for child in self.children}):
            self._end([child for child in self.children if child.program.stage == stage], is_hurried)
        self._selector.close()

    def _spawn(self, child: Child) -> None:
        child.start_at = None
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.program.argv,
            env=dict(child.program.env),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C on a terminal goes to us, and we end the children in good order.
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 (this process has one thread)
        )
        assert child.process.stdout
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _read(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
        for key, _ in self._selector.select(seconds):
            self._read_from(key.data)

    def _read_from(self, child: Child) -> None:
        assert child.process and child.process.stdout
        try:
            chunk = os.read(child.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return
        if not chunk:
            self._forget_output(child)
        *lines, child.rest = (child.rest + chunk).split(b"\n")
        for line in lines:
            self.say(f"{child.program.name:<11} | {line.decode(errors='replace').rstrip()}")

    def _forget_output(self, child: Child) -> None:
        assert child.process and child.process.stdout
        if not child.process.stdout.closed:
            self._selector.unregister(child.process.stdout)
            child.process.stdout.close()
        if child.rest:
            child.rest += b"\n"

    def _bury(self, child: Child, now: float) -> None:
        """Take note of a death and set the time of the next try. Raises GaveUp."""
        code = self._clear(child)
        child.deaths = child.deaths + 1 if now - child.started_at < STEADY_SECONDS else 1
        name = child.program.name
        if child.deaths >= MOST_DEATHS:
            raise GaveUp(f"{name} ended {child.deaths} times in a row, the last time with code {code}")
        pause = 2.0 ** (child.deaths - 1)
        child.start_at = now + pause
        self.say(f"{name} ended with code {code}; starting it again in {pause:.0f} s")

    def _clear(self, child: Child) -> int:
        """Kill what is left of a child's group, show its last words, and forget its process; the exit code."""
        process = child.process
        assert process
        _signal_group(process.pid, signal.SIGKILL)
        code = process.wait()
        if process.stdout and not process.stdout.closed:
            self._read_from(child)
            self._forget_output(child)
        child.process = None
        return code

    def _end(self, children: list[Child], is_hurried: Callable[[], bool]) -> None:
        running = [child for child in children if child.process]
        for child in running:
            assert child.process
            child.process.terminate()
        deadline = time.monotonic() + max((child.program.patience for child in running), default=0.0)
        while any(child.process and child.process.poll() is None for child in running):
            if is_hurried() or time.monotonic() > deadline:
                break
            self._read(0.05)
        for child in running:
            self._clear(child)


def _die_with(parent: int) -> Callable[[], None]:
    """What a child does before its program begins: ask for SIGTERM when the parent dies (Linux knows how)."""
    if sys.platform != "linux":
        return lambda: None
    set_death_signal = ctypes.CDLL(None).prctl

    def ask() -> None:
        set_death_signal(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
