"""The surroundings of every test: servers, three fixed people, an empty cache, no network."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest

from bzpeer.embedded import attach
from tests import emptying, loopback
from tests.servers import ROOT, Valkey

if TYPE_CHECKING:
    from bzpeer.accounts.models import User

# Named here and not in pyproject.toml, where pytest-django would read the settings before the servers are there.
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("BZPEER_RATE_LIMITS", "off")
os.environ.setdefault("BZPEER_POOL_SIZE", "0")
# Two cores under several test processes: five seconds would measure the machine.
os.environ.setdefault("BZPEER_STATEMENT_SECONDS", "60")

# How long an example takes says something about the machine only; the same examples every time, so that a run
# says something about the code alone. `--hypothesis-profile=default` looks for new ones.
hypothesis.settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

loopback.guard()


def pytest_configure() -> None:
    """Servers first, then Django: its settings read the addresses.

    The first process starts the embedded servers where none are named, in a home of the tests' own; the
    processes of xdist find the addresses in their environment. They stop with the first process.
    """
    if "DATABASE_URL" not in os.environ:
        os.environ.setdefault("BZPEER_HOME", str(ROOT / ".bzpeer" / "test"))
        attach(migrated=False)
    # Nothing here talks to it but the tests that start a Valkey of their own.
    os.environ.setdefault("BROKER_URL", "redis://127.0.0.1:1")
    django.setup()
    emptying.by_deleting()
    emptying.fills_nothing()
    _be_patient()


def _be_patient() -> None:
    """What a page gives up after a second must not be given up because other tests have the processors."""
    from bzpeer.site import health
    from profiles.researchers.photos import store
    from works.search import queries

    queries.PATIENCE_MS, store.SECONDS, health.BROKER_PATIENCE_SECONDS = 60_000, 60, 5.0


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """`.ci/run` wants every test to have run: with BZPEER_NO_SKIPS a skipped one fails the session."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and exitstatus == pytest.ExitCode.OK and "BZPEER_NO_SKIPS" in os.environ:
        reporter.write_line(f"{len(skipped)} skipped, and nothing may be skipped here", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield


@pytest.fixture
def no_source_is_asked(settings: Any) -> None:
    """For tests that count what the sweep leaves: it would put its questions to other sources among that."""
    settings.IMPORT_MAILTO = ""


@pytest.fixture
def owner(db: None) -> "User":
    """Somebody who holds a record once a test gives one."""
    return _user("ada.owner@example.org")


@pytest.fixture
def moderator(db: None) -> "User":
    """Somebody who decides claims and reports."""
    return _user("mo.moderator@example.org")


@pytest.fixture
def stranger(db: None) -> "User":
    """Somebody with an account and nothing else."""
    return _user("sam.stranger@example.org")


def _user(email: str) -> "User":
    from bzpeer.accounts.models import User

    return User.objects.create_user(email, "correct horse battery staple")


@pytest.fixture
def work_off(db: None) -> Callable[[], int]:
    """Call it to do the outbox's waiting rows in this process, as a worker would; gives how many were done."""
    from bzpeer.celery import app
    from bzpeer.db.models import OutboxRow

    def until_empty() -> int:
        done = 0
        while row := OutboxRow.objects.filter(done_at=None, set_aside_at=None).order_by("id").first():
            app.loader.import_default_modules()
            app.tasks[row.task].run(outbox_id=row.pk)
            done += 1
        return done

    return until_empty


@pytest.fixture
def valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A running Valkey of this test's own, which this process' Celery application talks to."""
    from bzpeer.celery import app

    server = Valkey(tmp_path / "valkey")
    server.start()
    monkeypatch.setattr(app.conf, "broker_url", server.url)
    yield server
    server.kill()
