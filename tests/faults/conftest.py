"""Our own processes around each fault: a worker, the relay, and the broker that goes away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.processes import processes, worker
from tests.servers import Process, Valkey


@pytest.fixture
def start(transactional_db: None, valkey: Valkey, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Call it with words after `python` to start one of our processes on the test's servers."""
    with processes(tmp_path, valkey) as start_one:
        yield start_one


@pytest.fixture
def start_worker(start: Callable[..., Process]) -> Callable[[], Process]:
    """Call it to start a worker and wait until it takes tasks."""
    return lambda: worker(start)


@pytest.fixture
def start_relay(start: Callable[..., Process]) -> Callable[[], Process]:
    """Call it to start a relay."""
    return lambda: start("manage.py", "relay")
