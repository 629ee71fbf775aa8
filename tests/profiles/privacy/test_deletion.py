"""Leaving, thinking again, and going for good."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.utils import timezone

from bzpeer.accounts.models import Leaving, User
from bzpeer.db.journal import services as journal
from bzpeer.db.models import JournalDetail, JournalEntry
from bzpeer.db.signals import swept
from profiles.claims.models import Claim
from profiles.follows import services as follows
from profiles.follows.models import FollowFigure
from profiles.privacy import export
from profiles.researchers.models import Researcher
from tests.accounts.flows import PASSWORD, log_in, sent
from tests.factories.profiles import make_account, make_author, make_researcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(client):
    account = make_account("ada@example.org", password=PASSWORD)
    log_in(client, account)
    return account


@pytest.fixture
def leave(client, account, django_capture_on_commit_callbacks):
    def act():
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/accounts/delete/", {"delete": "1"})

    return act


def make_due():
    Leaving.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_leaving_says_the_day_ends_every_session_and_mails(client, account, leave):
    page = leave().content.decode()
    day = timezone.now() + timedelta(days=14)
    assert f"That will be done on {day.day} {day:%B %Y}." in page
    assert [message.subject for message in sent()] == ["Your account will be deleted"]
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/accounts/").status_code == 302
    assert User.objects.filter(pk=account.pk).exists()


def test_logging_in_within_the_days_offers_to_keep_it_and_keeping_it_keeps_everything(client, account, leave):
    follows.follow(account=account, author=make_author())
    leave()
    response = log_in(client, account, next="/researchers/")
    assert response["Location"] == "/accounts/delete/"
    page = client.get("/accounts/delete/").content.decode()
    assert "Keep my account" in page
    assert "This account will be deleted on" in client.get("/accounts/").content.decode()
    assert client.post("/accounts/delete/keep/")["Location"] == "/accounts/"
    assert not Leaving.objects.exists()
    assert account.follows.count() == 1
    swept.send(sender=None)
    assert User.objects.filter(pk=account.pk).exists()


def test_logging_in_alone_takes_nothing_back(client, account, leave):
    leave()
    log_in(client, account)
    client.get("/accounts/delete/")
    make_due()
    swept.send(sender=None)
    assert not User.objects.filter(pk=account.pk).exists()


def test_asking_twice_does_not_move_the_day(client, account, leave):
    leave()
    first = Leaving.objects.get().due_at
    log_in(client, account)
    client.post("/accounts/delete/", {"delete": "1"})
    assert Leaving.objects.get().due_at == first


def test_before_the_day_nothing_is_deleted(account, leave):
    leave()
    Leaving.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    swept.send(sender=None)
    assert User.objects.filter(pk=account.pk).exists()


def test_on_the_day_everything_goes_and_the_record_is_unclaimed(
    account, leave, work_off, django_capture_on_commit_callbacks
):
    author, other = make_author("Ada Lovelace"), make_author("Grace Hopper")
    Claim.objects.create(author=author, account=account, state="approved")
    make_researcher(author, account, bio="Engines.")
    Claim.objects.create(author=other, account=account, state="draft")
    follows.follow(account=account, author=other)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    made = export.ask(account=account)
    export.build(export_id=made.pk)
    leave()
    make_due()
    sent().clear()
    with django_capture_on_commit_callbacks(execute=True):
        swept.send(sender=None)
    assert not User.objects.filter(pk=account.pk).exists()
    assert not Researcher.objects.exists()
    assert not Claim.objects.exists()
    assert not Authenticator.objects.exists()
    assert not default_storage.exists(made.name)
    assert FollowFigure.objects.get(author=other).followers == 0
    author.refresh_from_db()
    assert author.removed_at is None
    assert [message.subject for message in sent()] == ["Your account is deleted"]
    # What the withdrawals left for workers finds nobody, and says nothing.
    work_off()
    assert len(sent()) == 1


def test_the_journal_keeps_the_acts_and_none_of_the_words(account, leave):
    journal.write(act="said", actor=account, object_kind="claim", object_id=7, words={"words": "my private words"})
    leave()
    make_due()
    swept.send(sender=None)
    assert JournalEntry.objects.filter(act="said", actor_id=account.pk).exists()
    assert JournalEntry.objects.filter(act="account deleted", object_id=account.pk).exists()
    assert not JournalDetail.objects.exists()


def test_looking_at_the_page_changes_nothing(client, account):
    assert client.get("/accounts/delete/").status_code == 200
    assert client.post("/accounts/delete/").status_code == 200
    assert not Leaving.objects.exists()


def test_two_sweeps_delete_an_account_once(account, leave):
    leave()
    make_due()
    swept.send(sender=None)
    swept.send(sender=None)
    assert JournalEntry.objects.filter(act="account deleted").count() == 1


def test_the_deletion_page_says_what_happens_before_it_does(client, account):
    page = client.get("/accounts/delete/").content.decode()
    for words in ("You have 14 days to think again", "becomes unclaimed", "Get a copy of your data first"):
        assert words in page
