"""The page of a topic: stored figures, works newest first, those who wrote most of them."""

import re

import pytest

from graph.slices import services as slices
from tests.factories.works import AuthorFactory, AuthorshipFactory, TopicFactory, WorkFactory
from works.models import WorkTopic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    made = TopicFactory(scheme="arxiv", code="cs.XY", name="Paper Boats", works_count=3, people_count=2)
    slices.ask("topic", made.pk)
    return made


def about(topic, **fields):
    work = WorkFactory(**fields)
    WorkTopic.objects.create(work=work, topic=topic, position=1)
    return work


def page_of(client, topic, query=""):
    response = client.get(topic.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(page):
    return re.findall(r'<h3><a href="/works/[^"]+"><bdi>([^<]+)', page)


def test_the_header_names_topic_code_and_scheme(client, topic):
    page = page_of(client, topic)
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["<bdi>Paper Boats</bdi>"]
    assert "cs.XY" in page
    assert "arXiv" in page


def test_figures_are_the_stored_ones(client, topic):
    page = page_of(client, topic)
    assert "<dt>works</dt><dd>3</dd>" in page
    assert "<dt>people</dt><dd>2</dd>" in page


def test_one_is_singular(client, topic):
    topic.works_count = topic.people_count = 1
    topic.save()
    page = page_of(client, topic)
    assert "<dt>work</dt><dd>1</dd>" in page
    assert "<dt>person</dt><dd>1</dd>" in page
    assert "1 work, newest first" in page


def test_works_stand_newest_first_then_by_title_and_without_a_year_last(client, topic):
    for title, year in (("Bay", 2020), ("Ash", 2020), ("Elm", 2024), ("Oak", None)):
        about(topic, title=title, year=year, title_key=title.lower())
    assert titles_of(page_of(client, topic)) == ["Elm", "Ash", "Bay", "Oak"]


def test_a_line_shows_kind_year_source_title_and_linked_byline(client, topic):
    work = about(topic, title="Elm", byline=[[7, "Ada Quillfeather", "ada-quillfeather"], [None, "", None]])
    work.authors_count = 1300
    work.abstract = "About <sub>2</sub> elms."
    work.save()
    page = page_of(client, topic)
    item = page[page.index(f'id="work-{work.pk}"') :]
    item = item[: item.index("</li>")]
    assert re.findall(r"<span[^>]*>([^<]+)", item) == ["preprint", "2024", "arXiv"]
    assert '<a href="/researchers/ada-quillfeather-7/"><bdi>Ada Quillfeather</bdi></a>, <bdi>unnamed</bdi>' in item
    assert "and 1,298 more" in item
    assert "About <sub>2</sub> elms." in item


def test_hostile_names_and_titles_are_text(client, topic):
    about(topic, title="<script>alert(1)</script>", byline=[[7, '"><img src=x>', "x"], [None, "<b>Ben</b", None]])
    page = page_of(client, topic)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;b&gt;Ben&lt;/b" in page


def test_fifty_works_a_page(client, topic):
    for number in range(51):
        about(topic, title=f"Boat {number:02}", title_key=f"boat {number:02}")
    topic.works_count = 51
    topic.save()
    assert titles_of(page_of(client, topic)) == [f"Boat {number:02}" for number in range(50)]
    assert titles_of(page_of(client, topic, "?page=2")) == ["Boat 50"]
    assert client.get(topic.get_absolute_url() + "?page=3").status_code == 404


def test_people_with_most_works_come_first(client, topic):
    busy, calm = AuthorFactory(name="Busy Quillfeather"), AuthorFactory(name="Calm Marrowby")
    for authors in ((busy, calm), (busy,)):
        work = about(topic)
        for author in authors:
            AuthorshipFactory(work=work, author=author)
    elsewhere = AuthorshipFactory().author
    page = page_of(client, topic)
    people = re.findall(r'<li><a href="(/researchers/[^"]+)"><bdi>[^<]+</bdi></a> <span>([^<]+)', page)
    assert people == [(busy.get_absolute_url(), "2 works"), (calm.get_absolute_url(), "1 work")]
    assert elsewhere.get_absolute_url() not in page


def test_a_topic_without_works_says_so(client, topic):
    topic.works_count = topic.people_count = 0
    topic.save()
    assert "No work has been imported here yet." in page_of(client, topic)


@pytest.mark.parametrize("works", [2, 30])
def test_the_page_costs_four_queries_however_many_works(client, topic, works, django_assert_num_queries):
    for _ in range(works):
        AuthorshipFactory(work=about(topic))
    topic.works_count = works
    topic.save()
    with django_assert_num_queries(4):
        page_of(client, topic)
    with django_assert_num_queries(2):
        page_of(client, topic)


def test_a_wrong_slug_leads_to_the_true_address(client, topic):
    response = client.get(f"/topics/boats-{topic.pk}/")
    assert (response.status_code, response["Location"]) == (301, topic.get_absolute_url())
