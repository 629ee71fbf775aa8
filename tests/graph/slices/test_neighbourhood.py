"""What one statement reads around each kind of centre."""

import pytest
from django.utils.timezone import now

from graph.edges.services import refresh
from graph.slices.neighbourhood import read
from graph.slices.typed import Edge
from tests.graph.builders import affiliate, author, authors, institution, topic, work
from works.models import Author

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    ines, otto, runa, emil = (author(name) for name in ("Ines Marlow", "Otto Brink", "Runa Vale", "Emil Store"))
    moss, ferns = topic("Mosses", works_count=2), topic("Ferns", works_count=1)
    coast = institution("University of the Coast")
    one = work("On moss", [ines, otto], topics=[moss, ferns])
    two = work("On moss again", [ines, runa], topics=[moss])
    three = work("Elsewhere", [runa, emil])
    affiliate(one, otto, coast)
    Author.objects.filter(pk=ines.pk).update(works_count=2, topics_count=2)
    refresh(None)
    return {
        "ines": ines, "otto": otto, "runa": runa, "emil": emil, "moss": moss, "ferns": ferns, "coast": coast,
        "one": one, "two": two, "three": three,
    }  # fmt: skip


def keys_of(around, kind):
    return {pk for of, pk in around.nodes if of == kind}


def test_a_researcher_stands_among_their_papers_people_topics_and_institutions(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        around = read("author", world["ines"].pk)
    assert keys_of(around, "work") == {world["one"].pk, world["two"].pk}
    assert keys_of(around, "author") == {world[name].pk for name in ("ines", "otto", "runa")}
    assert keys_of(around, "topic") == {world["moss"].pk, world["ferns"].pk}
    assert keys_of(around, "institution") == {world["coast"].pk}
    assert around.totals == {"work": 2, "author": 2, "topic": 2}


def test_edges_say_who_wrote_what_about_what_and_where(world):
    around = read("author", world["ines"].pk)
    ines, otto, one = ("author", world["ines"].pk), ("author", world["otto"].pk), ("work", world["one"].pk)
    assert Edge("wrote", otto, one) in around.edges
    assert Edge("about", one, ("topic", world["ferns"].pk)) in around.edges
    assert Edge("at", otto, ("institution", world["coast"].pk)) in around.edges
    assert Edge("together", ines, otto, 1.0, 1) in around.edges


def test_a_paper_brings_its_people_and_their_other_papers(world):
    around = read("work", world["two"].pk)
    assert keys_of(around, "work") == {world["one"].pk, world["two"].pk, world["three"].pk}
    assert keys_of(around, "author") == {world[name].pk for name in ("ines", "otto", "runa", "emil")}
    assert keys_of(around, "topic") == {world["moss"].pk, world["ferns"].pk}


def test_a_topic_brings_its_papers_and_their_people(world):
    around = read("topic", world["moss"].pk)
    assert keys_of(around, "work") == {world["one"].pk, world["two"].pk}
    assert keys_of(around, "author") == {world[name].pk for name in ("ines", "otto", "runa")}
    assert around.totals["work"] == 2


def test_an_institution_brings_its_people_and_what_they_wrote_there(world):
    around = read("institution", world["coast"].pk)
    assert keys_of(around, "work") == {world["one"].pk}
    assert keys_of(around, "author") == {world["ines"].pk, world["otto"].pk}


@pytest.mark.parametrize("kind", ["author", "work", "topic", "institution"])
def test_there_is_nothing_around_what_does_not_exist(kind):
    assert read(kind, 404) is None


def test_a_centre_without_anything_stands_alone():
    alone = author("Ines Marlow")
    around = read("author", alone.pk)
    assert list(around.nodes) == [("author", alone.pk)]
    assert around.edges == []


def test_who_was_removed_is_in_no_neighbourhood(world):
    Author.objects.filter(pk=world["otto"].pk).update(removed_at=now())
    around = read("author", world["ines"].pk)
    assert world["otto"].pk not in keys_of(around, "author")
    assert not any(("author", world["otto"].pk) in (edge.one, edge.other) for edge in around.edges)
    assert read("author", world["otto"].pk) is None


def test_someone_far_down_the_byline_of_a_crowd_is_still_tied_to_it():
    crowd = authors(300)
    last = author("Ines Marlow")
    made = work("All of us", [*crowd, last])
    around = read("author", last.pk)
    assert Edge("wrote", ("author", last.pk), ("work", made.pk)) in around.edges
    assert len(around.nodes) <= 250


def test_a_hub_is_read_within_bounds():
    hub = author("Ines Marlow")
    for n in range(120):
        work(f"Part {n}", [hub, *authors(6, f"Guest {n}")])
    refresh(None)
    around = read("author", hub.pk)
    assert len(around.nodes) <= 4000
    assert len(around.edges) <= 20_000
    assert len(keys_of(around, "work")) == 80
