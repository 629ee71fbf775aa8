"""Mails leave through the outbox: a row until a worker has sent it, tried for three days."""

import re
from datetime import timedelta
from email import message_from_bytes
from smtplib import SMTPConnectError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from bzpeer.accounts import letters, mails
from bzpeer.accounts.models import Letter
from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from tests.factories.profiles import make_account
from tests.mail_server import mail_server as on_loopback
from tests.servers import wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]


ASK = "/accounts/login/code/"


class Server(EmailBackend):
    """A mail server that may be away, or know nobody."""

    fails: Exception | None = None

    def send_messages(self, messages):
        if Server.fails:
            raise Server.fails
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.accounts.test_letters.Server"
    yield Server
    Server.fails = None


def let_time_pass(**span):
    Letter.objects.update(made_at=F("made_at") - timedelta(**span), next_at=F("next_at") - timedelta(**span))


def test_a_request_leaves_its_mail_to_a_worker_in_the_queue_of_mails(client, work_off):
    account = make_account()
    client.post(ASK, {"email": account.email})
    assert mail.outbox == []
    row = OutboxRow.objects.get()
    letter = Letter.objects.get()
    assert (row.task, row.queue, row.key) == ("accounts.send_letter", "mail", f"letter {letter.pk}")
    assert row.args == {"letter_id": letter.pk}
    work_off()
    (message,) = mail.outbox
    assert message.to == [account.email]
    assert message.alternatives
    assert not Letter.objects.exists()


def test_a_mail_that_is_sent_twice_is_one_mail_to_its_reader(server, work_off):
    mails.send("account/email/left", to="ada@example.org", context={})
    number = Letter.objects.get().headers["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f-]{36}@127\.0\.0\.1>", number)
    server.fails = SMTPConnectError(421, "later")
    work_off()
    server.fails = None
    let_time_pass(minutes=2)
    swept.send(sender=None)
    work_off()
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [number]


def test_a_mail_server_that_is_away_is_asked_for_three_days_in_ever_longer_pauses(client, server, work_off):
    account = make_account()
    client.post(ASK, {"email": account.email})
    server.fails = ConnectionRefusedError()
    work_off()
    letter = Letter.objects.annotate(pause=F("next_at") - Now()).get()
    assert letter.tries == 1
    assert timedelta(seconds=50) < letter.pause <= timedelta(minutes=1)
    for hours in (1, 1, 23, 24, 22):
        let_time_pass(hours=hours)
        swept.send(sender=None)
        work_off()
        assert Letter.objects.get().given_up_at is None
    let_time_pass(hours=2)
    swept.send(sender=None)
    work_off()
    assert Letter.objects.get().given_up_at is not None
    client.force_login(account)
    assert "Mail to this address does not arrive." in client.get("/accounts/").content.decode()
    Letter.objects.update(given_up_at=F("given_up_at") - timedelta(days=31))
    swept.send(sender=None)
    assert not Letter.objects.exists()


def test_an_address_that_the_mail_server_does_not_know_is_marked_at_once(server, work_off):
    mails.send("account/email/left", to="ada@example.org", context={})
    server.fails = SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})
    work_off()
    assert Letter.objects.get().given_up_at is not None
    swept.send(sender=None)
    assert work_off() == 0


def test_an_address_that_is_refused_for_the_moment_is_tried_again(server, work_off):
    mails.send("account/email/left", to="ada@example.org", context={})
    server.fails = SMTPRecipientsRefused({"ada@example.org": (451, b"come back later")})
    work_off()
    assert Letter.objects.get().given_up_at is None


def test_a_letter_whose_task_was_lost_is_queued_again(work_off):
    mails.send("account/email/left", to="ada@example.org", context={})
    OutboxRow.objects.all().delete()
    swept.send(sender=None)
    assert work_off() == 0
    let_time_pass(minutes=16)
    swept.send(sender=None)
    work_off()
    assert len(mail.outbox) == 1


def test_without_a_mail_server_each_mail_is_one_eml_file(settings, tmp_path, work_off):
    settings.EMAIL_BACKEND = "bzpeer.accounts.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    for to in ("ada@example.org", "bob@example.org"):
        mails.send("account/email/left", to=to, context={})
    work_off()
    files = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    written = [message_from_bytes(path.read_bytes()) for path in files]
    assert {letter["To"] for letter in written} == {"ada@example.org", "bob@example.org"}
    assert {part.get_content_type() for part in written[0].walk()} >= {"text/plain", "text/html"}


@pytest.fixture
def mail_server(settings):
    """A real one, over the wire."""
    with on_loopback() as running:
        settings.EMAIL_BACKEND = "bzpeer.accounts.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", running.port, False
        yield running


def send_one():
    mails.send("account/email/left", to="ada@example.org", context={})
    letter = Letter.objects.latest("pk")
    letters.send(letter_id=letter.pk)
    return letter


@pytest.mark.django_db(transaction=True)
def test_that_a_mail_is_handed_over_stands_in_the_database_before_the_answer_is_heard(mail_server):
    def look():
        wait_until(lambda: Letter.objects.get().handed_at is not None)
        looked.append("noted")
        connection.close()

    looked = []
    mail_server.before_answer = look
    letter = send_one()
    assert looked == ["noted"]
    assert mail_server.taken == [letter.headers["Message-ID"]]
    assert not Letter.objects.exists()


def test_a_mail_that_the_server_refuses_in_the_end_is_handed_over_again_later(mail_server):
    mail_server.answer = b"451 later"
    letter = send_one()
    assert Letter.objects.get().handed_at is None
    mail_server.answer = b"250 taken"
    letters.send(letter_id=letter.pk)
    assert mail_server.taken == [letter.headers["Message-ID"]]


def test_a_letter_whose_worker_died_before_the_answer_is_not_sent_again_and_the_log_says_so(mail_server, caplog):
    mails.send("account/email/left", to="ada@example.org", context={})
    letter = Letter.objects.get()
    Letter.objects.update(handed_at=Now())
    for _ in range(2):
        letters.send(letter_id=letter.pk)
    assert mail_server.taken == []
    assert Letter.objects.get().given_up_at is not None
    assert f"letter {letter.pk} was handed over" in caplog.text
    assert letters.lost(["ada@example.org"]) == set()


def test_a_file_that_was_written_before_is_not_written_again(settings, tmp_path):
    settings.EMAIL_BACKEND = "bzpeer.accounts.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    letter = send_one()
    # The worker was killed after the file and before it said so.
    letter.save(force_insert=True)
    letters.send(letter_id=letter.pk)
    assert len(list(tmp_path.iterdir())) == 1
    assert not Letter.objects.exists()
