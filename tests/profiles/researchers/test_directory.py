"""The directory: order, pages, filters, cost, the empty site."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone

from profiles.researchers.directory import queries, statements
from tests.factories.profiles import make_author, make_researcher, make_topic, make_work
from tests.factories.works import InstitutionFactory
from works.models import Author, AuthorshipInstitution, Topic
from works.record import figures

pytestmark = pytest.mark.django_db


def people(number):
    authors = [make_author(f"Given{place:03} Family{place:03}") for place in range(number)]
    for author in authors:
        make_work(authors=[author])
    figures.refresh(None)
    return authors


def test_an_empty_site_says_how_to_import(client):
    page = client.get("/researchers/").content.decode()
    assert "Nobody is here yet" in page
    assert "manage.py import arxiv FILE" in page


def test_people_stand_by_family_name_with_their_counts(client):
    for name in ("Ada Zimmer", "Zoe Abel"):
        make_work(authors=[make_author(name)])
    figures.refresh(None)
    page = client.get("/researchers/").content.decode()
    assert page.index("Zoe Abel") < page.index("Ada Zimmer")
    assert "2 people, by family name." in page
    assert "1 work" in page


def test_nobody_withdrawn_is_listed(client):
    ada, _ = people(2)
    Author.objects.filter(pk=ada.pk).update(removed_at="2026-11-01T00:00Z")
    figures.refresh(None)
    assert "Given000" not in client.get("/researchers/").content.decode()


def test_the_institution_that_a_holder_chose_is_shown_and_changes_the_answer(client):
    printed, chosen = InstitutionFactory(name="Printed College"), InstitutionFactory(name="Chosen Institute")
    (ada,) = people(1)
    Author.objects.filter(pk=ada.pk).update(institution=printed)
    before = client.get("/researchers/")
    assert "Printed College" in before.content.decode()
    make_researcher(ada, institution=chosen)
    after = client.get("/researchers/")
    assert "Chosen Institute" in after.content.decode() and "Printed College" not in after.content.decode()
    assert before["ETag"] != after["ETag"]


@pytest.mark.parametrize("number", [3, 60])
def test_the_directory_costs_two_queries_however_long(client, number, django_assert_num_queries):
    people(number)
    with django_assert_num_queries(2):
        client.get("/researchers/")


def names_in(page):
    part = page[page.find('<ol class="directory"') :] if '<ol class="directory"' in page else ""
    return re.findall(r"<bdi>([^<]+)</bdi></a>", part.partition("</ol>")[0])


def read(client, query=""):
    response = client.get("/researchers/" + query)
    assert response.status_code == 200
    return response.content.decode()


def link(page, rel):
    found = re.search(rf'<a href="/researchers/([^"]+)" rel="{rel}">', page)
    return found and unescape(found[1])


def test_pages_go_on_and_back_and_the_last_says_no_next(client):
    people(120)
    first = read(client)
    second = read(client, link(first, "next"))
    third = read(client, link(second, "next"))
    names = names_in(first) + names_in(second) + names_in(third)
    assert names == [f"Given{place:03} Family{place:03}" for place in range(120)]
    assert link(third, "next") is None and link(first, "prev") is None
    assert names_in(read(client, link(third, "prev"))) == names_in(second)


def test_a_page_goes_on_from_the_place_of_somebody_who_has_gone(client):
    authors = people(60)
    after = link(read(client), "next")
    Author.objects.filter(pk=authors[49].pk).delete()
    assert names_in(read(client, after))[0] == "Given050 Family050"


@pytest.mark.parametrize("query", ["?after=x", "?before=", "?after=WyJhIiwxXQ:abc", "?after=%00"])
def test_a_place_that_is_not_ours_is_a_damaged_link_to_the_first_page(client, query):
    response = client.get("/researchers/" + query)
    assert response.status_code == 400
    assert '<a href="/researchers/">To the first page of the list</a>' in response.content.decode()


def test_a_place_does_not_fit_the_list_with_another_filter(client):
    people(60)
    after = link(read(client), "next")
    assert client.get("/researchers/" + after + "&since=2020").status_code == 400


def test_newest_work_first_with_those_without_a_year_last(client):
    for name, year in (("Ada Zimmer", 2020), ("Zoe Abel", None), ("Ben Moss", 2024)):
        make_work(authors=[make_author(name)], year=year)
    figures.refresh(None)
    page = read(client, "?by=newest")
    assert names_in(page) == ["Ben Moss", "Ada Zimmer", "Zoe Abel"]
    assert "3 people, newest work first." in page and "newest work 2024" in page


def test_one_jumps_to_a_letter_and_back(client):
    for name in ("Ada Abel", "Ben Moss", "Cleo Zimmer"):
        make_work(authors=[make_author(name)])
    figures.refresh(None)
    page = read(client, "?letter=m")
    assert names_in(page) == ["Ben Moss", "Cleo Zimmer"]
    assert names_in(read(client, link(page, "prev"))) == ["Ada Abel"]
    assert client.get("/researchers/?letter=mm").status_code == 404


@pytest.fixture
def crowd():
    """Ada at the college and open; Ben claimed and not open; Cleo, whose institution is her own choice; Dan, a namesake
    of nobody, on nothing."""
    ada, ben, cleo, dan = (make_author(name) for name in ("Ada Abel", "Ben Birch", "Cleo Cole", "Dan Dale"))
    college = InstitutionFactory(name="Harbour College")
    for author, year in ((ada, 2010), (ben, 2015), (cleo, 2020), (dan, 2024)):
        work = make_work(authors=[author], year=year)
        if author is not dan:
            topic = make_topic(work, "Paper boats")
    place = ada.authorships.get()
    AuthorshipInstitution.objects.create(authorship=place, institution=college)
    figures.refresh(None)
    make_researcher(ada, is_open=True)
    make_researcher(ben, is_open=False)
    make_researcher(cleo, is_open=True, institution=college, open_until=timezone.now() - timedelta(days=1))
    return {"topic": Topic.objects.get(pk=topic.pk), "college": college}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("topic={topic.ref}", ["Ada Abel", "Ben Birch", "Cleo Cole"]),
        ("topic=paper+BOATS", ["Ada Abel", "Ben Birch", "Cleo Cole"]),
        ("institution={college.ref}", ["Ada Abel", "Cleo Cole"]),
        ("since=2015", ["Ben Birch", "Cleo Cole", "Dan Dale"]),
        ("until=2015", ["Ada Abel", "Ben Birch"]),
        ("since=2015&until=2020", ["Ben Birch", "Cleo Cole"]),
        ("open=yes", ["Ada Abel"]),
        ("claimed=yes", ["Ada Abel", "Ben Birch", "Cleo Cole"]),
        ("topic={topic.ref}&institution={college.ref}&claimed=yes&since=2011", ["Cleo Cole"]),
        ("topic=&since=&nonsense=1&by=", ["Ada Abel", "Ben Birch", "Cleo Cole", "Dan Dale"]),
    ],
)
def test_filters_narrow_the_list(client, crowd, query, names):
    assert names_in(read(client, "?" + query.format(**crowd))) == names


def test_a_large_topic_is_walked_and_gives_the_same_people(client, crowd, monkeypatch):
    monkeypatch.setattr(statements, "FEW_WORKS", 0)
    monkeypatch.setattr(statements, "FEW_TO_COUNT", 0)
    assert names_in(read(client, f"?topic={crowd['topic'].ref}&since=2012")) == ["Ben Birch", "Cleo Cole"]


def test_each_chip_takes_one_filter_away_and_the_form_keeps_the_others(client, crowd):
    page = read(client, f"?claimed=yes&topic={crowd['topic'].ref}&since=2012")
    chips = dict(re.findall(r'<li><a href="([^"]+)"><span class="visually-hidden">Without: </span><bdi>([^<]+)', page))
    assert {unescape(url): words for url, words in chips.items()} == {
        "/researchers/?since=2012&claimed=yes": "Paper boats",
        f"/researchers/?topic={crowd['topic'].ref}&claimed=yes": "published in 2012 or later",
        f"/researchers/?topic={crowd['topic'].ref}&since=2012": "claimed",
    }
    assert f'<input type="hidden" name="topic" value="{crowd["topic"].ref}">' in page
    assert 'value="2012"' in page
    assert '<meta name="robots" content="noindex, follow">' in page
    address = f"/researchers/?topic={crowd['topic'].ref}&amp;since=2012&amp;claimed=yes"
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{address}">' in page


def test_where_nobody_fits_each_condition_can_be_taken_away(client, crowd):
    page = read(client, f"?institution={crowd['college'].ref}&since=2024")
    assert "Nobody fits all of this" in page
    assert "without “published in 2024 or later”" in page and "without “Harbour College”" in page


def test_a_count_stops_at_a_thousand(client, crowd, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    assert "More than 1,000 people, by family name." in read(client, "?claimed=yes")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=20", "Give a year with four digits"),
        ("since=2020&until=2010", "This is before the first year."),
        ("topic=No+such+thing", "There is no topic of this name."),
        ("institution=Nowhere", "There is no institution of this name."),
        ("since=now", "Give a year with four digits"),
        ("topic=%00", "Null characters are not allowed."),
    ],
)
def test_a_filter_that_cannot_be_is_told_beside_its_field(client, query, words):
    response = client.get("/researchers/?" + query)
    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("query", ["topic=boats-999999", "institution=x-999999"])
def test_a_filter_by_what_is_not_there_is_not_found(client, query):
    assert client.get("/researchers/?" + query).status_code == 404


def test_a_filtered_page_costs_four_queries(client, crowd, django_assert_num_queries):
    with django_assert_num_queries(4):
        read(client, f"?topic={crowd['topic'].ref}&institution={crowd['college'].ref}")


def test_trust_is_no_order(client, crowd):
    assert client.get("/researchers/?by=trust").status_code == 422
