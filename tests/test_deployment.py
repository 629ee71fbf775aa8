"""docker-compose.yml, the Dockerfile and the scripts around them say what can be run and what safety.md asks."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from django.core.management import get_commands

from bzpeer.settings.env import Environment
from bzpeer.web.live import STREAMS
from tests.servers import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SERVERS = {"postgres", "valkey", "cache"}
OURS = sorted(set(SERVICES) - SERVERS)


def flags(words: list[str]) -> dict[str, str]:
    """`--name value` pairs of a command, and `-Q value`."""
    return {word: following for word, following in zip(words, [*words[1:], ""], strict=True) if word.startswith("-")}


def test_the_compose_file_fits_the_schema_of_the_compose_specification():
    schema = json.loads((ROOT / "tests/schemas/compose-spec.json").read_text())
    problems = jsonschema.Draft7Validator(schema).iter_errors(COMPOSE)
    assert [f"{'/'.join(map(str, p.absolute_path))}: {p.message}" for p in problems] == []


def test_the_schema_is_not_toothless():
    schema = json.loads((ROOT / "tests/schemas/compose-spec.json").read_text())
    wrong = {"services": {"web": {"image": "bzpeer", "restarts": "always"}}}
    assert list(jsonschema.Draft7Validator(schema).iter_errors(wrong))


def test_every_process_of_architecture_md_is_there():
    assert set(SERVICES) == SERVERS | {"migrate", "web", "worker", "bulk", "beat", "relay"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_exists(name):
    python, *words = SERVICES[name]["command"]
    assert python == "python"
    if words[0] == "manage.py":
        assert words[1] in get_commands()
    else:
        assert words[0] == "-m"
        assert find_spec(words[1])


@pytest.mark.parametrize("name", ["web", "worker", "bulk", "beat"])
def test_every_option_of_a_command_exists(name):
    _, _, program, *words = SERVICES[name]["command"]
    command = [word for word in words if word in ("worker", "beat")]
    helped = subprocess.run(
        [sys.executable, "-m", program, *(["-A", "bzpeer", *command] if command else []), "--help"],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=True,
    )  # fmt: skip
    known = set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", helped.stdout)) | {"-A"}
    assert {word for word in words if re.match(r"--?[a-zA-Z]", word)} <= known


def test_web_has_a_connection_for_each_answer_that_is_made_and_a_thread_for_each_stream():
    given, pool = flags(SERVICES["web"]["command"]), int(SERVICES["web"]["environment"]["BZPEER_POOL_SIZE"])
    assert int(given["--blocking-threads"]) == pool + STREAMS
    assert int(given["--backpressure"]) == 64 + STREAMS


def test_the_web_command_names_our_application():
    module, _, name = SERVICES["web"]["command"][-1].partition(":")
    source = Path(find_spec(module).origin).read_text()
    assert re.search(rf"^{name} = ", source, re.MULTILINE)


def test_every_queue_has_a_worker():
    from django.conf import settings

    served = {q for name in ("worker", "bulk") for q in flags(SERVICES[name]["command"])["-Q"].split(",")}
    assert served == {queue.name for queue in settings.CELERY_TASK_QUEUES}


@pytest.mark.parametrize("name", OURS)
def test_our_processes_run_in_production_without_rights_they_do_not_need(name):
    service = SERVICES[name]
    assert service["environment"]["BZPEER_ENV"] == "production"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service, "the image says who runs it"


def test_the_image_does_not_run_as_root():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["10001:10001"]
    assert not any("SECRET" in line or "PASSWORD" in line for line in lines)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_everything_but_the_migration_comes_back_by_itself(name):
    assert SERVICES[name]["restart"] == ("no" if name == "migrate" else "unless-stopped")


@pytest.mark.parametrize("name", ["postgres", "valkey", "cache", "web", "worker", "bulk"])
def test_whoever_answers_is_asked_for_health(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", ["web", "worker", "bulk", "beat", "relay"])
def test_ours_wait_for_the_migration_and_that_for_the_database(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_only_web_is_reachable_and_only_from_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert COMPOSE["networks"]["servers"]["internal"] is True
    assert all(SERVICES[name]["networks"] == ["servers"] for name in SERVERS)


def test_the_broker_keeps_what_it_is_given_and_the_cache_may_forget():
    broker = " ".join(SERVICES["valkey"]["command"])
    assert "--appendonly yes" in broker
    assert "--maxmemory-policy noeviction" in broker
    assert "--requirepass" in broker
    assert flags(SERVICES["cache"]["command"])["--maxmemory-policy"] == "allkeys-lru"


def test_the_processes_get_longer_than_their_own_patience_to_stop():
    for name, least in {"web": 35, "worker": 60, "bulk": 60, "relay": 5}.items():
        assert int(SERVICES[name]["stop_grace_period"].rstrip("s")) > least


def test_the_environment_holds_no_secret_and_only_names_that_are_read():
    text = "".join(path.read_text() for path in (ROOT / "bzpeer/settings").glob("*.py"))
    for name, value in SERVICES["web"]["environment"].items():
        if name == "REMAP_SIGTERM":
            continue  # Celery's own.
        assert f'"{name.removesuffix("_FILE")}"' in text
        assert not re.search(r"SECRET|KEY|PASSWORD|DATABASE_URL|BROKER_URL", name) or value.startswith("/run/secrets/")


@pytest.fixture
def secrets(tmp_path) -> Path:
    folder = tmp_path / "secrets"
    subprocess.run(["sh", ROOT / "deploy/secrets.sh", folder], check=True, capture_output=True)
    return folder


def test_the_script_writes_every_secret_that_is_mounted(secrets):
    assert {path.name for path in secrets.iterdir()} == set(COMPOSE["secrets"])
    assert {entry["file"] for entry in COMPOSE["secrets"].values()} == {
        f"secrets/{name}" for name in COMPOSE["secrets"]
    }
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700


def test_a_second_run_of_the_script_changes_no_secret(secrets):
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    subprocess.run(["sh", ROOT / "deploy/secrets.sh", secrets], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before


def test_the_addresses_hold_the_passwords_of_their_servers(secrets):
    pairs = {
        "database_url": "postgres_password", "web_database_url": "web_password", "broker_url": "valkey_password",
    }  # fmt: skip
    for address, password in pairs.items():
        assert urlsplit((secrets / address).read_text().strip()).password == (secrets / password).read_text().strip()


def test_production_starts_with_the_environment_of_the_compose_file(secrets, tmp_path):
    """The file as Compose would fill it in, secrets and all, passes our own checks."""
    named = {"SITE": "people.example.org", "EMAIL_HOST": "mail.example.org", "DEFAULT_FROM_EMAIL": "people@example.org"}
    environment = {
        name: filled_in(str(value), named).replace("/run/secrets", str(secrets))
        for name, value in SERVICES["web"]["environment"].items()
    }
    environment |= {"BZPEER_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def filled_in(text: str, named: dict[str, str]) -> str:
    """Compose's interpolation: `${A}`, `${A:-default}`, `${A:?message}`."""
    return re.sub(
        r"\$\{(\w+)(?::([-?])([^}]*))?\}",
        lambda found: named.get(found[1]) or (found[3] if found[2] == "-" else named[found[1]]),
        text,
    )


def test_what_the_image_copies_exists_and_leaves_the_rest_out():
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert {"bzpeer", "works", "graph", "profiles", "templates", "static", "manage.py", "requirements.lock"} <= set(
        kept
    )
    assert not {"tests", "secrets", ".git", ".venv", ".bzpeer"} & set(kept)


def test_web_comes_to_the_database_in_the_role_that_is_made_with_it(secrets):
    assert SERVICES["web"]["environment"]["DATABASE_URL_FILE"] == "/run/secrets/web_database_url"
    assert "database_url" not in SERVICES["web"]["secrets"], "it would be the owner's"
    assert urlsplit((secrets / "web_database_url").read_text().strip()).username == "bzpeer_web"
    mounted = [volume.split(":")[0] for volume in SERVICES["postgres"]["volumes"] if "initdb.d" in volume]
    assert mounted == ["./deploy/web_role.sql", "./deploy/web_password.sh"]
    assert all((ROOT / path).is_file() for path in mounted)


@pytest.mark.parametrize("script", [".ci/run", "deploy/secrets.sh", "deploy/web_password.sh"])
def test_scripts_are_sound_shell_and_may_be_run(script):
    path = ROOT / script
    assert os.access(path, os.X_OK)
    shell = "bash" if "bash" in path.read_text().splitlines()[0] else "sh"
    subprocess.run([shell, "-n", path], check=True)


def test_ci_runs_what_the_readme_says():
    assert "make test" in (ROOT / ".ci/run").read_text().splitlines()
    assert "make test" in (ROOT / "README.md").read_text()


def test_ci_fails_when_something_could_not_run(tmp_path):
    """With a `make` that fails, its last line and its exit status say so."""
    (tmp_path / "repo/.ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/run", tmp_path / "repo/.ci/run")
    for program, status in (("make", 3), ("chromium", 0)):
        fake = tmp_path / program
        fake.write_text(f"#!/bin/sh\nexit {status}\n")
        fake.chmod(0o755)
    done = subprocess.run(
        [tmp_path / "repo/.ci/run"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.splitlines()[-1] == "CI: FAILED (exit 3)"


def test_the_licence_is_whole_and_what_is_vendored_is_named():
    assert "END OF TERMS AND CONDITIONS" in (ROOT / "LICENSE").read_text()
    notice = (ROOT / "NOTICE").read_text()
    assert "compose-spec.json" in notice
    for folder in (ROOT / "static/vendor", ROOT / "static/fonts"):
        for path in folder.rglob("*.*") if folder.exists() else ():
            if path.suffix in (".js", ".woff2"):
                assert f"{path.parent.relative_to(ROOT)}/" in notice


def test_the_environment_is_read_from_files_too(tmp_path):
    (tmp_path / "key").write_text("value\n")
    assert Environment({"KEY_FILE": str(tmp_path / "key")}).text("KEY") == "value"
