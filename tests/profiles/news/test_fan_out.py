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
from profiles.recompute import services as recompute
from tests.factories.profiles import make_account, make_author, make_topic, make_work
from tests.factories.works import InstitutionFactory
from works.importers.rollback import roll_back
from works.models import (
    Author,
    AuthorName,
    AuthorshipInstitution,
    ImportRun,
    Institution,
    SourceRecord,
    StaleBlock,
    StaleMark,
    Work,
)
from works.record.addresses import fold
from works.record.signals import authors_merged, institutions_merged, works_recorded
from works.search.names import services as names
from works.search.texts import services as texts
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


def search_for(account, words):
    follows.follow_target(account=account, target=search_of(asked_for(words, "")))


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
    search_for(account, "paper boat")
    (work,) = bring(run, ada, 1, "On paper boats in still water")
    AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=institution)
    make_topic(work, topic.name)
    texts.refresh([work.pk])
    fan_out.fan_out_all()
    search = SavedSearch.objects.get()
    assert set(news()) == {("institution", institution.pk, 1), ("topic", topic.pk, 1), ("search", search.pk, 1)}
    assert Notice.objects.count() == 1


def test_news_of_a_search_obey_all_that_was_typed(run, ada):
    (work,) = bring(run, ada, 1, "On paper boats in still water")
    Work.objects.filter(pk=work.pk).update(year=2026, kind="preprint", is_open=True, abstract="Of sails.")
    topic, institution = make_topic(work), InstitutionFactory(name="Institute of Rain")
    AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=institution)
    AuthorName.objects.create(author=ada, printed=ada.name, folded=fold(ada.name))
    Author.objects.update(works_count=1)
    names.refresh(None)
    texts.refresh([work.pk])
    fits = {
        "sail boats", '"paper boats"', "paper -looms", f"topic:{topic.code}", "author:Lovelace boats",
        f"institution:{institution.slug}-{institution.pk}", "kind:preprint year:2020..",
        "open:yes -year:2025", "-has:code",
    }  # fmt: skip
    fail = {
        '"boats paper"', "paper -water", "paper year:2025", "paper kind:article", "open:no", "has:data",
        "author:Quillfeather boats", "-author:Lovelace boats", f"-topic:{topic.code}",
    }  # fmt: skip
    account = make_account()
    for words in fits | fail:
        search_for(account, words)
    assert SavedSearch.objects.count() == len(fits | fail)
    fan_out.fan_out_all()
    assert set(News.objects.values_list("search__words", flat=True)) == fits


def test_it_waits_until_the_search_has_the_words_of_the_works(ada, run):
    follow(make_account(), "author", ada)
    bring(run, ada)
    mark = StaleMark.objects.create(kind="work", object_id=1, reason="import")
    fan_out.fan_out()
    assert news() == []
    mark.delete()
    fan_out.fan_out()
    assert news() == [("author", ada.pk, 1)]


def move(work, author):
    """Who is who is seen anew, and the figures are computed again."""
    work.authorships.update(author=author)
    StaleMark.objects.create(kind="author", object_id=author.pk, reason="identity")
    recompute.drain()


def test_a_work_that_comes_to_somebody_later_is_news_once(ada, run):
    follow(make_account(), "author", ada)
    Follow.objects.update(since=timezone.now() - timedelta(days=1))
    mine, other, old = bring(run, ada), bring(run, make_author("A. Lovelace"), 2), make_work("Long since here")
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 1)]
    Notice.objects.all().delete()
    for work in (*mine, *other, old):
        move(work, ada)
    assert news() == [("author", ada.pk, 3)]
    assert set(News.objects.get().works) == {work.pk for work in (*mine, *other)}
    assert Notice.objects.count() == 1
    # The import is told of again, or a recompute is done again.
    NewsRun.objects.update(last_work=0, is_waiting=True)
    fan_out.fan_out_all()
    recompute.recompute_everybody()
    assert news() == [("author", ada.pk, 3)]


def test_who_began_to_follow_after_an_import_hears_nothing_of_it_from_a_recompute(ada, run):
    follow(make_account(), "author", make_author())
    works = bring(run, ada, 2)
    fan_out.fan_out_all()
    follow(make_account(), "author", ada)
    move(works[0], ada)
    assert news() == []


def test_an_import_that_is_taken_back_takes_its_news_along(ada, run):
    reader, other = make_account(), make_account()
    topic = make_topic(make_work())
    follow(reader, "author", ada)
    follow(other, "topic", topic)
    earlier = ImportRun.objects.create(source="arxiv", paths=["/y"], state="finished")
    for work in bring(earlier, ada, 2):
        make_topic(work, topic.name)
    fan_out.fan_out_all()
    follow(other, "author", only := make_author("Only Here"))
    bring(run, ada, 3)
    bring(run, only, 1)
    fan_out.fan_out_all()
    assert news() == [("author", ada.pk, 5), ("topic", topic.pk, 2), ("author", only.pk, 1)]
    roll_back(run)
    assert news() == [("author", ada.pk, 2), ("topic", topic.pk, 2)]
    assert Notice.objects.count() == 2
    roll_back(earlier)
    assert news() == []
    assert not Notice.objects.exists()


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
