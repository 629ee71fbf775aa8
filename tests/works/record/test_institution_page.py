"""The page of an institution: where it is, its works, the people who are there now."""

import re
from datetime import date
from html import unescape

import pytest

from graph.slices import services as slices
from tests.factories.works import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.models import (
    AuthorshipInstitution,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    InstitutionRelation,
    WorkTopic,
)
from works.record import figures

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


def test_people_now_and_before_topics_and_partners_are_as_counted_after_an_import(client, institution):
    moved, stays = AuthorFactory(name="Moved Tindlemoor"), AuthorFactory(name="Stays Marrowby")
    elsewhere, topic = InstitutionFactory(name="Elsewhere College"), TopicFactory(name="Sails")
    for year, author, at in (
        (2019, moved, institution), (2021, moved, institution), (2023, moved, elsewhere), (2022, stays, institution),
    ):  # fmt: skip
        work = WorkFactory(year=year, updated_on=date(year, 5, 1))
        place = AuthorshipFactory(work=work, author=author, name=author.name)
        AuthorshipInstitution.objects.create(authorship=place, institution=at)
        WorkTopic.objects.create(work=work, topic=topic, position=1)
    AuthorshipInstitution.objects.create(authorship=place, institution=elsewhere)
    figures.refresh(None)
    page = page_of(client, institution)
    assert beside(page, "people") == [(stays.get_absolute_url(), "2022 · 1 work")]
    assert beside(page, "earlier") == [(moved.get_absolute_url(), "2019–2021 · 2 works")]
    assert beside(page, "topics") == [(topic.get_absolute_url(), "3 works")]
    assert beside(page, "partners") == [(elsewhere.get_absolute_url(), "on 1 of the same works")]
    assert '<th scope="row">2019</th><td>1</td>' in page
    assert f'<a href="/researchers/?institution={institution.ref}">All people here now</a>' in page


def beside(page, name):
    start = page.find(f'aria-labelledby="{name}-heading"')
    part = page[start : page.index("</section>", start)] if start >= 0 else ""
    return re.findall(r'<li><a href="([^"]+)"><bdi>[^<]+</bdi></a> <span>([^<]+)', part)


def test_what_ror_says_of_it(client, institution):
    other, part = InstitutionFactory(name="Norland Academy"), InstitutionFactory(name="Tide Laboratory")
    for kind, to in (("parent", other), ("child", part)):
        InstitutionRelation.objects.create(institution=institution, other=to, kind=kind)
    for printed, kind, language in (
        ("HU", "acronym", ""), ("Université du Port", "label", "fr"), ("Harbour University", "label", "en"),
    ):  # fmt: skip
        InstitutionName.objects.create(
            institution=institution, printed=printed, folded=printed, kind=kind, language=language
        )
    Institution.objects.filter(pk=institution.pk).update(
        established=1888, website="javascript:alert(1)", kinds=["education", "archive"], is_withdrawn=True
    )
    page = page_of(client, institution)
    assert f'<dt>Part of</dt><dd><a href="{other.get_absolute_url()}">' in page
    assert f'<dt>Its parts</dt><dd><a href="{part.get_absolute_url()}">' in page
    assert re.findall(r"<dd><bdi(?: lang=\"(\w+)\")?>([^<]+)</bdi>", page) == [("fr", "Université du Port"), ("", "HU")]
    assert "<span>French</span>" in page and "<dd>1888</dd>" in page and "<li>Education</li>" in page
    assert "ROR has withdrawn this record" in page
    assert "javascript:alert" not in page


@pytest.mark.parametrize("works", [2, 60])
def test_the_page_costs_eleven_queries_however_many_works(client, institution, works, django_assert_num_queries):
    other, topic = InstitutionFactory(), TopicFactory()
    InstitutionRelation.objects.create(institution=institution, other=other, kind="child")
    for _ in range(works):
        work = written_at(institution)
        AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=other)
        WorkTopic.objects.create(work=work, topic=topic, position=1)
    figures.refresh(None)
    with django_assert_num_queries(11):
        page_of(client, institution)
    with django_assert_num_queries(2):
        page_of(client, institution)


def test_the_next_fifty_are_a_link_away(client, institution):
    for number in range(51):
        shared = written_at(institution, title=f"Boat {number:02}")
        AuthorshipInstitution.objects.create(authorship=AuthorshipFactory(work=shared), institution=institution)
    first = page_of(client, institution)
    assert len(titles_of(first)) == 50
    after = unescape(re.findall(r'<a href="([^"]+)" rel="next">', first)[0])
    assert titles_of(client.get(after).content.decode()) == ["Boat 00"]
