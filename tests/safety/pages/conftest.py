"""A small site for all tests of a module; what a test changes in it is taken back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from tests.standing import standing_places

if TYPE_CHECKING:
    from bzpeer.accounts.models import User
    from tests.places import Places


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Places]":
    """The small site, committed, for the tests of one module."""
    yield from standing_places(django_db_blocker)


@pytest.fixture(autouse=True)
def db(places: "Places") -> Iterator[None]:
    """The database of one test: that of the module, in a transaction that is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people(db: None) -> "dict[str, User]":
    """Two people with accounts, by first name."""
    from tests.places import make_account

    return {"ann": make_account("ann.arbour@example.org"), "bob": make_account("bob.beech@example.org")}
