"""What crawlers are told: every public page once, and nobody who asked to be left out."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from profiles.sitemap import queries
from tests.factories.profiles import make_author, make_researcher, make_snapshot, make_topic, make_works
from works.models import Author
from works.record import figures

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return [node.text.removeprefix(settings.PUBLIC_URL) for node in root.iter(f"{SPACE}loc")]


def every_page(client):
    return [path for file in locations(client, "/sitemap.xml") for path in locations(client, file)]


def test_every_page_is_listed_once_in_files_of_ids(client, monkeypatch):
    monkeypatch.setattr(queries, "IDS", 2)
    author = make_author("Ada Abel")
    works = make_works(author, 5)
    topic = make_topic(works[0])
    figures.refresh(None)
    found = every_page(client)
    assert sorted(found) == sorted(one.get_absolute_url() for one in (author, topic, *works))
    files = locations(client, "/sitemap.xml")
    assert {f"/sitemap/works-{work.pk // 2}.xml" for work in works} <= set(files)
    works[0].delete()
    assert set(locations(client, f"/sitemap/works-{works[4].pk // 2}.xml")) <= set(found)


def test_removed_records_and_those_kept_out_of_search_engines_are_not_listed(client):
    shown, removed, quiet, bare = (make_author(name) for name in ("Ada Abel", "Ben Birch", "Cleo Cole", "Dan Dale"))
    make_works(shown, 1, others=[removed, quiet])
    Author.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    make_researcher(quiet, hides_from_engines=True)
    make_researcher(shown)
    found = [path for path in every_page(client) if path.startswith("/researchers/")]
    assert found == [shown.get_absolute_url()]
    assert bare.works_count == 0


def test_a_page_says_when_it_last_changed_where_that_is_known(client):
    author = make_author("Ada Abel")
    (work,) = make_works(author, 1, updated_on="2024-03-02")
    snapshot = make_snapshot(author)
    pages = dict(queries.pages("work", work.pk // queries.IDS))
    assert pages[work.get_absolute_url()].isoformat() == "2024-03-02"
    people = dict(queries.pages("author", author.pk // queries.IDS))
    assert people[author.get_absolute_url()] == snapshot.computed_at.date()
    assert b"<lastmod>2024-03-02</lastmod>" in client.get(f"/sitemap/works-{work.pk // queries.IDS}.xml").content


def test_an_empty_site_has_an_index_without_files(client):
    assert locations(client, "/sitemap.xml") == []


@pytest.mark.parametrize("path", ["/sitemap/works-7.xml", "/sitemap/boats-0.xml", f"/sitemap/works-{'9' * 40}.xml"])
def test_a_file_that_is_not_in_the_index_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_unchanged_file_is_not_sent_again(client):
    (work,) = make_works(make_author(), 1)
    path = f"/sitemap/works-{work.pk // queries.IDS}.xml"
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_the_index_costs_four_queries_and_a_file_one(client, django_assert_num_queries):
    (work,) = make_works(make_author(), 1)
    with django_assert_num_queries(4):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get(f"/sitemap/works-{work.pk // queries.IDS}.xml")


def test_the_page_of_somebody_outside_search_engines_says_so_and_others_do_not(client):
    author = make_author()
    make_works(author, 1)
    researcher = make_researcher(author)
    assert 'name="robots"' not in client.get(author.get_absolute_url()).content.decode()
    researcher.hides_from_engines = True
    researcher.version += 1
    researcher.save()
    assert '<meta name="robots" content="noindex">' in client.get(author.get_absolute_url()).content.decode()


def test_a_crawler_that_asks_once_a_second_is_never_refused(client, settings, time_machine):
    settings.RATE_LIMITS = True
    time_machine.move_to(1_800_000_000, tick=False)
    for _ in range(180):
        assert client.get("/researchers/").status_code == 200
        time_machine.shift(1)
