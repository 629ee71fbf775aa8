"""Followers hear of what an import brought: once, in one line a day, whoever is killed meanwhile."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from profiles.follows import services as follows
from profiles.follows.models import Follow, SavedSearch
from profiles.follows.targets import search_of, target_of
from profiles.news import fan_out
from profiles.news.models import MailSubscription, News, NewsRun
from profiles.notices.models import Notice
from tests.factories.profiles import make_account, make_author, make_topic, make_work
from tests.factories.works import InstitutionFactory
from works.models import (
    Author,
    AuthorshipInstitution,
    ImportRun,
    Institution,
    SourceRecord,
    StaleBlock,
)
from works.record.signals import authors_merged, institutions_merged, works_recorded
from works.search.words import asked_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]


@pytest.fixture
def ada():
    return make_author()


@pytest.fixture
def run():
    return ImportRun.objects.create(source="arxiv", paths=["/x"], state="finished")


def bring(run, author, number=1, title="", *, is_new=True):
    """So many works, made by records of this run, and the signal."""
    works = [make_work(title and f"{title} {n}", authors=[author]) for n in range(number)]
    records = SourceRecord.objects.filter(work__in=works)
    records.update(run=run, matched_by="new" if is_new else "doi")
    works_recorded.send(sender=ImportRun, run=run)
    return works


def follow(account, kind, row):
    follows.follow_target(account=account, target=target_of(row, kind))


def news():
    return [(one.kind, one.target_id, one.works_count) for one in News.objects.order_by("pk")]


def test_new_works_are_one_line_and_one_notice_for_each_follower(ada, run):
    readers = [make_account() for _ in range(3)]
    for reader in readers:
        follow(reader, "author", ada)
    bring(run, ada, 25)
    bring(run, make_author("Nobody Follows"), 2)
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 25)]
    assert len(News.objects.get().works) == 20
    assert set(Notice.objects.values_list("account", "kind")) == {(reader.pk, "news") for reader in readers}


def test_what_came_before_anybody_followed_is_no_news_later(ada, run):
    bring(run, ada, 3)
    fan_out.fan_out_all()
    follow(make_account(), "author", ada)
    works_recorded.send(sender=ImportRun, run=run)
    fan_out.fan_out_all()
    assert news() == []


def test_what_was_known_before_is_no_news(ada, run):
    follow(make_account(), "author", ada)
    bring(run, ada, is_new=False)
    fan_out.fan_out_all()
    assert news() == []


def test_a_run_that_goes_on_adds_to_the_line_of_the_day_and_tells_nobody_twice(ada, run, monkeypatch):
    monkeypatch.setattr(fan_out, "WORKS", 2)
    follow(make_account(), "author", ada)
    bring(run, ada, 3)
    fan_out.fan_out_all()
    bring(run, ada, 2)
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 5)]
    assert Notice.objects.count() == 1
    works_recorded.send(sender=ImportRun, run=run)
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 5)]


def test_a_worker_that_dies_in_the_middle_loses_and_doubles_nothing(ada, run):
    follow(make_account(), "author", ada)
    bring(run, ada, 3)
    with transaction.atomic():
        fan_out.fan_out()
        transaction.set_rollback(True)
    assert news() == []
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 3)]
    assert Notice.objects.count() == 1


def test_it_waits_until_the_works_have_their_authors(ada, run):
    follow(make_account(), "author", ada)
    bring(run, ada)
    StaleBlock.objects.create(block="lovelace a")
    swept.send(sender=None)
    assert not OutboxRow.objects.filter(task=fan_out.TASK).exists()
    fan_out.fan_out()
    assert news() == []
    StaleBlock.objects.all().delete()
    swept.send(sender=None)
    assert OutboxRow.objects.get(task=fan_out.TASK).queue == "bulk"


def test_topics_institutions_and_searches_have_their_news(run, ada):
    account, institution = make_account(), InstitutionFactory()
    topic = make_topic(make_work())
    follow(account, "institution", institution)
    follow(account, "topic", topic)
    for words in ("paper boat", "boats still", "oat"):
        follows.follow_target(account=account, target=search_of(asked_for(words, "")))
    (work,) = bring(run, ada, 1, "On paper boats in still water")
    AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=institution)
    make_topic(work, topic.name)
    fan_out.fan_out_all()
    searches = set(SavedSearch.objects.exclude(words="oat").values_list("pk", flat=True))
    assert set(news()) == {
        ("institution", institution.pk, 1),
        ("topic", topic.pk, 1),
        *(("search", pk, 1) for pk in searches),
    }
    assert Notice.objects.count() == 1


def test_muted_follows_are_told_nothing(ada, run):
    account = make_account()
    follow(account, "author", ada)
    follows.set_muted(follow=Follow.objects.get(), is_muted=True)
    bring(run, ada)
    fan_out.fan_out_all()
    assert not Notice.objects.exists()


def test_a_run_that_is_taken_back_brings_no_news(ada, run):
    ImportRun.objects.filter(pk=run.pk).update(state="rolled back")
    run.refresh_from_db()
    follow(make_account(), "author", ada)
    bring(run, ada)
    assert not NewsRun.objects.exists()


def test_a_merge_takes_news_and_subscriptions_along(ada, run):
    old = make_author("Ada Byron")
    for author in (ada, old):
        follow(make_account(), "author", author)
        bring(run, author, 2)
        today = timezone.now().date()
        MailSubscription.objects.create(author=author, address="eve@example.org", mailed_until=today)
    fan_out.fan_out_all()
    authors_merged.send(sender=Author, moves={old.pk: ada.pk})
    old.delete()
    assert news() == [("author", ada.pk, 4)]
    assert len(News.objects.get().works) == 4
    assert MailSubscription.objects.get().author == ada


def test_an_institution_that_went_into_another_takes_its_followers_along():
    old, new = InstitutionFactory(), InstitutionFactory()
    both, one = make_account(), make_account()
    for account, institution in ((both, old), (both, new), (one, old)):
        follow(account, "institution", institution)
    institutions_merged.send(sender=Institution, moves={old.pk: new.pk})
    old.delete()
    assert set(Follow.objects.values_list("account", "institution")) == {(both.pk, new.pk), (one.pk, new.pk)}


def test_news_are_kept_for_a_year(ada):
    News.objects.create(author=ada, day=timezone.now().date() - timedelta(days=367), works_count=1, works=[1])
    swept.send(sender=None)
    assert news() == []
