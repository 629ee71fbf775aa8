"""The page of a name that several people have, and the ways to it."""

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from tests.factories import InstitutionFactory
from tests.factories.profiles import make_author, make_edge, make_topic, make_works
from works.record.names import address_name, sort_key

pytestmark = pytest.mark.django_db
ADDRESS = "/researchers/namesakes/yang-liu/"


@pytest.fixture
def three():
    """Three people called Yang Liu, however it is printed, and one whose record was removed."""
    people = [make_author(name) for name in ("Yang Liu", "Liu, Yang", "Yáng Liú")]
    make_author("Yang Liu", removed_at=timezone.now())
    make_author("Yan Liu")
    return people


def test_it_tells_everybody_of_the_name_apart(client, three):
    first = three[0]
    works = make_works(first, 2, year=2019)
    first.institution = InstitutionFactory(name="Institute of Looms")
    first.save()
    make_topic(works[0], "Weaving")
    for number, weight in enumerate((3.0, 2.0, 1.0)):
        make_edge(first, make_author(f"Co Author{'abc'[number]}"), weight=weight)
    page = client.get(ADDRESS).content.decode()
    for fact in (
        "3 people of this name",
        "Institute of Looms",
        "2 works",
        "2019",
        "Weaving",
        "Co Authora",
        "Co Authorb",
    ):
        assert fact in page
    assert "Co Authorc" not in page
    assert ">None of these</h2>" in page
    assert all(one.get_absolute_url() in page for one in three)


@pytest.mark.parametrize("form", ["Yang-Liu", "y%C3%A1ng-li%C3%BA", "yang%20liu", "liu,%20yang", "yang--liu"])
def test_another_form_of_the_name_leads_to_the_one_address(client, three, form):
    response = client.get(f"/researchers/namesakes/{form}/")
    assert (response.status_code, response["Location"]) == (301, ADDRESS)


@pytest.mark.parametrize("form", ["nobody-here", "-", "%20", "..", "%00", "x" * 900])
def test_a_name_that_nobody_has_is_not_found(client, three, form):
    assert client.get(f"/researchers/namesakes/{form}/").status_code in {400, 404}


def test_it_costs_four_queries_however_many_they_are(client, django_assert_num_queries):
    for count in (1, 20):
        for _number in range(count):
            make_works(make_author("Yang Liu"), 1)
        with django_assert_num_queries(4):
            client.get(ADDRESS)


def test_the_profile_of_somebody_with_namesakes_links_there(client, three):
    assert f'<a href="{ADDRESS}">3 people of this name</a>' in client.get(three[0].get_absolute_url()).content.decode()
    alone = make_author("Ada Quillfeather")
    assert "people of this name" not in client.get(alone.get_absolute_url()).content.decode()


def test_the_profile_changes_when_a_namesake_comes(client, three):
    before = client.get(three[0].get_absolute_url())["ETag"]
    make_author("Yang Liu")
    assert client.get(three[0].get_absolute_url())["ETag"] != before


@pytest.mark.parametrize("query", ["q=Yang+Liu", "q=liu,+yang&kind=researchers"])
def test_a_search_for_the_exact_name_links_there(client, three, query):
    assert f'<a href="{ADDRESS}">3 people of this name</a>' in client.get(f"/search/?{query}").content.decode()


@pytest.mark.parametrize("query", ["q=Liu", "q=Yang+Liu&kind=works", "q=Yan+Liu"])
def test_another_search_does_not(client, three, query):
    assert "people of this name" not in client.get(f"/search/?{query}").content.decode()


@given(st.text(alphabet="aAéÖß -.,'’IiJrvandelouø王伟", max_size=40))
def test_the_address_of_a_name_means_everybody_who_sorts_alike(printed):
    address = address_name(printed)
    words = address.replace("-", " ")
    assert (address_name(words), sort_key(words)) == (address, sort_key(printed))
