"""The whole site in one terminal: it comes up with the sample, and Ctrl-C takes everything down."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bzpeer.embedded.home import CHECKOUT, Home
from bzpeer.embedded.locks import is_free
from tests.embedded.conftest import VARIABLES
from tests.servers import free_port

pytestmark = pytest.mark.journey


class Demo:
    """A running `manage.py demo`."""

    def __init__(self, home: Home, port: int) -> None:
        outer = {
            name: value for name, value in os.environ.items() if name not in (*VARIABLES, "DJANGO_SETTINGS_MODULE")
        }
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, str(CHECKOUT / "manage.py"), "demo"],
            env={**outer, "BZPEER_HOME": str(home.path), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []

    def read_until(self, text: str) -> str:
        """The first line with `text`; fails when the output ends before."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if text in line:
                return line
        raise AssertionError("".join(self.lines))

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C on a terminal: to everybody in its foreground. The exit code."""
        os.killpg(self.process.pid, number)
        self.lines.append(self.process.communicate(timeout=120)[0])
        return self.process.returncode

    def leftovers(self) -> list[str]:
        """Processes of this home that still run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes()
                variables = (folder / "environ").read_bytes() + words
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if str(self.home.path).encode() in variables and state != "Z" and int(folder.name) != os.getpid():
                found.append(words.decode().replace("\0", " "))
        return found


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def demo(home: Home, port: int) -> Iterator[Callable[[], Demo]]:
    # Taken out so that our own environment is no leftover.
    os.environ.pop("BZPEER_HOME")
    demos: list[Demo] = []

    def start() -> Demo:
        demos.append(Demo(home, port))
        return demos[-1]

    yield start
    for one in demos:
        if one.process.poll() is None:
            one.interrupt(signal.SIGKILL)


def test_the_demo_comes_up_serves_the_sample_and_goes_without_a_trace(
    demo: Callable[[], Demo], port: int, home: Home
) -> None:
    first = demo()
    address = first.read_until("Sample profile: ").strip().removeprefix("Sample profile: ")
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/researchers/guillaume-lajoie-\d+/", address)
    assert _status(port, address.partition(str(port))[2]) == 200
    assert first.interrupt() == 0
    assert first.leftovers() == []
    assert is_free(home.run / "postgres.lock")
    second = demo()
    again = second.read_until("Sample profile: ").strip().removeprefix("Sample profile: ")
    assert again == address
    assert not [line for line in second.lines if "Importing" in line]
    # Nobody is left in charge: the relay, which ends with it, stops the servers.
    second.process.kill()
    second.process.wait()
    deadline = time.monotonic() + 120
    while second.leftovers():
        assert time.monotonic() < deadline, second.leftovers()
        time.sleep(0.2)


def test_ctrl_c_during_the_start_leaves_nothing_either(demo: Callable[[], Demo]) -> None:
    one = demo()
    one.read_until("Importing the sample")
    assert one.interrupt() == 0, one.lines
    assert one.leftovers() == []


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path)
    return connection.getresponse().status
