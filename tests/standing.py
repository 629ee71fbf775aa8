"""The small site of `tests/places.py`, committed for many tests and gone after them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection

if TYPE_CHECKING:
    # Conftests read this before Django's apps are there.
    from tests.places import Places


def standing_places(blocker: Any) -> "Iterator[Places]":
    """What a fixture of a module or folder yields from; `blocker` is pytest-django's."""
    from tests.places import make_places

    assert connection.settings_dict["NAME"].startswith("test_"), "only a test database is emptied"
    with blocker.unblock():
        yield make_places()
        call_command("flush", interactive=False, verbosity=0)
