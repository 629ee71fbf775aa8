"""A service function that the database broke off is done again, as a whole; in the end somebody is told."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from bzpeer.accounts.models import User
from bzpeer.db.retries import TryAgain, retried
from tests.connections import in_another_connection, wait_for
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db(transaction=True)


def lock(account):
    User.objects.select_for_update().get(pk=account.pk)


def raise_as(state):
    """Have the database itself fail with this code."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'broken off' USING ERRCODE = '{state}'; END $$")


def test_of_two_in_a_deadlock_both_are_done_in_the_end():
    one, other = make_account("one@home.example"), make_account("other@home.example")
    both_hold_one = threading.Barrier(2, timeout=60)
    tries = []

    @retried
    def meet(first, second):
        tries.append(first)
        lock(first)
        if len(tries) <= 2:
            both_hold_one.wait()
        lock(second)
        return User.objects.filter(pk=first.pk).update(is_active=False)

    there = in_another_connection(lambda: meet(other, one))
    assert meet(one, other) == 1
    wait_for(there)
    assert len(tries) == 3
    assert not User.objects.filter(is_active=True).exists()


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_after_three_tries_it_is_told_and_nothing_is_changed(state):
    account = make_account("one@home.example")
    tries = []

    @retried
    def break_off():
        tries.append(1)
        User.objects.filter(pk=account.pk).update(is_active=False)
        raise_as(state)

    with pytest.raises(TryAgain):
        break_off()
    account.refresh_from_db()
    assert (len(tries), account.is_active) == (3, True)


@pytest.mark.parametrize(("state", "error"), [("57014", OperationalError), ("55P03", OperationalError)])
def test_another_failure_is_not_tried_again(state, error):
    tries = []

    @retried
    def fail():
        tries.append(1)
        raise_as(state)

    with pytest.raises(error):
        fail()
    assert len(tries) == 1


def test_inside_a_transaction_the_one_who_began_it_begins_again():
    inner_tries, outer_tries = [], []

    @retried
    def inner():
        inner_tries.append(1)
        if len(inner_tries) < 3:
            raise_as("40001")
        return "done"

    @retried
    def outer():
        outer_tries.append(1)
        return inner()

    assert outer() == "done"
    assert (len(inner_tries), len(outer_tries)) == (3, 3)


def test_in_a_plain_transaction_it_tries_once():
    tries = []

    @retried
    def fail():
        tries.append(1)
        raise_as("40001")

    with pytest.raises(OperationalError), transaction.atomic():
        fail()
    assert len(tries) == 1
