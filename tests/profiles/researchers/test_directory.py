"""The directory: order, pages, cost, the empty site."""

import pytest

from tests.factories.profiles import make_author, make_researcher, make_work
from tests.factories.works import InstitutionFactory
from works.models import Author
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


def test_the_second_page_goes_on_and_a_third_does_not_exist(client):
    people(60)
    page = client.get("/researchers/?page=2").content.decode()
    assert page.count("/researchers/given") == 10
    assert client.get("/researchers/?page=3").status_code == 404
