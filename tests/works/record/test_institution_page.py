"""The page of an institution: where it is, its works, the people who are there now."""

import re

import pytest

from graph.slices import services as slices
from tests.factories.works import AuthorFactory, AuthorshipFactory, InstitutionFactory, WorkFactory
from works.models import AuthorshipInstitution, InstitutionIdentifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    made = InstitutionFactory(
        name="Harbour University", city="Port Vale", country="Norland", works_count=2, people_count=2
    )
    slices.ask("institution", made.pk)
    return made


def written_at(institution, **fields):
    authorship = AuthorshipFactory(work=WorkFactory(**fields))
    AuthorshipInstitution.objects.create(authorship=authorship, institution=institution)
    return authorship.work


def page_of(client, institution, query=""):
    response = client.get(institution.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(page):
    return re.findall(r'<h3><a href="/works/[^"]+"><bdi>([^<]+)', page)


def test_the_header_names_institution_and_place(client, institution):
    InstitutionIdentifier.objects.create(institution=institution, scheme="ror", value="0abcdef12")
    page = page_of(client, institution)
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["<bdi>Harbour University</bdi>"]
    assert "Port Vale, Norland" in page
    assert '<a href="https://ror.org/0abcdef12" rel="nofollow ugc noopener">' in page


def test_figures_are_the_stored_ones(client, institution):
    page = page_of(client, institution)
    assert "<dt>works</dt><dd>2</dd>" in page
    assert "<dt>people</dt><dd>2</dd>" in page


def test_a_work_by_two_of_its_people_is_listed_once_and_newest_come_first(client, institution):
    shared = written_at(institution, title="Ash", year=2020)
    AuthorshipInstitution.objects.create(authorship=AuthorshipFactory(work=shared), institution=institution)
    written_at(institution, title="Elm", year=2024)
    AuthorshipFactory(work=WorkFactory(title="Elsewhere"))
    assert titles_of(page_of(client, institution)) == ["Elm", "Ash"]


def test_people_are_those_who_are_there_now(client, institution):
    busy = AuthorFactory(name="Busy Quillfeather", institution=institution, works_count=9)
    calm = AuthorFactory(name="Calm Marrowby", institution=institution, works_count=1)
    AuthorFactory(name="Gone Tindlemoor", works_count=40)
    page = page_of(client, institution)
    people = re.findall(r'<li><a href="(/researchers/[^"]+)"><bdi>[^<]+</bdi></a> <span>([^<]+)', page)
    assert people == [(busy.get_absolute_url(), "9 works"), (calm.get_absolute_url(), "1 work")]


@pytest.mark.parametrize("works", [2, 30])
def test_the_page_costs_five_queries_however_many_works(client, institution, works, django_assert_num_queries):
    for _ in range(works):
        written_at(institution)
    institution.works_count = works
    institution.save()
    with django_assert_num_queries(5):
        page_of(client, institution)
    with django_assert_num_queries(2):
        page_of(client, institution)


def test_a_page_that_does_not_exist_is_not_found(client, institution):
    assert client.get(institution.get_absolute_url() + "?page=2").status_code == 404
