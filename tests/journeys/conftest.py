"""Our own processes on a real Valkey and a real database."""

from collections.abc import Callable

import pytest

from tests.faults.conftest import start, start_relay, start_worker  # noqa: F401 - fixtures
from tests.servers import Process, wait_until


@pytest.fixture
def manage(start: Callable[..., Process]) -> Callable[..., str]:  # noqa: F811 - the fixture
    """Call it with the words of a command; gives what it said, once it has ended."""

    def run(*words: str) -> str:
        process = start("manage.py", *words)
        wait_until(lambda: not process.is_running(), seconds=120)
        return process.log.read_text()

    return run
