"""The chain over the journal: in order whoever writes, broken by any change, true after words are erased."""

import logging
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bzpeer.db.journal import chain, services
from bzpeer.db.journal.chain import seal
from bzpeer.db.journal.verification import verify
from bzpeer.db.locks import advisory_lock
from bzpeer.db.models import JournalDetail, JournalEntry, JournalSeal
from bzpeer.db.tasks import sweep
from tests.connections import in_another_connection, wait_for
from tests.emptying import APPEND_ONLY, switched

pytestmark = pytest.mark.django_db(transaction=True)


def write(number: int = 1, **said):
    return services.write(
        **{"act": "moved", "actor": "clock", "object_kind": "claim", "object_id": number, "words": {"n": number}} | said
    )


def forge(*statements: str) -> None:
    """What only the owner of the tables can do: take the triggers off and change rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        # At once, since no trigger can be put back while a foreign key waits to be checked.
        for statement in ["SET CONSTRAINTS ALL IMMEDIATE", *switched("DISABLE"), *statements, *switched("ENABLE")]:
            cursor.execute(statement)


def forge_unasked(*statements: str) -> None:
    """The same with foreign keys put aside, as a thief with the files in hand could."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'db_journalentry'::regclass"
        )
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        forge(*statements)
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID')


def ids() -> list[int]:
    return list(JournalEntry.objects.order_by("id").values_list("id", flat=True))


def test_what_was_committed_gets_numbers_in_the_order_of_ids():
    for number in range(5):
        write(number)
    assert seal() == 5
    write(5)
    assert seal() == 1
    assert seal() == 0
    seals = JournalSeal.objects.order_by("number")
    assert [made.number for made in seals] == [1, 2, 3, 4, 5, 6]
    assert [made.entry_id for made in seals] == ids()
    assert len({bytes(made.hash) for made in seals}) == 6
    verdict = verify()
    assert (verdict.checked, verdict.fault, verdict.unsealed) == (6, "", 0)
    assert verdict.newest == bytes(seals.last().hash)


def test_more_than_one_batch_is_sealed_at_once(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for number in range(5):
        write(number)
    assert seal() == 5
    assert verify().checked == 5


def test_an_empty_journal_holds():
    assert seal() == 0
    assert verify().checked == 0


def test_an_entry_waits_for_a_lower_id_that_is_not_committed(monkeypatch):
    """Else the lower one would come into the chain behind it, and nobody could say whether one was slipped in."""
    monkeypatch.setattr(chain, "PATIENCE_SECONDS", 0.2)
    written, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            write(1)
            written.set()
            may_commit.wait(60)

    slow = in_another_connection(write_slowly)
    assert written.wait(60)
    write(2)
    assert seal() == 0
    may_commit.set()
    wait_for(slow)
    assert seal() == 2
    assert [made.entry.object_id for made in JournalSeal.objects.order_by("number")] == [1, 2]


def test_a_writer_that_is_soon_done_is_waited_for(monkeypatch):
    monkeypatch.setattr(chain, "PATIENCE_SECONDS", 60)
    written = threading.Event()

    def write_for_a_moment() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            write(1)
            written.set()
            cursor.execute("SELECT pg_sleep(0.4)")

    slow = in_another_connection(write_for_a_moment)
    assert written.wait(60)
    write(2)
    assert seal() == 2
    wait_for(slow)


def test_a_long_transaction_that_does_not_write_the_journal_holds_nobody_up():
    begun, may_end = threading.Event(), threading.Event()

    def look_for_long() -> None:
        with transaction.atomic():
            JournalEntry.objects.count()
            begun.set()
            may_end.wait(60)

    reader = in_another_connection(look_for_long)
    assert begun.wait(60)
    write(1)
    assert seal() == 1
    may_end.set()
    wait_for(reader)


def test_many_writers_and_two_sealers_leave_one_chain_with_every_entry():
    def write_some(first: int) -> None:
        for number in range(first, first + 20):
            with transaction.atomic():
                write(number)

    sealing = threading.Event()

    def seal_on() -> None:
        while not sealing.is_set():
            seal()

    sealers = [in_another_connection(seal_on) for _ in range(2)]
    writers = [in_another_connection(lambda first=first: write_some(first)) for first in (0, 100, 200, 300)]
    for writer in writers:
        wait_for(writer)
    sealing.set()
    for sealer in sealers:
        wait_for(sealer)
    seal()
    assert [made.entry_id for made in JournalSeal.objects.order_by("number")] == ids()
    verdict = verify()
    assert (verdict.checked, verdict.fault) == (80, "")


def test_a_rolled_back_entry_is_nowhere():
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(2)
    assert seal() == 1
    assert verify().fault == ""


def test_a_second_sealer_leaves_it_to_the_first():
    write(1)
    found = []
    with advisory_lock(chain.LOCK):
        in_another_connection(lambda: found.append(seal())).join(10)
    assert found == [0]
    assert seal() == 1


def test_the_sweep_seals_and_the_log_has_the_newest_hash(caplog):
    write(1)
    with caplog.at_level(logging.INFO, logger="bzpeer.db.journal.chain"):
        sweep.run()
    assert f"number 1: {bytes(JournalSeal.objects.get().hash).hex()}" in caplog.text


@pytest.fixture
def sealed() -> list[int]:
    for number in range(1, 6):
        write(number)
    seal()
    return ids()


def found() -> tuple[int, str]:
    verdict = verify()
    return verdict.checked, verdict.fault


@pytest.mark.parametrize(
    "change",
    [
        "act = 'other'", "actor_id = 7", "actor_name = 'somebody'", "object_kind = 'case'", "object_id = 99",
        "reason = 'other'", "before = 'x'", "after = 'x'", "at = at + interval '1 microsecond'", "detail_digest = ''",
    ],
)  # fmt: skip
def test_any_changed_column_is_found(sealed, change):
    forge(f"UPDATE db_journalentry SET {change} WHERE id = {sealed[2]}")
    assert found() == (2, f"Entry {sealed[2]} (number 3) was changed, or its seal was")


def test_a_changed_seal_is_found(sealed):
    forge(f"UPDATE db_journalseal SET hash = decode('00', 'hex') WHERE entry_id = {sealed[1]}")
    assert found() == (1, f"Entry {sealed[1]} (number 2) was changed, or its seal was")


def test_a_deleted_entry_is_found(sealed):
    forge_unasked(f"DELETE FROM db_journalentry WHERE id = {sealed[3]}")
    assert found() == (3, f"Entry {sealed[3]} (number 4) was deleted")


def test_an_entry_deleted_with_its_seal_is_found(sealed):
    forge(
        f"DELETE FROM db_journaldetail WHERE entry_id = {sealed[3]}",
        f"DELETE FROM db_journalseal WHERE entry_id = {sealed[3]}",
        f"DELETE FROM db_journalentry WHERE id = {sealed[3]}",
    )
    assert found() == (3, f"Number 4 is missing, before entry {sealed[4]}")


def test_numbers_closed_up_over_a_deleted_entry_are_found(sealed):
    forge(
        f"DELETE FROM db_journaldetail WHERE entry_id = {sealed[3]}",
        f"DELETE FROM db_journalseal WHERE entry_id = {sealed[3]}",
        f"DELETE FROM db_journalentry WHERE id = {sealed[3]}",
        f"UPDATE db_journalseal SET number = 4 WHERE entry_id = {sealed[4]}",
    )
    assert found() == (3, f"Entry {sealed[4]} (number 4) was changed, or its seal was")


def test_two_entries_that_changed_places_are_found(sealed):
    forge(
        f"UPDATE db_journalseal SET number = 9 WHERE entry_id = {sealed[0]}",
        f"UPDATE db_journalseal SET number = 1 WHERE entry_id = {sealed[1]}",
        f"UPDATE db_journalseal SET number = 2 WHERE entry_id = {sealed[0]}",
    )
    assert found()[0] == 0
    assert str(sealed[1]) in found()[1]


def test_an_entry_slipped_in_between_is_found(sealed):
    # Relative to what is there: how far the sequence has run, other tests decide.
    between = sealed[-1] + 900
    forge(f"SELECT setval('db_journalentry_id_seq', {between + 100})")
    write(6)
    seal()
    columns = "act, actor_id, actor_name, object_kind, object_id, reason, before, after, detail_digest, at"
    forge(f"INSERT INTO db_journalentry SELECT {between}, {columns} FROM db_journalentry LIMIT 1")
    assert found() == (6, f"Entry {between} lost its seal, or was added between sealed ones")
    assert seal() == 0


def test_changed_words_are_found(sealed):
    forge(f"""UPDATE db_journaldetail SET words = '{{"n": 8}}' WHERE entry_id = {sealed[2]}""")
    assert found() == (2, f"Entry {sealed[2]} (number 3) has words that were changed")


def test_words_added_later_are_found():
    entry = write(1, words=None)
    seal()
    JournalDetail.objects.create(entry=entry, salt=bytes(16), words={"said": "never"})
    assert found() == (0, f"Entry {entry.pk} (number 1) has words that were changed")


def test_erased_words_leave_the_chain_true(sealed):
    assert services.erase_words(object_kind="claim", object_id=3) == 1
    assert found() == (5, "")
    write(6)
    assert seal() == 1
    assert found() == (6, "")


def test_a_journal_of_any_words_and_times_holds():
    write(1, words={"a": 'é\u2028🎓"\\', "z": {"y": [1, 1.5, None, True], "b": {}}, "big": 10**30}, reason="Ünïcode")
    seal()
    assert found() == (1, "")


def test_the_command_counts_what_it_checked(sealed):
    write(9)
    out = StringIO()
    call_command("journal", "verify", stdout=out)
    assert out.getvalue().startswith("5 sealed entries hold, 1 not sealed yet; newest hash ")
    out = StringIO()
    call_command("journal", "seal", stdout=out)
    assert out.getvalue() == "1 sealed\n"


def test_the_command_names_the_first_broken_entry_and_fails(sealed):
    forge(f"UPDATE db_journalentry SET reason = 'other' WHERE id IN ({sealed[4]}, {sealed[2]})")
    with pytest.raises(CommandError) as refusal:
        call_command("journal", "verify")
    assert str(refusal.value).startswith(f"Entry {sealed[2]} (number 3) was changed")
    assert "2 sealed entries hold" in str(refusal.value)
    assert refusal.value.returncode == 1


def test_the_triggers_stand_on_all_tables_of_the_chain():
    assert len(switched("ENABLE")) == len(APPEND_ONLY) == 3
