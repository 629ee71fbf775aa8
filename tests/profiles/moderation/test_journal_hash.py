"""The newest hash of the journal leaves the site once a day."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from bzpeer.db.journal import chain, services as journal
from bzpeer.db.journal.models import JournalSeal
from profiles.moderation import journal_hash
from tests.factories.moderation import make_administrator, make_moderator

pytestmark = pytest.mark.django_db


def seal_something():
    journal.write(act="claim sent", actor="clock", object_kind="claim", object_id=1)
    chain.seal()
    return bytes(JournalSeal.objects.order_by("-number").first().hash).hex()


def test_every_administrator_and_the_log_get_the_newest_hash_once_a_day(work_off, caplog):
    administrator = make_administrator()
    make_moderator()
    newest = seal_something()
    with caplog.at_level(logging.INFO, logger="profiles.moderation.journal_hash"):
        for _ in range(3):
            journal_hash.tell_once_a_day()
        work_off()
    assert newest in caplog.text
    (message,) = mail.outbox
    assert message.to == [administrator.email]
    assert f"\n{newest}\n" in message.body


def test_the_next_day_it_is_told_again(work_off):
    make_administrator()
    seal_something()
    journal_hash.tell_once_a_day()
    work_off()
    newest = seal_something()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        journal_hash.tell_once_a_day()
        work_off()
    assert newest in mail.outbox[-1].body
    assert len(mail.outbox) == 2


def test_an_empty_journal_has_nothing_to_tell(work_off):
    make_administrator()
    assert not JournalSeal.objects.exists()
    journal_hash.tell_once_a_day()
    assert work_off() == 0
