"""What production refuses to start with, and that the settings it does start with are clean."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from bzpeer import settings as bzpeer_settings
from bzpeer.db.safeguards import UnsafeServers, broker_faults, database_faults, refuse_unsafe_servers
from bzpeer.settings import production
from tests.servers import ROOT, database_url

SECRET = "9Qm2vJ7xLr4TzKc8WbYhNd3FsGp6AeUiOq1RtXw5VyBnMjHk"
ENVIRONMENT = {
    "BZPEER_ENV": "production",
    "SECRET_KEY": SECRET + "aB3",
    "ERASURE_KEY": SECRET + "cD4",
    "ALLOWED_HOSTS": "people.example.org",
    "PUBLIC_URL": "https://people.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "people@example.org",
    "DATABASE_URL": "postgresql://bzpeer:secret@db.example.org/bzpeer",
    "BROKER_URL": "redis://:secret@queue.example.org:6379/0",
}


def manage(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "bzpeer.settings", **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def settings_with(**changes):
    fine = {
        "DEBUG": False,
        "SECRET_KEY": SECRET + "aB3",
        "ERASURE_KEY": SECRET + "cD4",
        "ALLOWED_HOSTS": ["people.example.org"],
        "PUBLIC_URL": "https://people.example.org",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 63072000,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "CELERY_BROKER_URL": "redis://:secret@queue.example.org/0",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 3600},
        "CELERY_TASK_TIME_LIMIT": 900,
    }
    return fine | changes


def test_sound_settings_have_no_fault():
    assert production.faults(settings_with()) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only-" + SECRET}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"ERASURE_KEY": ""}, "ERASURE_KEY is missing"),
        ({"ERASURE_KEY": SECRET + "aB3"}, "are the same"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["people.example.org", "*"]}, "ALLOWED_HOSTS"),
        ({"PUBLIC_URL": "http://people.example.org"}, "PUBLIC_URL"),
        ({"SESSION_COOKIE_SECURE": False}, "cookies"),
        ({"CSRF_COOKIE_SECURE": False}, "cookies"),
        ({"SECURE_HSTS_SECONDS": 0}, "HSTS"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "mail"),
        ({"EMAIL_HOST": ""}, "mail"),
        ({"CELERY_TASK_TIME_LIMIT": 3600}, "visibility_timeout"),
        ({"CELERY_BROKER_URL": "redis://queue.example.org/0"}, "BROKER_URL"),
    ],
)
def test_each_fault_is_found_and_named(changes, words):
    (fault,) = production.faults(settings_with(**changes))
    assert words in fault


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "redis://localhost/0", "redis+socket:///run/valkey.sock"])
def test_a_broker_on_this_machine_needs_no_password(url):
    assert production.faults(settings_with(CELERY_BROKER_URL=url)) == []


def test_every_rule_speaks_of_settings_that_exist():
    production.faults(vars(bzpeer_settings))


def test_check_deploy_is_clean_in_production():
    done = manage("check", "--deploy", "--fail-level", "WARNING", environment=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_everything_wrong_is_named_at_once():
    bad = {"DEBUG": "on", "SECRET_KEY": "short", "ALLOWED_HOSTS": "*", "PUBLIC_URL": "http://people.example.org"}
    done = manage("check", environment={**ENVIRONMENT, **bad, "EMAIL_HOST": "", "DATABASE_URL": "", "PORT": "many"})
    assert done.returncode != 0
    for words in (
        "DEBUG is on",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "PUBLIC_URL",
        "EMAIL_HOST",
        "DATABASE_URL is missing",
        "PORT",
    ):
        assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_no_secret_is_printed_by_a_refusal():
    done = manage("check", environment={**ENVIRONMENT, "SECRET_KEY": "tell-nobody", "ERASURE_KEY": "tell-nobody"})
    assert done.returncode != 0
    assert "tell-nobody" not in done.stdout + done.stderr


def test_secrets_come_from_files_too(tmp_path):
    named = dict(ENVIRONMENT)
    for name in ("SECRET_KEY", "ERASURE_KEY", "DATABASE_URL", "BROKER_URL"):
        path = tmp_path / name
        path.write_text(named.pop(name) + "\n")
        named[f"{name}_FILE"] = str(path)
    assert manage("check", environment=named).returncode == 0
    named["SECRET_KEY_FILE"] = str(tmp_path / "missing")
    done = manage("check", environment=named)
    assert done.returncode != 0
    assert "SECRET_KEY_FILE" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_database_that_forgets_is_refused_and_a_sound_one_is_not(settings):
    settings.PRODUCTION = True
    refuse_unsafe_servers(database_faults)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with pytest.raises(UnsafeServers, match="synchronous_commit is off"):
        refuse_unsafe_servers(database_faults)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_may_lose_tasks_is_refused_with_both_reasons(settings, valkey):
    settings.PRODUCTION = True
    refuse_unsafe_servers(database_faults, broker_faults)
    valkey.kill()
    valkey.forget()
    valkey.start(appendonly="no", policy="allkeys-lru")
    with pytest.raises(UnsafeServers) as refusal:
        refuse_unsafe_servers(database_faults, broker_faults)
    assert "AOF" in str(refusal.value)
    assert "noeviction" in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_servers_that_do_not_answer_are_no_reason_to_stay_down(settings, valkey, caplog):
    settings.PRODUCTION = True
    valkey.kill()
    refuse_unsafe_servers(broker_faults)
    assert "not checked: broker_faults" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_outside_production_nothing_is_refused(valkey):
    valkey.kill()
    valkey.start(appendonly="no", policy="allkeys-lru")
    refuse_unsafe_servers(broker_faults)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", [("manage.py", "relay"), ("-m", "celery", "-A", "bzpeer", "worker")])
def test_relay_and_worker_refuse_an_unsafe_broker(valkey, words):
    valkey.kill()
    valkey.start(appendonly="no")
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT, "DATABASE_URL": database_url(), "BROKER_URL": valkey.url},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode != 0
    assert "Valkey has no AOF" in done.stdout + done.stderr


@pytest.mark.django_db
def test_the_system_checks_of_the_database_refuse_one_that_forgets(settings):
    settings.PRODUCTION = True
    call_command("check", "--tag", "database", "--database", "default")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(SystemCheckError, match="synchronous_commit is off"):
        call_command("check", "--tag", "database", "--database", "default")
