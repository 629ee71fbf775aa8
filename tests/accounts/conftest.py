"""Time that passes between a log-in and what follows."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone


@pytest.fixture
def time_machine_at():
    """Call it with a span: a context in which so much time has gone by."""
    return lambda **span: time_machine.travel(timezone.now() + timedelta(**span))


@pytest.fixture
def client_of_somebody_else():
    """Another browser."""
    return Client()
