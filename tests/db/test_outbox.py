"""Putting work into the outbox and delivering it, without a broker."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox import queries, services
from bzpeer.db.outbox.services import put
from bzpeer.db.signals import swept
from bzpeer.db.tasks import sweep
from tests.connections import age
from tests.faults.jobs import PoisonError, count, effects, fail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]


def only_row() -> OutboxRow:
    return OutboxRow.objects.get()


def test_a_put_leaves_one_row_with_the_arguments():
    put("tests.count", queue="mail", key="k", name="ink")
    row = only_row()
    assert (row.task, row.queue, row.key, row.args) == ("tests.count", "mail", "k", {"name": "ink"})
    assert row.published_at is row.begun_at is row.done_at is None


def test_a_put_costs_one_query_and_two_when_the_row_is_there(django_assert_num_queries):
    with django_assert_num_queries(1):
        put("tests.count", key="same", name="ink")
    with django_assert_num_queries(2):
        put("tests.count", key="same", name="ink")


def test_a_put_that_is_rolled_back_leaves_nothing():
    with pytest.raises(PoisonError), transaction.atomic():
        put("tests.count", name="ink")
        raise PoisonError
    assert not OutboxRow.objects.exists()


def test_rows_of_one_key_that_nobody_has_begun_are_one_row():
    for name in ("first", "second"):
        put("tests.count", key="same", name=name)
    assert only_row().args == {"name": "first"}


def test_rows_without_a_key_stay_apart():
    for _ in range(2):
        put("tests.count", name="ink")
    assert OutboxRow.objects.count() == 2


@pytest.mark.parametrize("moment", ["begun_at", "done_at", "set_aside_at"])
def test_a_key_is_free_again_once_its_row_is(moment):
    put("tests.count", key="same", name="first")
    OutboxRow.objects.update(**{moment: "2026-01-01T00:00Z"})
    put("tests.count", key="same", name="second")
    assert OutboxRow.objects.count() == 2


def test_an_unknown_queue_is_refused():
    with pytest.raises(services.UnknownQueue):
        put("tests.count", queue="express", name="ink")


def test_arguments_that_json_cannot_hold_are_refused():
    with pytest.raises(TypeError):
        put("tests.count", name=object())


def test_a_put_tells_the_relay_when_it_is_committed(transactional_db):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(f"LISTEN {services.CHANNEL}")
    put("tests.count", name="ink")
    notices = list(other.connection.notifies(timeout=60, stop_after=1))
    other.close()
    assert [notice.channel for notice in notices] == [services.CHANNEL]


def test_a_delivery_leaves_the_effect_and_marks_the_row_done():
    put("tests.count", name="ink")
    count.run(outbox_id=only_row().pk)
    row = only_row()
    assert effects("ink") == 1
    assert row.done_at is not None
    assert row.begun_at is not None
    assert (row.deliveries, row.error) == (1, "")


def test_a_second_delivery_of_a_done_row_has_no_effect():
    put("tests.count", name="ink")
    for _ in range(2):
        count.run(outbox_id=only_row().pk)
    assert effects("ink") == 1
    assert only_row().deliveries == 1


def test_a_row_that_is_gone_is_no_error():
    count.run(outbox_id=1)
    assert effects("ink") == 0


def test_a_failure_is_stored_raised_and_leaves_no_effect():
    put("tests.fail", name="ink")
    with pytest.raises(PoisonError):
        fail.run(outbox_id=only_row().pk)
    row = only_row()
    assert effects("ink") == 0
    assert (row.deliveries, row.error) == (1, "PoisonError: this can never work")
    assert row.done_at is row.set_aside_at is None


def fail_four_times() -> OutboxRow:
    put("tests.fail", key="poison", name="ink")
    row = only_row()
    for _ in range(3):
        with pytest.raises(PoisonError):
            fail.run(outbox_id=row.pk)
    fail.run(outbox_id=row.pk)
    row.refresh_from_db()
    return row


def test_the_fourth_delivery_sets_the_row_aside_with_its_error():
    row = fail_four_times()
    assert row.set_aside_at is not None
    assert (row.deliveries, row.error) == (4, "PoisonError: this can never work")
    assert list(queries.set_aside()) == [row]


def test_a_row_that_never_left_an_error_says_so():
    put("tests.fail", name="ink")
    OutboxRow.objects.update(deliveries=3)
    fail.run(outbox_id=only_row().pk)
    assert "worker was lost" in only_row().error


def test_a_row_set_aside_is_not_delivered():
    row = fail_four_times()
    fail.run(outbox_id=row.pk)
    row.refresh_from_db()
    assert row.deliveries == 4


def test_outbox_lists_what_was_set_aside(capsys):
    row = fail_four_times()
    call_command("outbox")
    printed = capsys.readouterr().out
    assert f"{row.pk}  " in printed
    assert "tests.fail  PoisonError: this can never work" in printed
    assert printed.endswith("1 set aside\n")


def test_outbox_retry_makes_the_row_open_again_even_beside_a_younger_one_of_its_key(capsys):
    row = fail_four_times()
    put("tests.count", key="poison", name="ink")
    call_command("outbox", "retry", str(row.pk))
    row.refresh_from_db()
    assert (row.set_aside_at, row.published_at, row.deliveries) == (None, None, 0)
    assert "queued again" in capsys.readouterr().out


@pytest.mark.parametrize("state", ["missing", "open"])
def test_outbox_retry_of_a_row_that_is_not_set_aside_is_refused(state):
    put("tests.count", name="ink")
    row_id = only_row().pk + (1 if state == "missing" else 0)
    with pytest.raises(CommandError, match="is set aside"):
        call_command("outbox", "retry", str(row_id))


@pytest.mark.parametrize(("done", "left"), [("6 days 23 hours", 1), ("7 days 1 minute", 0)])
def test_the_sweep_deletes_rows_done_over_a_week_ago(done, left):
    put("tests.count", name="ink")
    age(done_at=done)
    sweep.run()
    assert OutboxRow.objects.count() == left


def test_the_sweep_leaves_open_rows_however_old():
    put("tests.count", name="ink")
    age(made_at="1 year")
    sweep.run()
    assert OutboxRow.objects.count() == 1


def test_the_sweep_tells_the_apps_above():
    heard = []

    def hear(**_):
        heard.append(True)

    swept.connect(hear)
    sweep.run()
    swept.disconnect(hear)
    assert heard == [True]


def test_a_queue_is_late_when_work_waits_for_over_ten_minutes():
    put("tests.count", queue="mail", name="ink")
    assert queries.late_queues() == set()
    age(made_at="11 minutes")
    assert queries.late_queues() == {"mail"}


def test_work_off_does_everything_that_waits_and_what_it_puts(work_off):
    put("tests.count", name="ink")
    put("tests.count", name="ink")
    assert work_off() == 2
    assert effects("ink") == 2


def test_the_arguments_are_plain_json():
    put("tests.count", names=["Ada", "Zoë"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM db_outboxrow")
        assert json.loads(cursor.fetchone()[0]) == {"names": ["Ada", "Zoë"]}
