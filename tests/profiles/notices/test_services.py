"""Telling people: once each, in their own frequency, mailed once."""

from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from bzpeer.accounts import bounces
from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from profiles.notices import kinds, mailing, services
from profiles.notices.models import Notice, NoticeChoice, NoticeMail
from profiles.notices.rules import Frequency, Hours
from tests.factories.profiles import make_account, make_author
from tests.mailed import send_what_waits
from works.models import AuthorRedirect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """One kind of each frequency, so that no room's own words matter here."""
    known = {
        "at once": kinds.Kind("invitations", "{author} writes"),
        "a day": kinds.Kind("discussion", "{author} answers"),
        "a week": kinds.Kind("news", "New works of {author}"),
        "on the site": kinds.Kind("account", "Something", is_mailed=False),
    }
    monkeypatch.setattr(kinds, "KINDS", known)
    for module in ("services", "lines", "mailing"):
        monkeypatch.setattr(f"profiles.notices.{module}.KINDS", known)


@pytest.fixture
def clock(monkeypatch):
    """The database's time, as far as mails look at it; call it to set it."""

    def to(moment):
        monkeypatch.setattr("profiles.notices.mailing.clock.now", lambda: moment)

    return to


def told(account, kind="at once", key="k", **about):
    services.tell(accounts=[account.pk], kind=kind, about=about or {"author": make_author().pk}, key=key)
    notice = Notice.objects.get(account=account, key=key)
    Notice.objects.filter(pk=notice.pk).update(made_at=MONDAY)
    if notice.due_at:
        Notice.objects.filter(pk=notice.pk).update(due_at=MONDAY)
    return notice


def mail_at(clock, moment):
    clock(moment)
    mailing.mail_due()
    OutboxRow.objects.filter(task=mailing.TASK).delete()
    send_what_waits()
    return mail.outbox


def test_each_account_is_told_once_however_often_it_is_said():
    one, other, closed = make_account(), make_account(), make_account(is_active=False)
    ids = [one.pk, other.pk, closed.pk, 10**9]
    for expected in (2, 0):
        assert services.tell(accounts=ids, kind="at once", about={"author": 1}, key="k") == expected
    assert Notice.objects.count() == 2
    assert list(OutboxRow.objects.values_list("task", "queue")) == [("profiles.mail_notices", "mail")]


def test_what_is_told_goes_back_with_the_act_that_told_it():
    account = make_account()
    with transaction.atomic():
        services.tell(accounts=[account.pk], kind="at once", about={}, key="k")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not OutboxRow.objects.exists()


def test_an_invitation_is_mailed_at_once_with_its_link_and_a_way_to_hear_no_more(clock):
    account, ada = make_account(), make_author("Ada\r\nLovelace")
    notice = told(account, author=ada.pk, path="/claims/")
    (message,) = mail_at(clock, MONDAY)
    assert message.to == [account.email]
    assert message.subject == "Ada Lovelace writes"
    assert f"{settings.PUBLIC_URL}/claims/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Unsubscribe"][1:-1] in message.body
    assert parseaddr(message.extra_headers["Message-ID"])[1].startswith(f"notices-{account.pk}-notice-{notice.pk}@")
    mail_at(clock, MONDAY + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_the_days_digest_comes_the_next_morning_and_is_one(clock):
    account = make_account()
    told(account, "a day", "one")
    told(account, "a day", "two")
    assert mail_at(clock, MONDAY) == []
    assert {notice.due_at.hour for notice in Notice.objects.all()} == {8}
    (message,) = mail_at(clock, MONDAY + timedelta(hours=20))
    assert message.subject == "2 notices from bzpeer"
    told(account, "a day", "three")
    Notice.objects.filter(key="three").update(made_at=MONDAY)
    assert len(mail_at(clock, MONDAY + timedelta(hours=21))) == 1
    assert len(mail_at(clock, MONDAY + timedelta(hours=44))) == 2
    assert NoticeMail.objects.count() == 2


def test_news_wait_for_monday(clock):
    account, ada = make_account(), make_author()
    told(account, "a week", "one", author=ada.pk)
    for hours in (0, 20, 44):
        assert mail_at(clock, MONDAY + timedelta(hours=hours)) == []
    (message,) = mail_at(clock, MONDAY + timedelta(days=7))
    assert message.subject == "New works of Ada Lovelace"


def test_a_digest_that_went_does_not_keep_back_what_is_to_come_at_once(clock):
    account = make_account()
    told(account, "a day", "one")
    mail_at(clock, MONDAY + timedelta(hours=20))
    told(account, "a day", "two")
    told(account, "at once", "three")
    assert len(mail_at(clock, MONDAY + timedelta(hours=21))) == 2
    assert list(Notice.objects.filter(mailed_at=None).values_list("key", flat=True)) == ["two"]


def test_after_twenty_mails_in_a_day_the_rest_wait_for_the_morning_as_one(clock):
    account = make_account()
    NoticeMail.objects.bulk_create(NoticeMail(account=account, key=f"n{n}", made_at=MONDAY) for n in range(20))
    told(account, "at once", "one")
    told(account, "at once", "two")
    assert mail_at(clock, MONDAY + timedelta(hours=1)) == []
    assert len(mail_at(clock, MONDAY + timedelta(days=1, hours=1))) == 1


def test_quiet_hours_are_kept_and_a_change_of_mind_counts_for_what_waits(clock):
    account = make_account()
    services.choose(account=account, frequencies={}, hours=Hours("UTC", time(11), time(13)))
    told(account)
    assert mail_at(clock, MONDAY) == []
    services.choose(account=account, frequencies={"invitations": Frequency.NEVER}, hours=Hours())
    Notice.objects.update(due_at=MONDAY)
    assert mail_at(clock, MONDAY + timedelta(hours=2)) == []
    assert Notice.objects.get().due_at is None


def test_what_is_muted_is_not_told_and_what_needs_no_mail_gets_none():
    account = make_account()
    services.choose(account=account, frequencies={"invitations": Frequency.MUTED}, hours=Hours())
    services.tell(accounts=[account.pk], kind="at once", about={}, key="one")
    services.tell(accounts=[account.pk], kind="on the site", about={}, key="two")
    assert list(Notice.objects.values_list("key", "due_at")) == [("two", None)]
    assert not OutboxRow.objects.exists()


def test_the_usual_choice_is_no_row(clock):
    account = make_account()
    for frequency in (Frequency.NEVER, Frequency.IMMEDIATE):
        services.choose(account=account, frequencies={"invitations": frequency}, hours=Hours())
    assert not NoticeChoice.objects.exists()


def test_nothing_is_mailed_to_an_address_that_bounced_and_its_owner_sees_why(clock, monkeypatch):
    account = make_account()
    monkeypatch.setitem(kinds.KINDS, "mail-bounced", kinds.Kind("account", "Mail came back", is_mailed=False))
    bounces.mark([account.email.upper()])
    assert Notice.objects.get(account=account).kind == "mail-bounced"
    told(account)
    assert mail_at(clock, MONDAY) == []


def test_the_sweep_finds_what_is_due_and_throws_away_what_is_a_year_old(clock):
    account = make_account()
    told(account, "a day", "due")
    told(account, "at once", "old")
    Notice.objects.filter(key="old").update(made_at=datetime(2020, 1, 1, tzinfo=UTC))
    OutboxRow.objects.all().delete()
    swept.send(sender=None)
    assert OutboxRow.objects.filter(task=mailing.TASK).count() == 1
    assert list(Notice.objects.values_list("key", flat=True)) == ["due"]


def test_a_notice_follows_a_merge_and_names_nobody_who_is_hidden():
    from profiles.notices.lines import lines_of

    account, ada = make_account(), make_author("Ada <b>Byron</b>")
    AuthorRedirect.objects.create(old_id=ada.pk + 1000, author=ada)
    hidden = make_author("Gone Away", removed_at=MONDAY)
    for key, pk in (("merged", ada.pk + 1000), ("hidden", hidden.pk)):
        services.tell(accounts=[account.pk], kind="at once", about={"author": pk}, key=key)
    merged, gone = lines_of(list(Notice.objects.order_by("pk")))
    assert merged.words == "<bdi>Ada &lt;b&gt;Byron&lt;/b&gt;</bdi> writes"
    assert merged.path == ada.get_absolute_url()
    assert "Gone" not in gone.words
    assert gone.path == ""
    services.forget_authors([hidden.pk])
    assert Notice.objects.get().key == "merged"
