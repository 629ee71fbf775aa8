"""Two who talk with each other."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    # This file is read before Django's apps are there.
    from bzpeer.accounts.models import User
    from profiles.conversations.models import Conversation


@pytest.fixture
def ada(db: None) -> "User":
    return _account("Ada Lovelace")


@pytest.fixture
def basil(db: None) -> "User":
    return _account("Basil Marrowby")


@pytest.fixture
def talk(ada: "User", basil: "User") -> "Conversation":
    from tests.factories.talking import make_conversation

    return make_conversation(ada, basil)


def _account(name: str) -> "User":
    from tests.factories.talking import make_holder

    return make_holder(name).account
