"""Collaborators with weight, years and receipts; who is similar without a work together."""

import re

import pytest

from graph.edges import services as edges
from graph.edges.models import CollaborationEdge
from graph.similar.models import SimilarAuthor
from graph.slices import services as slices
from tests.factories.profiles import make_author, make_topic, make_work
from works.models import Work
from works.record import figures

pytestmark = pytest.mark.django_db


def settle():
    figures.refresh(None)
    edges.refresh(None)


def text_of(response):
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).split())


@pytest.fixture
def people():
    """Ada and Clio both write with Bela on machine learning, and never together; Dov writes with Bela on looms."""
    ada, bela, clio, dov = (make_author(name) for name in ("Ada Vale", "Bela Orr", "Clio Moor", "Dov Rill"))
    make_topic(make_work("First", authors=[ada, bela], year=2018))
    make_topic(make_work("Second", authors=[ada, bela], year=2022))
    make_topic(make_work("Third", authors=[bela, clio], year=2021))
    make_topic(make_work("Fourth", authors=[bela, dov], year=2021), "Looms")
    settle()
    return ada, bela, clio, dov


def test_every_collaborator_has_both_numbers_years_and_a_receipt(client, people):
    ada, bela, *_ = people
    response = client.get(ada.get_absolute_url() + "collaborators/")
    assert "0 close collaborators of 1" in text_of(response)
    assert "Bela Orr 2 2.000 – not close 2018–2022 works together with Bela Orr" in text_of(response)
    assert f'<a href="{ada.get_absolute_url()}with/{bela.ref}/"' in response.content.decode()


def test_the_years_of_an_edge_follow_from_all_shared_works_crowds_too(people):
    ada, bela, *_ = people
    make_work("A crowd", authors=[ada, bela], year=2024)
    Work.objects.filter(title="A crowd").update(authors_count=101)
    edges.refresh([ada.pk])
    for one, other in ((ada, bela), (bela, ada)):
        edge = CollaborationEdge.objects.get(author_id=one.pk, other_id=other.pk)
        assert (edge.first_year, edge.last_year, edge.shared) == (2018, 2024, 3)


@pytest.mark.parametrize("others", [1, 120])
def test_the_page_costs_two_queries_and_one_when_stored(client, others, django_assert_num_queries):
    hub = make_author("Hub Weaver")
    for number in range(others):
        make_work(authors=[hub, make_author(f"Spoke {number}")])
    settle()
    hub.refresh_from_db()
    with django_assert_num_queries(2):
        client.get(hub.get_absolute_url() + "collaborators/")
    with django_assert_num_queries(1):
        client.get(hub.get_absolute_url() + "collaborators/")


def test_somebody_near_by_people_and_topics_is_similar_and_the_page_says_why(client, people):
    ada, *_ = people
    slices.compute("author", ada.pk)
    text = text_of(client.get(ada.get_absolute_url() + "similar/"))
    assert "Clio Moor 1 collaborator in common: Bela Orr 1 topic in common: Machine Learning" in text
    # On other topics, and somebody with a work together.
    assert "Dov Rill" not in text
    assert list(SimilarAuthor.objects.filter(author_id=ada.pk).values_list("place", flat=True)) == [1]


def test_a_work_of_a_crowd_is_a_work_together_too(people):
    ada, _, clio, _ = people
    make_work("A crowd", authors=[ada, clio])
    Work.objects.filter(title="A crowd").update(authors_count=101)
    settle()
    slices.compute("author", ada.pk)
    assert not SimilarAuthor.objects.filter(author_id=ada.pk).exists()


def test_the_removed_are_similar_to_nobody(client, people):
    ada, _, clio, _ = people
    slices.compute("author", ada.pk)
    type(clio).objects.filter(pk=clio.pk).update(removed_at="2026-01-01T00:00Z")
    assert "Clio Moor" not in text_of(client.get(ada.get_absolute_url() + "similar/"))


def test_before_a_worker_came_the_page_says_what_it_waits_for(client, people):
    ada, *_ = people
    assert "not there yet" in text_of(client.get(ada.get_absolute_url() + "similar/"))


def test_the_page_of_the_similar_costs_five_queries(client, people, django_assert_num_queries):
    ada, *_ = people
    slices.compute("author", ada.pk)
    with django_assert_num_queries(5):
        client.get(ada.get_absolute_url() + "similar/")
