"""What people ask for: one place in the queue each, answered before all that is only due."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bzpeer.db.models import OutboxRow
from tests.factories.profiles import make_account, make_author
from tests.works.sync import answers as reply
from works.models import SyncRequest, SyncTarget
from works.sync import queries, requests, services
from works.sync.passes import run_pass

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 1, tzinfo=UTC)


def author(number: int = 1):
    made = make_author(f"Ada Quill{'abcdefgh'[number]}")
    made.identifiers.create(scheme="openalex", value=f"A{number}")
    return made


def test_asking_twice_is_one_place_in_the_queue(stranger):
    for number in range(3):
        requests.refresh(author=author(number), account=make_account(), now=NOW)
    ada = author(4)
    assert requests.refresh(author=ada, account=stranger, now=NOW) == 4
    assert requests.refresh(author=ada, account=stranger, now=NOW) == 4
    assert requests.refresh(author=ada, account=make_account(), now=NOW) == 4
    assert SyncRequest.objects.count() == 4
    assert set(OutboxRow.objects.values_list("key", flat=True)) >= {"sync arxiv", "sync openalex"}


def test_who_waits_is_asked_about_before_what_is_due_and_then_served(source, clock, stranger):
    server = source("openalex", reply.openalex(), reply.openalex())
    source("arxiv", reply.feed())
    SyncTarget.objects.create(source="openalex", kind="author", value="A99", due_at=NOW - timedelta(days=9))
    ada = author()
    requests.refresh(author=ada, account=stranger, now=NOW)
    services.ask_next("openalex", asking=clock.pace().asking)
    assert "author.id:A1&" in server.requests[0]
    assert queries.place_of(queries.key_of_author(ada.pk)) == 1
    run_pass("arxiv", clock.pace())
    assert queries.place_of(queries.key_of_author(ada.pk)) == 0
    assert [one.name for one in queries.freshness(ada.pk, ada.name)] == ["arXiv", "OpenAlex"]
    assert {one.asked_at.date() for one in queries.freshness(ada.pk, ada.name)} == {clock.time.date()}


def test_nobody_waits_through_more_than_three_failures(source, clock, stranger):
    source("openalex", *[reply.refusal(500)] * 3)
    source("arxiv", reply.feed())
    ada = author()
    requests.refresh(author=ada, account=stranger, now=NOW)
    run_pass("arxiv", clock.pace())
    for _ in range(2):
        run_pass("openalex", clock.pace(most=1))
        clock.time += timedelta(minutes=2)
        assert queries.place_of(queries.key_of_author(ada.pk)) == 1
    run_pass("openalex", clock.pace(most=1))
    assert queries.place_of(queries.key_of_author(ada.pk)) == 0
    told = {one.name: one.trouble for one in queries.freshness(ada.pk, ada.name)}
    assert told["OpenAlex"] == "it answered with an error"


def test_thirty_an_hour_are_enough(stranger, settings):
    settings.RATE_LIMITS = True
    ada, now = author(), timezone.now()
    for number in range(30):
        SyncRequest.objects.create(key=f"author {1000 + number}", targets=[], account=stranger, done_at=now)
    with pytest.raises(requests.TooMany) as refused:
        requests.refresh(author=ada, account=stranger, now=now)
    assert timedelta(minutes=59) < refused.value.wait <= timedelta(minutes=61)
    assert requests.refresh(author=ada, account=make_account(), now=now) == 1


def test_nothing_can_be_asked_about_a_name_alone_that_arxiv_cannot_find(stranger):
    with pytest.raises(requests.NothingToAsk):
        requests.refresh(author=make_author("Plato"), account=stranger, now=NOW)


def test_a_site_that_asks_nobody_takes_no_request(stranger, settings):
    settings.IMPORT_MAILTO = ""
    with pytest.raises(requests.NothingToAsk):
        requests.refresh(author=author(), account=stranger, now=NOW)


def test_a_work_that_is_nowhere_ends_the_wait_with_a_reason(source, clock, stranger):
    source("crossref", reply.refusal(404))
    doi = ("doi", "10.1000/182")
    assert requests.fetch_work(identifier=doi, account=stranger, now=NOW) == 1
    assert queries.fetch_of(doi) == queries.Fetch("Crossref", 1, "")
    run_pass("crossref", clock.pace())
    assert queries.fetch_of(doi) == queries.Fetch("Crossref", 0, "it knows nothing of this")


def test_a_page_asked_about_costs_one_query(django_assert_num_queries, stranger):
    ada = author()
    ada.identifiers.create(scheme="orcid", value="0000-0002-1825-0097")
    requests.refresh(author=ada, account=stranger, now=NOW)
    with django_assert_num_queries(1):
        assert len(queries.freshness(ada.pk, ada.name)) == 4
