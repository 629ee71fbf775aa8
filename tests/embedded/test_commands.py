"""`manage.py` with nothing set: servers come, are migrated, and go."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bzpeer.embedded import CannotServe
from bzpeer.embedded.home import CHECKOUT, Home
from bzpeer.embedded.locks import is_free
from bzpeer.embedded.migrations import migrations_state
from bzpeer.embedded.serving import chosen_port

COUNT_USERS = "from bzpeer.accounts.models import User; print('users', User.objects.count())"


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in this checkout, with the environment of the test."""
    outer = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, str(CHECKOUT / "manage.py"), *words]
    return subprocess.run(command, env={**outer, **variables}, capture_output=True, text=True, timeout=120, check=False)


def test_a_home_is_migrated_at_the_first_use_and_when_the_code_is_newer(home: Home) -> None:
    first = manage("shell", "--no-imports", "-c", COUNT_USERS)
    assert (first.returncode, first.stdout.strip()) == (0, "users 0"), first.stderr
    assert "Preparing the database" in first.stderr
    second = manage("shell", "--no-imports", "-c", COUNT_USERS)
    assert (second.returncode, second.stdout.strip(), second.stderr) == (0, "users 0", "")
    assert is_free(home.run / "postgres.lock")
    (home.postgres / "migrated").write_text("an older state")
    assert "Preparing the database" in manage("dumpdata", "accounts").stderr
    assert (home.postgres / "migrated").read_text() == migrations_state()


@pytest.mark.parametrize("words", [("help",), ("check",), ("import", "--help"), ("version",)])
def test_commands_that_need_no_server_start_none(home: Home, words: tuple[str, ...]) -> None:
    done = manage(*words)
    assert done.returncode == 0, done.stderr
    assert not home.path.exists()


def test_a_home_that_cannot_serve_is_one_plain_line(home: Home, tmp_path: Path) -> None:
    done = manage("migrate", BZPEER_PG_BIN=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("bzpeer: There is no program ")
    assert len(done.stderr.splitlines()) == 1


def test_the_doctor_says_what_to_mend(home: Home, tmp_path: Path) -> None:
    well = manage("doctor")
    assert well.returncode == 0, well.stdout + well.stderr
    assert "ok    Database: PostgreSQL 18" in well.stdout
    assert "ok    Broker: answers" in well.stdout
    ill = manage("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert ill.returncode == 1
    assert "WRONG Database: " in ill.stdout
    assert "mend DATABASE_URL" in ill.stdout


def test_a_port_that_was_asked_for_and_is_taken_is_refused() -> None:
    said: list[str] = []
    with _listener() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} of 127.0.0.1 is taken"):
            chosen_port(port, say=said.append)


def test_without_a_port_the_next_free_one_is_taken_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with _listener() as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("bzpeer.embedded.serving.DEFAULT_PORT", port)
        chosen = chosen_port(0, say=said.append)
    assert port < chosen < port + 100
    assert said == [f"Port {port} is taken; using {chosen}"]


def _listener() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener
