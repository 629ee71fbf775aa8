"""The relay's steps, against a real Valkey."""

import pytest
from django.db import connection
from redis import Redis

from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox import relay as relay_module
from bzpeer.db.outbox.broker import BROKER_ERRORS, RELAY_PATIENCE_SECONDS
from bzpeer.db.outbox.relay import Relay
from bzpeer.db.outbox.services import put
from tests.connections import age, in_another_connection, wait_for
from tests.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def relay(valkey):
    made = Relay()
    made.broker.patience_seconds = 30
    yield made
    made.broker.close()


def lengths(valkey) -> dict[str, int]:
    client = Redis.from_url(valkey.url)
    return {queue: client.llen(queue) for queue in ("interactive", "mail", "bulk")}


def test_rows_go_to_their_queues_and_nowhere_else(relay, valkey):
    for queue in ("bulk", "bulk", "mail", "interactive"):
        put("tests.count", queue=queue, name="ink")
    while relay.step():
        pass
    assert lengths(valkey) == {"interactive": 1, "mail": 1, "bulk": 2}
    assert not OutboxRow.objects.filter(published_at=None).exists()


def test_interactive_rows_go_first_however_young(relay, valkey):
    put("tests.count", queue="bulk", name="ink")
    put("tests.count", queue="interactive", name="ink")
    relay.step()
    assert lengths(valkey) == {"interactive": 1, "mail": 0, "bulk": 0}


@pytest.mark.parametrize(
    ("queue", "published", "sent"),
    [
        ("interactive", "29 seconds", 0),
        ("interactive", "31 seconds", 1),
        ("bulk", "9 minutes 50 seconds", 0),
        ("bulk", "10 minutes 1 second", 1),
        ("mail", "10 minutes 1 second", 1),
    ],
)
def test_a_row_not_done_is_published_again_after_its_patience(relay, queue, published, sent):
    put("tests.count", queue=queue, name="ink")
    relay.step()
    age(published_at=published)
    assert relay.step() == sent


@pytest.mark.parametrize("moment", ["done_at", "set_aside_at"])
def test_a_row_done_or_set_aside_is_not_published_again(relay, moment):
    put("tests.count", queue="interactive", name="ink")
    relay.step()
    age(**{"published_at": "1 hour", moment: "1 minute"})
    assert relay.step() == 0


def test_everything_open_is_published_again_to_a_broker_in_a_new_life(relay, valkey):
    put("tests.count", name="ink")
    relay.step()
    valkey.kill()
    valkey.forget()
    valkey.start()
    relay.broker.close()
    assert relay.step() == 1
    assert lengths(valkey)["bulk"] == 1


def test_rows_that_could_not_be_published_are_given_back(relay, valkey):
    put("tests.count", name="ink")
    relay.step()
    put("tests.count", name="ink")
    valkey.kill()
    with pytest.raises(BROKER_ERRORS):
        relay.step()
    with pytest.raises(BROKER_ERRORS):
        relay._publish_batch("bulk")
    assert OutboxRow.objects.filter(published_at=None).count() == 1


def test_a_put_does_not_wait_for_a_relay_whose_broker_is_frozen(relay, valkey):
    relay.broker.patience_seconds = RELAY_PATIENCE_SECONDS
    relay.step()
    put("tests.count", key="same", name="ink")
    valkey.freeze()
    failed = []

    def publish() -> None:
        try:
            relay._publish_batch("bulk")
        except BROKER_ERRORS:
            failed.append(True)

    publishing = in_another_connection(publish)
    wait_until(OutboxRow.objects.exclude(published_at=None).exists)
    with connection.cursor() as cursor:
        # A wait for the row, were it locked, would end here as an error.
        cursor.execute("SET lock_timeout TO '50ms'")
        put("tests.count", key="same", name="ink")
        cursor.execute("RESET lock_timeout")
    wait_for(publishing)
    valkey.thaw()
    assert failed


def test_a_full_queue_gets_no_more(relay, valkey, monkeypatch):
    monkeypatch.setattr(relay_module, "FULL_QUEUE", 2)
    monkeypatch.setattr(relay_module, "BATCH", 1)
    for _ in range(3):
        put("tests.count", name="ink")
    while relay.step():
        pass
    assert lengths(valkey)["bulk"] == 2


def test_a_relay_that_is_told_to_stop_gives_the_rest_back(relay, valkey):
    for _ in range(3):
        put("tests.count", name="ink")
    relay.stop()
    assert relay.step() == 0
    assert OutboxRow.objects.filter(published_at=None).count() == 3


def test_two_relays_share_the_rows(relay, valkey):
    other = Relay()
    for _ in range(120):
        put("tests.count", name="ink")
    relay.step()
    other._run_id = relay._run_id
    assert other.step() + relay.step() == 70
    assert lengths(valkey)["bulk"] == 120
    other.broker.close()
