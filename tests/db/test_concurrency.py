"""What several connections do to one outbox row at the same time."""

import pytest
from django.db import OperationalError, transaction

from bzpeer.db.locks import advisory_lock
from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox.services import put
from tests.connections import in_another_connection, wait_for
from tests.faults.jobs import count, effects

pytestmark = pytest.mark.django_db(transaction=True)


def is_free_for_another(name: str) -> bool:
    found = []

    def look() -> None:
        with advisory_lock(name) as is_ours:
            found.append(is_ours)

    wait_for(in_another_connection(look))
    return found == [True]


def test_an_advisory_lock_is_held_by_one_connection_only():
    with advisory_lock("kiln") as is_ours:
        assert is_ours
        assert not is_free_for_another("kiln")
        assert is_free_for_another("lathe")


def test_an_advisory_lock_is_free_after_its_block_and_after_an_exception():
    with advisory_lock("kiln"):
        pass
    assert is_free_for_another("kiln")
    with pytest.raises(OperationalError), advisory_lock("kiln"):
        raise OperationalError
    assert is_free_for_another("kiln")


def test_a_delivery_of_a_row_that_somebody_works_on_ends_at_once():
    put("tests.count", name="ink")
    row_id = OutboxRow.objects.get().pk
    with advisory_lock(f"outbox {row_id}"):
        wait_for(in_another_connection(lambda: count.run(outbox_id=row_id)))
    assert effects("ink") == 0
    assert OutboxRow.objects.get().deliveries == 0


def test_a_row_is_not_begun_before_a_put_that_leans_on_it_is_committed():
    """Else the worker would not see what the putting transaction wrote, and nobody would come back for it."""
    put("tests.count", key="same", name="ink")
    row_id = OutboxRow.objects.get().pk
    with transaction.atomic():
        put("tests.count", key="same", name="ink")
        worker = in_another_connection(lambda: count.run(outbox_id=row_id))
        worker.join(timeout=0.5)
        assert worker.is_alive()
    wait_for(worker)
    assert effects("ink") == 1


def test_a_put_that_meets_a_row_being_begun_makes_a_new_row():
    put("tests.count", key="same", name="ink")
    with transaction.atomic():
        OutboxRow.objects.update(begun_at="2026-01-01T00:00Z")
        other = in_another_connection(lambda: put("tests.count", key="same", name="ink"))
        other.join(timeout=0.5)
        assert other.is_alive()
    wait_for(other)
    assert OutboxRow.objects.count() == 2
