"""Sources on this machine that answer as a test says."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests.net.servers import OUTSIDE, Answer, Outside

if TYPE_CHECKING:
    from tests.works.sync.standing_in import Clock


@pytest.fixture
def clock() -> "Clock":
    """A clock that goes only when it is told to."""
    # Imported here: before Django is set up there are no models.
    from tests.works.sync.standing_in import Clock

    return Clock()


@pytest.fixture
def source(settings) -> Iterator[Callable[..., Outside]]:
    """Call it with a source's name and its answers, in order: it stands where that source is asked."""
    from tests.works.sync.standing_in import Script

    with ExitStack() as stack:

        def stand_in(name: str, *answers: Answer) -> Outside:
            server = stack.enter_context(closing(Outside(Script(*answers))))
            settings.SYNC_ADDRESSES = settings.SYNC_ADDRESSES | {name: f"http://{OUTSIDE}:{server.port}"}
            return server

        yield stand_in
