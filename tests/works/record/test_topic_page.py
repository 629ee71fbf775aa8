"""The page of a topic: stored figures, its place in the scheme, works newest first, people, neighbours."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone

from graph.slices import services as slices
from tests.factories.works import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.models import Author, AuthorshipInstitution, Work, WorkTopic
from works.record import figures

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


def test_works_stand_newest_year_first_then_latest_recorded_and_without_a_year_last(client, topic):
    for title, year in (("Oak", None), ("Bay", 2020), ("Ash", 2020), ("Elm", 2024)):
        about(topic, title=title, year=year)
    assert titles_of(page_of(client, topic)) == ["Elm", "Ash", "Bay", "Oak"]


def test_a_work_whose_year_changes_changes_its_place(client, topic):
    old, new = about(topic, title="Elm", year=2024), about(topic, title="Ash", year=2020)
    Work.objects.filter(pk=new.pk).update(year=2025)
    assert titles_of(page_of(client, topic)) == ["Ash", "Elm"]
    Work.objects.filter(pk=old.pk).update(year=None)
    assert WorkTopic.objects.get(work=old).year == 0


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


def link(page, words):
    found = re.search(rf'<a href="([^"]+)" rel="{words}">', page)
    return found and unescape(found[1])


def test_fifty_works_a_page_and_real_links_to_the_next_and_back(client, topic):
    for number in range(101):
        about(topic, title=f"Boat {number:03}", year=2000 + number % 2)
    first = page_of(client, topic)
    assert titles_of(first)[:2] == ["Boat 099", "Boat 097"] and len(titles_of(first)) == 50
    assert link(first, "prev") is None and 'name="robots"' not in first
    second = page_of(client, topic, "?" + link(first, "next").partition("?")[2])
    third = page_of(client, topic, "?" + link(second, "next").partition("?")[2])
    assert titles_of(third) == ["Boat 000"] and link(third, "next") is None
    assert len({*titles_of(first), *titles_of(second), *titles_of(third)}) == 101
    back = page_of(client, topic, "?" + link(third, "prev").partition("?")[2])
    assert titles_of(back) == titles_of(second)
    for page in (first, second, third):
        assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{topic.get_absolute_url()}">' in page
    assert '<meta name="robots" content="noindex, follow">' in second


def test_a_place_in_another_list_and_one_that_was_cut_are_damaged_links(client, topic):
    for number in range(51):
        about(topic, title=f"Boat {number:02}")
    query = link(page_of(client, topic), "next").partition("?")[2]
    other = TopicFactory()
    for address in (other.get_absolute_url() + "?" + query, topic.get_absolute_url() + "?" + query[:-3]):
        response = client.get(address)
        assert response.status_code == 400
        page = response.content.decode()
        assert "This link is damaged" in page
        assert f'<a href="{address.partition("?")[0]}">To the first page of the list</a>' in page


def test_people_institutions_and_neighbours_are_those_of_most_works_as_counted_after_an_import(client, topic):
    busy, calm, gone = (AuthorFactory(name=f"{name} Quillfeather") for name in ("Busy", "Calm", "Gone"))
    near, college = TopicFactory(name="Sails"), InstitutionFactory(name="Harbour College")
    for authors in ((busy, calm, gone), (busy, gone)):
        work = about(topic, year=2020 + len(authors))
        for author in authors:
            place = AuthorshipFactory(work=work, author=author, name=author.name)
            AuthorshipInstitution.objects.create(authorship=place, institution=college)
    WorkTopic.objects.create(work=work, topic=near, position=2)
    elsewhere = AuthorshipFactory().author
    Author.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    figures.refresh(None)
    page = page_of(client, topic)
    assert beside(page, "people") == [(busy.get_absolute_url(), "2 works"), (calm.get_absolute_url(), "1 work")]
    assert beside(page, "near") == [(near.get_absolute_url(), "on 1 of the same works")]
    assert beside(page, "institutions") == [(college.get_absolute_url(), "2 works")]
    assert elsewhere.get_absolute_url() not in page and gone.get_absolute_url() not in page
    assert '<th scope="row">2023</th><td>1</td>' in page
    assert f'<a href="/researchers/?topic={topic.ref}">All people of this topic</a>' in page


def beside(page, name):
    start = page.find(f'aria-labelledby="{name}-heading"')
    part = page[start : page.index("</section>", start)] if start >= 0 else ""
    return re.findall(r'<li><a href="([^"]+)"><bdi>[^<]+</bdi></a> <span>([^<]+)', part)


def test_a_topic_stands_in_the_tree_of_its_scheme_with_counts(client):
    field = TopicFactory(name="Boats")
    above = TopicFactory(name="Small boats", parent=field)
    topic = TopicFactory(name="Paper boats", parent=above, description="Boats <i>of paper</i>.")
    sister = TopicFactory(name="Bark boats", parent=above, works_count=7)
    bare = TopicFactory(name="Boats of bark", parent=above)
    below = TopicFactory(name="Newsprint boats", parent=topic, works_count=1)
    page = page_of(client, topic)
    wider = page[
        page.index('aria-label="Wider topics"') : page.index("</nav>", page.index('aria-label="Wider topics"'))
    ]
    assert re.findall(r'<a href="([^"]+)">', wider) == [field.get_absolute_url(), above.get_absolute_url()]
    assert beside(page, "level") == [(sister.get_absolute_url(), "7 works")]
    assert beside(page, "below") == [(below.get_absolute_url(), "1 work")]
    assert f'<li><a href="{bare.get_absolute_url()}"><bdi>Boats of bark</bdi></a> </li>' in page
    assert "Boats <i>of paper</i>." in page


def test_a_topic_without_works_says_so(client, topic):
    topic.works_count = topic.people_count = 0
    topic.save()
    assert "No work has been imported here yet." in page_of(client, topic)


@pytest.mark.parametrize("works", [2, 60])
def test_the_page_costs_eight_queries_however_many_works(client, topic, works, django_assert_num_queries):
    for _ in range(works):
        place = AuthorshipFactory(work=about(topic, year=2000 + works % 3))
        AuthorshipInstitution.objects.create(authorship=place, institution=InstitutionFactory())
    figures.refresh(None)
    with django_assert_num_queries(8):
        page_of(client, topic)
    with django_assert_num_queries(2):
        page_of(client, topic)


def test_a_wrong_slug_leads_to_the_true_address(client, topic):
    response = client.get(f"/topics/boats-{topic.pk}/")
    assert (response.status_code, response["Location"]) == (301, topic.get_absolute_url())
