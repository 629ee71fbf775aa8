"""Our own processes around each fault: a worker, the relay, and the broker that goes away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import Process, Valkey, database_url

# The jobs live in the tests; the checks of the pages are nothing to a worker.
WORKER = [
    "-m",
    "celery",
    "-A",
    "bzpeer",
    "worker",
    "--include",
    "tests.faults.jobs",
    "--concurrency",
    "2",
    "-O",
    "fair",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
]


@pytest.fixture
def start(transactional_db: None, valkey: Valkey, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Call it with words after `python` to start one of our processes on the test's servers."""
    started: list[Process] = []

    def start_one(*words: str) -> Process:
        process = Process(
            list(words),
            log=tmp_path / f"process-{len(started)}.log",
            DATABASE_URL=database_url(),
            BROKER_URL=valkey.url,
            BZPEER_HOME=str(tmp_path),
            BZPEER_POOL_SIZE="0",
            BZPEER_STATEMENT_SECONDS="120",
            CELERY_SKIP_CHECKS="1",
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()


@pytest.fixture
def start_worker(start: Callable[..., Process]) -> Callable[[], Process]:
    """Call it to start a worker and wait until it takes tasks."""

    def start_one() -> Process:
        worker = start(*WORKER)
        worker.wait_for_line("worker ready")
        return worker

    return start_one


@pytest.fixture
def start_relay(start: Callable[..., Process]) -> Callable[[], Process]:
    """Call it to start a relay."""
    return lambda: start("manage.py", "relay")
