"""The first process starts the servers, others share them, the last one stops them, and no crash is in the way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from bzpeer.embedded import CannotServe, attach
from bzpeer.embedded.home import CHECKOUT, Home
from bzpeer.embedded.locks import is_free, take
from tests.embedded.conftest import User, ask, is_running, postgres_of, valkey_of

UserOf = Callable[[Home], User]


def test_the_first_starts_the_second_shares_and_the_last_stops(home: Home, user: UserOf) -> None:
    first = user(home)
    addresses = first.addresses()
    pids = postgres_of(home).pid(), valkey_of(home).pid()
    second = user(home)
    assert second.addresses() == addresses
    first.leave()
    assert all(map(is_running, pids))
    ask(addresses[0], "SELECT 1")
    assert (postgres_of(home).pid(), valkey_of(home).pid()) == pids
    second.leave()
    assert not any(map(is_running, pids))


def test_four_processes_that_come_at_once_get_one_server(home: Home, user: UserOf) -> None:
    users = [user(home) for _ in range(4)]
    addresses = {tuple(one.addresses()) for one in users}
    assert len(addresses) == 1
    for one in users:
        one.leave()
    assert is_free(home.run / "postgres.lock")
    assert (home.postgres / "log").read_text().count("database system is ready to accept connections") <= 1


def test_users_that_were_killed_keep_nothing_running_for_ever(home: Home, user: UserOf) -> None:
    killed = user(home)
    killed.addresses()
    pid = postgres_of(home).pid()
    killed.die()
    assert is_running(pid)
    attach(broker=True, migrated=False).detach()
    assert not is_running(pid)
    assert is_free(home.run / "valkey.lock")


def test_what_was_acknowledged_is_there_after_both_servers_were_killed(home: Home, user: UserOf) -> None:
    first = user(home)
    database, broker = first.addresses()
    ask(database, "CREATE TABLE kept (word text)")
    ask(database, "INSERT INTO kept VALUES ('still here')")
    _redis(broker).set("task", "queued")
    old = postgres_of(home).pid(), valkey_of(home).pid()
    first.die()
    for pid in old:
        assert pid
        os.kill(pid, signal.SIGKILL)
    second = user(home)
    database, broker = second.addresses()
    assert ask(database, "SELECT word FROM kept") == [("still here",)]
    assert _redis(broker).get("task") == b"queued"
    assert postgres_of(home).pid() not in old


def test_a_server_that_died_in_use_is_revived_at_the_same_address(home: Home) -> None:
    attachment = attach(broker=True, migrated=False)
    try:
        addresses = os.environ["DATABASE_URL"], os.environ["BROKER_URL"]
        assert not attachment.revive()
        for pid in (postgres_of(home).pid(), valkey_of(home).pid()):
            assert pid
            os.kill(pid, signal.SIGKILL)
        _until(attachment.revive)
        _until(lambda: (postgres_of(home).answers() and valkey_of(home).answers()) or attachment.revive())
        assert (postgres_of(home).address(), valkey_of(home).address()) == addresses
        ask(addresses[0], "SELECT 1")
    finally:
        attachment.detach()


def test_a_cluster_half_made_is_made_anew(home: Home) -> None:
    home.make()
    half = home.postgres / "new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    attachment = attach(migrated=False)
    try:
        assert ask(os.environ["DATABASE_URL"], "SELECT current_database()") == [("bzpeer",)]
    finally:
        attachment.detach()
    assert not half.exists()


def test_two_homes_stand_side_by_side(make_home: Callable[[str], Home], user: UserOf) -> None:
    one, other = make_home("one"), make_home("other")
    first, second = user(one), user(other)
    here, there = first.addresses(), second.addresses()
    assert set(here).isdisjoint(there)
    ask(here[0], "CREATE TABLE only_here ()")
    assert ask(there[0], "SELECT to_regclass('only_here')") == [(None,)]
    first.leave()
    ask(there[0], "SELECT 1")


def test_a_folder_that_somebody_else_serves_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("server", "processes"):
        monkeypatch.setattr(f"bzpeer.embedded.{room}.LINGER_SECONDS", 0.5)
    home.make()
    lock = take(home.run / "postgres.lock")
    assert lock
    with pytest.raises(CannotServe, match="served once only"):
        attach(migrated=False)
    lock.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_told_to_stop_takes_its_servers_along(home: Home, number: signal.Signals) -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "bzpeer.embedded", sys.executable, "-c", "print('up', flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        start_new_session=True,
    )
    assert command.stdout
    assert command.stdout.readline() == b"up\n"
    pid = postgres_of(home).pid()
    assert is_running(pid)
    # As a terminal does it (Ctrl-C: to all) and as a supervisor does it (to the one it knows).
    (os.killpg if number == signal.SIGINT else os.kill)(command.pid, number)
    assert command.wait(timeout=120) != 0
    assert not is_running(pid)


def _redis(address: str):
    import redis

    return redis.Redis.from_url(address)


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
