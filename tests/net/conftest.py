"""Servers of one test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.net.servers import Inside, Outside


@pytest.fixture
def outside() -> Iterator[Callable[..., Outside]]:
    """Call it with answers to start a foreign server."""
    with ExitStack() as stack:
        yield lambda *words, **options: stack.enter_context(closing(Outside(*words, **options)))


@pytest.fixture
def inside() -> Iterator[Inside]:
    """What stands in our network; the test fails if it was connected to."""
    with closing(Inside()) as listener:
        yield listener
        assert not listener.has_heard()
