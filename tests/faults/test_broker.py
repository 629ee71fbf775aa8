"""Faults of the broker: acts go on, and everything put meanwhile is done once it is back."""

import time
from statistics import median

import pytest

from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox.services import put
from tests.faults.jobs import effects
from tests.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def all_done() -> bool:
    return not OutboxRow.objects.filter(done_at=None).exists()


def put_several(number: int) -> float:
    """Put so many; gives the seconds that most of them took: a busy disk may hold up one."""
    took = []
    for place in range(number):
        began = time.monotonic()
        put("tests.count", name=f"ink {place}")
        took.append(time.monotonic() - began)
    return median(took)


def assert_each_effect_is_there_once(number: int) -> None:
    assert [effects(f"ink {place}") for place in range(number)] == [1] * number


def test_broker_down(start_worker, start_relay, valkey):
    """Down: putting works as fast as ever; worker and relay come back by themselves."""
    start_worker()
    relay = start_relay()
    valkey.kill()
    assert put_several(10) < 1
    relay.wait_for_line("broker does not answer")
    valkey.start()
    wait_until(all_done)
    assert_each_effect_is_there_once(10)


def test_broker_frozen(start_worker, start_relay, valkey):
    """Frozen (SIGSTOP): the same."""
    start_worker()
    relay = start_relay()
    put("tests.count", name="before")
    wait_until(all_done)
    valkey.freeze()
    assert put_several(10) < 1
    relay.wait_for_line("broker does not answer")
    valkey.thaw()
    wait_until(all_done)
    assert_each_effect_is_there_once(10)


def test_broker_empty(start_worker, start_relay, valkey):
    """Killed and restarted without its tasks: they are published again at once, not after ten minutes."""
    put_several(20)
    start_relay()
    wait_until(lambda: not OutboxRow.objects.filter(published_at=None).exists())
    valkey.kill()
    valkey.forget()
    valkey.start()
    start_worker()
    wait_until(all_done)
    assert_each_effect_is_there_once(20)


def test_the_relay_ends_within_seconds_when_asked(start_relay, valkey):
    """SIGTERM, once while it waits for work and once while it waits for a broker."""
    for is_broker_up in (True, False):
        relay = start_relay()
        put_several(1)
        if is_broker_up:
            wait_until(lambda: not OutboxRow.objects.filter(published_at=None).exists())
            assert relay.end() == 0
            valkey.kill()
        else:
            relay.wait_for_line("broker does not answer")
            assert relay.end() == 0
