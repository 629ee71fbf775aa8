"""A worker and the relay as processes on the servers of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def processes(folder: Path, valkey: Valkey) -> Iterator[Callable[..., Process]]:
    """Call it with words after `python` to start one of our processes; all are ended at the end of the block."""
    started: list[Process] = []

    def start(*words: str, **environment: str) -> Process:
        given = {
            "DATABASE_URL": database_url(), "BROKER_URL": valkey.url, "BZPEER_HOME": str(folder),
            "BZPEER_POOL_SIZE": "0", "BZPEER_STATEMENT_SECONDS": "120", "CELERY_SKIP_CHECKS": "1",
        }  # fmt: skip
        process = Process(list(words), log=folder / f"process-{len(started)}.log", **given, **environment)
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in started:
            process.kill()


def worker(start: Callable[..., Process], **environment: str) -> Process:
    """A worker that takes tasks."""
    started = start(*WORKER, **environment)
    started.wait_for_line("worker ready")
    return started
