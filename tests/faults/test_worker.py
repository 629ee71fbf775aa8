"""Faults of workers and tasks: each database effect comes exactly once."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.db.models.functions import Now
from redis import Redis

from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox import services
from bzpeer.db.outbox.broker import Broker
from bzpeer.db.outbox.services import put
from tests.connections import age
from tests.faults.jobs import effects
from tests.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def all_done() -> bool:
    return not OutboxRow.objects.filter(done_at=None, set_aside_at=None).exists()


def nothing_is_queued(valkey) -> bool:
    client = Redis.from_url(valkey.url)
    return not client.llen("bulk") and not client.hlen("unacked")


def test_worker_killed(start_worker, start_relay, tmp_path):
    """Killed (−9) in the middle of a task: nothing of it stays, and another worker does it once."""
    stop = tmp_path / "in the middle"
    put("tests.count_after_a_stop", queue="interactive", name="ink", stop=str(stop))
    start_relay()
    worker = start_worker()
    wait_until(stop.exists)
    worker.kill()
    wait_until(lambda: effects("ink") == 0)
    start_worker()
    age(published_at="31 seconds")
    wait_until(all_done)
    assert effects("ink") == 1
    assert OutboxRow.objects.get().deliveries == 2


def test_task_twice(start_worker, valkey):
    """Two deliveries of one row, at the same time and one after the other: one effect."""
    put("tests.count_slowly", name="ink", seconds=1)
    row = OutboxRow.objects.get()
    broker = Broker()
    for _ in range(2):
        broker.publish(row.task, outbox_id=row.pk, queue="bulk")
    start_worker()
    wait_until(all_done)
    broker.publish(row.task, outbox_id=row.pk, queue="bulk")
    broker.close()
    wait_until(lambda: nothing_is_queued(valkey))
    assert effects("ink") == 1
    row.refresh_from_db()
    assert row.deliveries == 1


def are_set_aside(poison: QuerySet[OutboxRow]) -> bool:
    # Half a minute passes in each look.
    poison.filter(done_at=None, set_aside_at=None).exclude(published_at=None).update(
        published_at=Now() - timedelta(seconds=31)
    )
    return not poison.filter(set_aside_at=None).exists()


def test_poison_task(start_worker, start_relay):
    """A task that always fails, and one that kills its worker, are set aside; the others go on."""
    put("tests.fail", queue="interactive", name="bad")
    put("tests.die", queue="interactive")
    start_relay()
    start_worker()
    for number in range(5):
        put("tests.count", name=f"good {number}")
    poison = OutboxRow.objects.filter(queue="interactive")
    wait_until(lambda: are_set_aside(poison))
    wait_until(all_done)
    assert [effects(f"good {number}") for number in range(5)] == [1] * 5
    assert effects("bad") == 0
    errors = set(poison.values_list("error", flat=True))
    assert errors == {"PoisonError: this can never work", "the worker was lost each time, without an error"}


def test_outbox_retry(start_worker, start_relay):
    """A task that was set aside is done once somebody retries it."""
    put("tests.count", name="ink")
    OutboxRow.objects.update(set_aside_at="2026-01-01T00:00Z", begun_at="2026-01-01T00:00Z", deliveries=4)
    start_relay()
    start_worker()
    services.retry(row_id=OutboxRow.objects.get().pk)
    wait_until(all_done)
    assert effects("ink") == 1
