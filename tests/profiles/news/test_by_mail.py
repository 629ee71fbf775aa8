"""News by mail without an account: confirmed by a link, one mail a week, ended by one press."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from bzpeer.accounts import bounces
from profiles.news import by_mail, fan_out
from profiles.news.models import MailSubscription, News
from tests.factories.profiles import make_account, make_author, make_topic, make_work, make_works
from tests.mailed import link_mailed_to, send_what_waits
from tests.profiles.news.test_fan_out import bring, run  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]
EVE = "eve@example.org"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.RATE_LIMITS = True


@pytest.fixture
def ada():
    return make_author()


def ask(client, record, address=EVE):
    return client.post(f"{record.get_absolute_url()}mail/", {"address": address})


def subscribed(author, address=EVE, **fields):
    fields = {"mailed_until": timezone.now().date() - timedelta(days=9)} | fields
    return MailSubscription.objects.create(author=author, address=address, **fields)


def test_a_link_in_a_mail_begins_it_and_nothing_is_kept_before(client, ada):
    assert ask(client, ada).status_code == 200
    assert not MailSubscription.objects.exists()
    path = link_mailed_to(EVE)
    reader = Client(enforce_csrf_checks=True)
    assert "Yes, send me news" in reader.get(path).content.decode()
    assert not MailSubscription.objects.exists()
    for _ in range(2):
        assert reader.post(path).status_code == 200
    assert MailSubscription.objects.get().author == ada


def test_a_search_and_a_topic_can_be_asked_for_too(client):
    topic = make_topic(make_work())
    ask(client, topic)
    client.post(link_mailed_to(EVE))
    client.post("/search/mail/?q=Paper%20Boats", {"address": "mallory@example.org"})
    client.post(link_mailed_to("mallory@example.org"))
    assert {one.kind for one in MailSubscription.objects.all()} == {"topic", "search"}
    assert MailSubscription.objects.get(search__isnull=False).search.key == "paper boats"


def test_the_answer_is_the_same_for_every_address_and_one_mail_a_day_goes(client, ada):
    account = make_account()
    subscribed(ada, "known@example.org")
    pages = {ask(client, ada, address).content for address in (EVE, account.email, "known@example.org", EVE.upper())}
    assert len(pages) == 1
    send_what_waits()
    assert len([message for message in mail.outbox if message.to[0].lower() == EVE]) == 1


def test_a_network_that_asks_too_often_is_told_the_wait(client, ada):
    answers = [ask(client, ada, f"eve{number}@example.org").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("address", ["", "eve", "eve@[10.0.0.1]\r\n", "a" * 300 + "@example.org"])
def test_what_is_no_address_is_refused(client, ada, address):
    assert ask(client, ada, address).status_code == 422


def test_a_damaged_or_old_link_does_nothing(client, ada):
    ask(client, ada)
    path = link_mailed_to(EVE)
    assert client.post(path[:-4] + "xxx/").status_code == 404
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_mail, "CONFIRM_WITHIN", timedelta(seconds=-1))
        assert client.post(path).status_code == 404
    ada.removed_at = timezone.now()
    ada.save()
    assert client.post(path).status_code == 404
    assert not MailSubscription.objects.exists()


def test_new_works_come_in_one_mail_on_monday_with_the_link_that_ends_it(client, ada, run):  # noqa: F811
    other = make_author("Bela Bartos")
    for author in (ada, other):
        subscribed(author)
        bring(run, author, 2)
    fan_out.fan_out()
    due = set(MailSubscription.objects.values_list("due_at", flat=True))
    assert {(moment.weekday(), moment.hour) for moment in due} == {(0, 8)}
    by_mail.mail_due()
    assert mail.outbox == []
    # Until yesterday.
    News.objects.update(day=timezone.now().date() - timedelta(days=1))
    MailSubscription.objects.update(due_at=timezone.now() - timedelta(hours=1))
    for _ in range(2):
        by_mail.mail_due()
    send_what_waits()
    (message,) = mail.outbox
    assert message.to == [EVE]
    assert message.body.count("2 new works of") == 2
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["Message-ID"].startswith("<news-")
    path = urlsplit(re.search("<(.*)>", message.extra_headers["List-Unsubscribe"])[1]).path
    assert path in message.body
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop these mails" in stranger.get(path).content.decode()
    assert MailSubscription.objects.count() == 2
    for _ in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not MailSubscription.objects.exists()


def test_news_of_today_wait_for_the_next_mail(ada):
    row = subscribed(ada, due_at=timezone.now() - timedelta(hours=1))
    work = make_works(ada, 1)[0]
    News.objects.create(author=ada, day=timezone.now().date(), works_count=1, works=[work.pk])
    by_mail.mail_due()
    row.refresh_from_db()
    assert row.due_at > timezone.now()
    assert not News.objects.filter(day__lte=row.mailed_until).exists()
    send_what_waits()
    assert mail.outbox == []


def test_an_address_that_bounced_is_forgotten(ada):
    subscribed(ada)
    bounces.mark([EVE.upper()])
    assert not MailSubscription.objects.exists()
