"""A browser that shows our errors as the pages they are, and records to look at."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:
    from works.models import Author

# Nothing takes long; two cores under several test processes may.
PATIENCE_SECONDS = 30


@pytest.fixture
def ask(client: Client) -> Callable[..., HttpResponse]:
    """Call it as one calls the client's `generic`; the answer is never a 500 and never late."""
    client.raise_request_exception = False

    def answer(path: str, method: str = "GET", **options: Any) -> HttpResponse:
        started = time.monotonic()
        response = client.generic(method, path, **options)
        assert response.status_code < 500, (method, path[:200], response.status_code)
        assert time.monotonic() - started < PATIENCE_SECONDS
        assert b"Traceback" not in response.content
        return response

    return answer


@pytest.fixture
def ada(db: None) -> "Author":
    """An author with two works, a topic and figures."""
    from tests.factories.profiles import make_author, make_topic, make_works

    author = make_author("Ada Quillfeather")
    for work in make_works(author, 2, others=[make_author("Clio Tindlemoor")]):
        make_topic(work)
    return author
