"""Atom feeds: whole by RFC 4287, stable ids, conditional requests, gone where the page is."""

import pytest
from django.utils import timezone
from lxml import etree

from profiles.researchers.models import WorkChoice
from tests.factories.profiles import make_author, make_researcher, make_topic, make_works
from tests.factories.works import InstitutionFactory
from works.models import AuthorRedirect, AuthorshipInstitution, Work
from works.search.texts import services as words

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ada():
    return make_author()


def feed_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content)


def texts(feed, path):
    return [one.text for one in feed.findall(path.format(ATOM))]


def test_every_author_topic_institution_and_search_has_one_and_its_page_says_so(client, ada):
    (work,) = make_works(ada, 1, title="Paper boats & <i>still</i> water", abstract="Of <sub>boats</sub>.")
    topic, institution = make_topic(work), InstitutionFactory()
    words.refresh([work.pk])
    AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=institution)
    addresses = {one.get_absolute_url(): f"{one.get_absolute_url()}feed/" for one in (ada, topic, institution)}
    addresses["/search/?q=paper+boats"] = "/search/feed/?q=paper+boats"
    for page, address in addresses.items():
        html = client.get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in html
        feed = feed_of(client, address)
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Paper boats & still water"
        assert entry.findtext(f"{ATOM}id").endswith(f",2026:work/{work.pk}")
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada Lovelace"
        for needed in ("id", "title", "updated", "author"):
            assert feed.find(ATOM + needed) is not None
            assert entry.find(ATOM + needed) is not None
        assert feed.findtext(f"{ATOM}id").startswith("tag:")
        assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith(address)


def test_it_holds_the_newest_fifty(client, ada):
    works = make_works(ada, 52)
    ids = texts(feed_of(client, f"{ada.get_absolute_url()}feed/"), "{0}entry/{0}id")
    assert [int(one.rpartition("/")[2]) for one in ids] == sorted((work.pk for work in works), reverse=True)[:50]


def test_what_the_holder_keeps_off_their_page_is_not_in_it(client, ada):
    shown, hidden = make_works(ada, 2)
    WorkChoice.objects.create(researcher=make_researcher(ada), work=hidden, kind="hidden")
    (one,) = texts(feed_of(client, f"{ada.get_absolute_url()}feed/"), "{0}entry/{0}id")
    assert one.endswith(f"/{shown.pk}")


def test_who_has_it_already_gets_nothing_again(client, ada, django_assert_num_queries):
    make_works(ada, 2)
    address = f"{ada.get_absolute_url()}feed/"
    first = client.get(address)
    with django_assert_num_queries(2):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make_works(ada, 1)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_goes_where_its_page_goes(client, ada):
    path = ada.get_absolute_url()
    AuthorRedirect.objects.create(old_id=ada.pk + 1000, author=ada)
    moved = client.get(f"/researchers/ada-byron-{ada.pk + 1000}/feed/")
    assert (moved.status_code, moved["Location"]) == (301, f"{path}feed/")
    assert client.get("/topics/x-999999/feed/").status_code == 404
    assert client.get("/search/feed/?q=%20").status_code == 404
    ada.removed_at = timezone.now()
    ada.save()
    assert client.get(f"{path}feed/").status_code == 410


def test_the_feed_of_a_search_holds_what_the_search_finds_the_latest_first(client, ada):
    kept, _left_out, later = make_works(ada, 3, title="Paper boats")
    Work.objects.filter(pk__in=[kept.pk, later.pk]).update(is_open=True)
    words.refresh(None)
    html = client.get("/search/?q=boats+open:yes").content.decode()
    assert 'href="/search/feed/?q=boats+open%3Ayes"' in html
    feed = feed_of(client, "/search/feed/?q=boats+open:yes")
    ids = [int(one.rpartition("/")[2]) for one in texts(feed, "{0}entry/{0}id")]
    assert ids == [later.pk, kept.pk]
