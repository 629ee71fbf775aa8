"""Our own processes on a real Valkey and a real database."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults.conftest import start, start_relay, start_worker  # noqa: F401 - fixtures
from tests.journeys.killing import OwnServer
from tests.servers import Process, wait_until


@pytest.fixture
def manage(start: Callable[..., Process]) -> Callable[..., str]:  # noqa: F811 - the fixture
    """Call it with the words of a command; gives what it said, once it has ended."""

    def run(*words: str) -> str:
        process = start("manage.py", *words)
        wait_until(lambda: not process.is_running())
        return process.log.read_text()

    return run


@pytest.fixture(scope="session")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """A database server that may be killed, with an empty migrated database to copy."""
    server = OwnServer(tmp_path_factory.mktemp("own") / "home")
    server.start()
    server.migrate()
    yield server
    server.stop()
