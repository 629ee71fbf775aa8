"""What the embedded servers are like, and where they can be."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from bzpeer.embedded import CannotServe, attach
from bzpeer.embedded.home import Home
from tests.embedded.conftest import VARIABLES, ask, is_running, postgres_of, valkey_of


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, dict[str, str]]]:
    """A home with both servers running, and their addresses; one for all who only look at it."""
    home = Home(tmp_path_factory.mktemp("standing") / "home")
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("BZPEER_HOME", str(home.path))
        attachment = attach(broker=True, migrated=False)
        addresses = {name: os.environ.pop(name) for name in ("DATABASE_URL", "BROKER_URL")}
    yield home, addresses
    attachment.detach()


@pytest.fixture
def attached(standing: tuple[Home, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Home:
    """That home, its addresses in the environment."""
    home, addresses = standing
    for name, address in addresses.items():
        monkeypatch.setenv(name, address)
    return home


def test_the_database_is_postgresql_18_with_durable_settings(attached: Home) -> None:
    wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
    settings = dict(ask(os.environ["DATABASE_URL"], "SELECT name, setting FROM pg_settings"))
    assert wanted.items() <= settings.items()
    assert settings["server_version_num"].startswith("18")
    assert settings["server_encoding"] == "UTF8"
    assert settings["listen_addresses"] == ""


def test_accents_sort_and_match_as_letters(attached: Home) -> None:
    ask(os.environ["DATABASE_URL"], "CREATE EXTENSION pg_trgm")
    [(upper, trigrams)] = ask(os.environ["DATABASE_URL"], "SELECT upper('márton'), show_trgm('ÿé')")
    assert upper == "MÁRTON"
    assert trigrams


def test_the_sites_role_may_make_databases_and_is_no_superuser(attached: Home) -> None:
    address = os.environ["DATABASE_URL"]
    [(is_super, may_create)] = ask(address, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
    assert (is_super, may_create) == (False, True)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(address, "SELECT pg_read_file('/etc/passwd')")


def test_the_database_server_is_never_root_and_its_files_are_closed(attached: Home) -> None:
    pid = postgres_of(attached).pid()
    assert Path(f"/proc/{pid}").stat().st_uid != 0
    for folder in (attached.postgres, attached.valkey, attached.run, attached.path / "mail"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_broker_writes_everything_down_and_forgets_nothing(attached: Home) -> None:
    broker = redis.Redis.from_url(os.environ["BROKER_URL"], decode_responses=True)
    assert broker.config_get("append*")["appendonly"] == "yes"
    assert broker.config_get("appendfsync")["appendfsync"] == "everysec"
    assert broker.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"


def test_the_broker_listens_on_loopback_only_and_wants_its_password(attached: Home) -> None:
    address = os.environ["BROKER_URL"]
    assert redis.Redis.from_url(address).config_get("bind")["bind"] == "127.0.0.1"
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url("redis://" + address.partition("@")[2]).ping()


def test_a_broker_port_taken_meanwhile_is_changed(home: Home) -> None:
    import socket

    attach(broker=True, migrated=False).detach()
    port = int((home.valkey / "port").read_text())
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        attachment = attach(broker=True, migrated=False)
        assert f":{port}/" not in os.environ["BROKER_URL"]
        assert redis.Redis.from_url(os.environ["BROKER_URL"]).ping()
        attachment.detach()


@pytest.mark.parametrize("name", ["x" * 120, 'a, b\'c "d" é & 100%?'], ids=["long", "odd"])
def test_a_home_may_have_any_path(make_home: Callable[[str], Home], name: str) -> None:
    home = make_home(name)
    attachment = attach(broker=True, migrated=False)
    folder = Path(os.environ["DATABASE_URL"].partition("?host=")[2])
    assert ask(os.environ["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert redis.Redis.from_url(os.environ["BROKER_URL"]).ping()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    attachment.detach()
    assert not folder.exists()
    assert not is_running(valkey_of(home).pid())


def test_what_the_environment_names_is_not_embedded(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/bzpeer")
    monkeypatch.setenv("BROKER_URL", "redis://broker.example.org/0")
    attach(broker=True).detach()
    assert os.environ["DATABASE_URL"] == "postgresql://db.example.org/bzpeer"
    assert not home.path.exists()


def test_in_production_nothing_is_embedded(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BZPEER_ENV", "production")
    attach(broker=True).detach()
    assert "DATABASE_URL" not in os.environ
    assert not home.path.exists()


def test_programs_that_are_missing_are_named(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BZPEER_PG_BIN", str(tmp_path / "nowhere"))
    with pytest.raises(CannotServe, match=r"no program .*nowhere/postgres \(BZPEER_PG_BIN\)"):
        attach(migrated=False)


def test_an_older_postgresql_is_refused(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.2'\n")
    program.chmod(0o755)
    monkeypatch.setenv("BZPEER_PG_BIN", str(tmp_path))
    with pytest.raises(CannotServe, match="PostgreSQL 18 is needed"):
        attach(migrated=False)


def test_installed_programs_are_used_where_they_are_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from bzpeer.embedded.binaries import postgres_program, valkey_program

    monkeypatch.setenv("BZPEER_PG_BIN", str(postgres_program("postgres").parent))
    monkeypatch.setenv("BZPEER_VALKEY_BIN", str(valkey_program()))
    attachment = attach(broker=True, migrated=False)
    assert ask(os.environ["DATABASE_URL"], "SELECT 1") == [(1,)]
    attachment.detach()


def test_a_server_that_does_not_start_shows_why(home: Home) -> None:
    attach(migrated=False).detach()
    (home.postgres / "data" / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(CannotServe, match="no_such_setting"):
        attach(migrated=False)


def test_a_home_that_cannot_be_made_is_named(make_home: Callable[[str], Home], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    make_home("file/home")
    with pytest.raises(CannotServe, match="BZPEER_HOME"):
        attach(migrated=False)


def test_a_home_others_can_pass_through_needs_no_extra_right(home: Home) -> None:
    """The other tests' homes lie in a folder closed to the server's account when root runs them; this one is open."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="bzpeer-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        os.environ["BZPEER_HOME"] = f"{folder}/home"
        attachment = attach(migrated=False)
        status = Path(f"/proc/{postgres_of(Home(Path(folder) / 'home')).pid()}/status").read_text()
        attachment.detach()
    if os.geteuid() == 0:
        assert "CapEff:\t0000000000000000" in status
