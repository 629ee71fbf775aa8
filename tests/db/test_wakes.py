"""Who waits for something to be written is woken by whichever connection writes it, once it is committed."""

import threading

import pytest
from django.db import connection, transaction

from bzpeer.db.wakes import CHANNEL, Listener, wake
from tests.connections import in_another_connection, wait_for
from tests.listening import hushed, woken

pytestmark = pytest.mark.django_db
# Only what fails takes so long.
LONG = 30.0


@pytest.fixture
def listener():
    with hushed():
        yield Listener()


@pytest.fixture
def join(listener):
    """Call it for somebody who waits until the end of the test."""
    waiters = []

    def one(topic):
        waiters.append(listener.join(topic))
        return waiters[-1]

    yield one
    for waiter in waiters:
        listener.leave(waiter)


def listening():
    return [thread for thread in threading.enumerate() if thread.name == CHANNEL]


def test_who_waits_for_a_topic_is_woken_and_nobody_else(listener, join):
    one, other = join("conversation 1"), join("conversation 11")
    woken("conversation 1")
    assert listener.wait(one, LONG)
    assert not listener.wait(other, 0)
    assert not listener.wait(one, 0)
    assert len(listening()) == 1


def test_what_is_not_committed_wakes_nobody(listener, join):
    waiter = join("conversation 1")

    def taken_back():
        with transaction.atomic():
            wake("conversation 1")
            transaction.set_rollback(True)

    wait_for(in_another_connection(taken_back))
    woken("conversation 2")
    seen = join("conversation 3")
    woken("conversation 3")
    assert listener.wait(seen, LONG)
    assert not listener.wait(waiter, 0)


def test_a_wake_that_came_before_one_waits_is_not_missed(listener, join):
    waiter, witness = join("conversation 1"), join("conversation 1")
    woken("conversation 1")
    assert listener.wait(witness, LONG)
    assert listener.wait(waiter, 0)


def test_when_the_database_goes_away_it_is_over_and_the_next_begin_anew(listener, join, caplog):
    waiter = join("conversation 1")

    def cut():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")

    wait_for(in_another_connection(cut))
    assert not listener.wait(waiter, LONG)
    assert waiter.is_over
    assert "cannot be listened to" in caplog.text
    again = join("conversation 1")
    woken("conversation 1")
    assert listener.wait(again, LONG)
    assert not again.is_over


def test_a_process_that_ends_lets_nobody_wait(listener, join):
    waiter = join("conversation 1")
    listener.close()
    assert not listener.wait(waiter, LONG)
    assert waiter.is_over
    assert join("conversation 1").is_over


def test_nobody_listens_when_nobody_waits(listener):
    waiter = listener.join("conversation 1")
    listener.leave(waiter)
    with hushed():
        pass
    assert listening() == []
