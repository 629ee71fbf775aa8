"""Programs side by side: their words are shown, the dead come back, and none is left behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bzpeer.embedded.home import CHECKOUT
from bzpeer.embedded.supervisor import GaveUp, Program, Supervisor
from tests.embedded.conftest import is_running

# Writes its process and that of a child of its own, then stays; `trap` decides how it takes SIGTERM.
FAMILY = "{trap} sleep 300 & echo $$ > {folder}/parent; echo $! > {folder}/child; wait; wait; wait"


class Stage:
    """A supervisor, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.lines: list[str] = []
        self.supervisor = Supervisor(folder=folder, say=self.lines.append)

    def run(self, script: str, *, name: str = "one", stage: int = 0, patience: float = 5) -> None:
        """Start a shell script as a program."""
        argv = ["/bin/sh", "-c", script]
        self.supervisor.start(Program(name, argv, dict(os.environ), stage=stage, patience=patience))

    def pump_until(self, is_so: Callable[[], bool]) -> None:
        """Let it work until something is so, at most two minutes."""
        deadline = time.monotonic() + 120
        while not is_so():
            assert time.monotonic() < deadline, self.lines
            self.supervisor.pump(0.05)

    def stop(self, *, is_hurried: bool = False) -> None:
        """End everything."""
        self.supervisor.stop(is_hurried=lambda: is_hurried)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    one = Stage(tmp_path)
    yield one
    one.stop(is_hurried=True)


def test_every_line_is_shown_at_once_under_its_programs_name(stage: Stage) -> None:
    stage.run("echo first; echo second >&2; printf 'half'; sleep 300", name="web")
    stage.pump_until(lambda: len(stage.lines) == 2)
    assert stage.lines == ["web         | first", "web         | second"]


def test_the_last_words_of_the_dead_are_shown(stage: Stage) -> None:
    stage.run("printf 'no newline at the end'; exit 3")
    stage.pump_until(lambda: len(stage.lines) == 2)
    assert stage.lines == [
        "one         | no newline at the end",
        "one ended with code 3; starting it again in 1 s",
    ]


def test_a_dead_program_is_started_again(stage: Stage, tmp_path: Path) -> None:
    stage.run(f"echo x >> {tmp_path}/starts; [ $(wc -l < {tmp_path}/starts) = 1 ] && exit 1; echo back; sleep 300")
    stage.pump_until(lambda: stage.lines[-1:] == ["one         | back"])


def test_a_program_that_keeps_dying_is_given_up_by_name(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bzpeer.embedded.supervisor.MOST_DEATHS", 2)
    stage.run("exit 7", name="beat")
    with pytest.raises(GaveUp, match="beat ended 2 times in a row, the last time with code 7"):
        stage.pump_until(lambda: False)


def test_stages_end_one_after_the_other(stage: Stage, tmp_path: Path) -> None:
    for name, number in (("worker", 2), ("web", 0), ("relay", 1)):
        stage.run(
            f"trap 'echo {name} >> order; exit 0' TERM; echo up; while :; do sleep 0.05; done", name=name, stage=number
        )
    stage.pump_until(lambda: len(stage.lines) == 3)
    stage.stop()
    assert (tmp_path / "order").read_text().split() == ["web", "relay", "worker"]


@pytest.mark.parametrize("trap", ["", "trap '' TERM;"], ids=["willing", "deaf"])
def test_no_grandchild_is_left(stage: Stage, tmp_path: Path, trap: str) -> None:
    stage.run(FAMILY.format(trap=trap, folder=tmp_path), patience=0.5)
    stage.pump_until(lambda: (tmp_path / "child").exists() and bool((tmp_path / "child").read_text()))
    stage.stop()
    for name in ("parent", "child"):
        _wait_for_end(int((tmp_path / name).read_text()))


def test_in_a_hurry_nobody_is_waited_for(stage: Stage) -> None:
    stage.run("trap '' TERM; echo up; while :; do sleep 0.05; done", patience=300)
    stage.pump_until(lambda: bool(stage.lines))
    began = time.monotonic()
    stage.stop(is_hurried=True)
    assert time.monotonic() - began < 60


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from bzpeer.embedded.supervisor import Program, Supervisor
one = Supervisor(folder=Path({str(tmp_path)!r}), say=lambda line: print(line, flush=True))
one.start(Program("one", ["/bin/sh", "-c", "echo $$; while :; do sleep 0.05; done"], dict(os.environ), 0, 5))
while True:
    one.pump(1)
"""
    killed = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert killed.stdout
    child = int(killed.stdout.readline().split("|")[1])
    assert is_running(child)
    killed.kill()
    killed.wait()
    _wait_for_end(child)


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 60
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
