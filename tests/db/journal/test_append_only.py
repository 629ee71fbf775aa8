"""Nobody changes the journal: by trigger whoever it is, by rights whoever does not own it."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from bzpeer.db.journal.services import write
from bzpeer.db.models import JournalDetail, JournalEntry, JournalSeal
from bzpeer.db.safeguards import UnsafeServers, journal_faults, refuse_unsafe_servers
from tests.servers import ROOT

TABLES = ("db_journalentry", "db_journaldetail", "db_journalseal")


@pytest.fixture
def entry(db) -> JournalEntry:
    made = write(act="approved", actor="clock", object_kind="claim", object_id=1, words={"said": "yes"})
    JournalSeal.objects.create(entry=made, number=1, hash=bytes(32))
    with connection.cursor() as cursor:
        # TRUNCATE would be refused for foreign keys that wait to be checked, and not by us.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE db_journalentry SET reason = 'other'",
        "DELETE FROM db_journalentry",
        "DELETE FROM db_journalentry WHERE id = 0",
        "TRUNCATE db_journalentry CASCADE",
        "UPDATE db_journalseal SET hash = ''",
        "DELETE FROM db_journalseal",
        "TRUNCATE db_journalseal",
        "UPDATE db_journaldetail SET words = '{}'",
        "TRUNCATE db_journaldetail",
        "INSERT INTO db_journalseal SELECT * FROM db_journalseal ON CONFLICT (number) DO UPDATE SET hash = ''",
    ],
)
def test_a_change_is_refused_with_a_plain_message(entry, statement):
    with (
        pytest.raises(IntegrityError, match=r"The journal is append-only: \w+ of db_journal\w+ is refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert JournalEntry.objects.get().reason == ""
    assert JournalSeal.objects.count() == JournalDetail.objects.count() == 1


def test_objects_of_django_meet_the_same_refusal(entry):
    for act in (
        entry.save,
        JournalEntry.objects.filter(pk=entry.pk).delete,
        lambda: JournalSeal.objects.update(number=2),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_words_may_be_deleted(entry):
    entry.detail.delete()
    assert not JournalDetail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_again_after_a_test_has_emptied_the_tables():
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgenabled FROM pg_trigger WHERE tgname = 'journal_stands'")
        assert sorted(cursor.fetchall()) == sorted((table, "O") for table in TABLES)


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    call_command("migrate", "db", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    made = write(act="approved", actor="clock", object_kind="claim", object_id=1)
    with pytest.raises(IntegrityError):
        made.delete()


@pytest.fixture
def as_owner(db) -> Iterator[psycopg.Connection]:
    """A connection that may make roles; everything it does is undone."""
    at = connection.get_connection_params()
    known = {name: at[name] for name in ("dbname", "host", "port", "password") if at.get(name)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        user, is_super = cursor.fetchone()
    # The embedded server lets this machine's people in as its superuser, too.
    with psycopg.connect(**known, user=user if is_super else "postgres") as owner:
        yield owner
        owner.rollback()


def refused(owner: psycopg.Connection, statement: str) -> bool:
    try:
        with owner.transaction():
            owner.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_the_role_of_web_adds_and_reads_and_may_not_change(as_owner):
    sql = (ROOT / "deploy/web_role.sql").read_text()
    as_owner.execute(sql)
    as_owner.execute(sql)
    as_owner.execute("SET LOCAL ROLE bzpeer_web")
    made = as_owner.execute(
        "INSERT INTO db_journalentry (act, actor_name, object_kind, object_id, reason, before, after, detail_digest)"
        " VALUES ('a', 'clock', 'claim', 1, '', '', '', '') RETURNING id"
    ).fetchone()
    assert as_owner.execute("SELECT max(id) FROM db_journalentry").fetchone() == made
    for table in TABLES:
        assert refused(as_owner, f"DELETE FROM {table}")
        assert refused(as_owner, f"TRUNCATE {table} CASCADE")
        assert refused(as_owner, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    assert refused(as_owner, "UPDATE db_journalentry SET act = 'b'")
    assert not refused(as_owner, "UPDATE works_author SET name = name")
    assert not refused(as_owner, "DELETE FROM db_outboxrow")
    assert refused(as_owner, "CREATE TABLE own (id int)")


def test_the_migration_takes_back_what_default_rights_gave(as_owner):
    from importlib import import_module

    sql = import_module("bzpeer.db.migrations.0002_journal").OTHERS_READ_AND_ADD
    as_owner.execute((ROOT / "deploy/web_role.sql").read_text())
    as_owner.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {', '.join(TABLES)} TO bzpeer_web")
    as_owner.execute(sql)
    as_owner.execute("SET LOCAL ROLE bzpeer_web")
    assert refused(as_owner, "UPDATE db_journalentry SET act = 'b'")
    assert refused(as_owner, "DELETE FROM db_journalseal")
    assert not refused(as_owner, "SELECT FROM db_journalseal")


def test_production_refuses_a_web_role_that_could_change_the_journal(settings, db):
    settings.PRODUCTION = True
    assert "owns the journal" in journal_faults()[0]


@pytest.mark.django_db(transaction=True)
def test_the_refusal_stops_the_start(settings):
    settings.PRODUCTION = True
    with pytest.raises(UnsafeServers, match="owns the journal"):
        refuse_unsafe_servers(journal_faults)


def test_a_role_without_these_rights_has_no_fault(as_owner):
    from bzpeer.db.safeguards import JOURNAL_RIGHTS

    as_owner.execute((ROOT / "deploy/web_role.sql").read_text())
    as_owner.execute("SET LOCAL ROLE bzpeer_web")
    assert as_owner.execute(JOURNAL_RIGHTS).fetchone() == (False,)
    as_owner.execute("RESET ROLE")
    as_owner.execute("GRANT UPDATE ON db_journalseal TO bzpeer_web")
    as_owner.execute("SET LOCAL ROLE bzpeer_web")
    assert as_owner.execute(JOURNAL_RIGHTS).fetchone() == (True,)
