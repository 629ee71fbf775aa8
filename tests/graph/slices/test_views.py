"""A slice that is waited for, in the explorer and as the fragment that a page asks for."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from bzpeer.db.outbox.models import OutboxRow
from graph.explorer.services import compute
from graph.models import GraphSlice
from graph.slices import services
from tests.graph.builders import affiliate, author, institution, topic, work
from works.models import Author, AuthorRedirect

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#slice"}


@pytest.fixture
def world():
    ines, otto = author("Ines Marlow", works_count=1), author("Otto Brink", works_count=1)
    moss, coast = topic("Mosses", works_count=1), institution("University of the Coast")
    made = work("On <i>moss</i> & ferns", [ines, otto], topics=[moss])
    affiliate(made, otto, coast)
    return {"author": ines, "work": made, "topic": moss, "institution": coast}


@pytest.fixture
def ines(world):
    return world["author"]


def explorer(centre) -> str:
    return centre.get_absolute_url() + "graph/"


def fragment(centre) -> str:
    return centre.get_absolute_url() + "graph/slice/"


def test_the_first_visit_asks_and_says_what_is_happening(client, ines):
    text = client.get(explorer(ines)).content.decode()
    assert "Building this graph slice" in text
    assert "BZPEER is loading the nearby papers, people, topics and institutions for this page." in text
    assert f'hx-get="{explorer(ines)}?attempt=1' in text
    assert 'hx-trigger="load delay:1s"' in text
    assert f'<a href="{explorer(ines)}">load this page again</a>' in text
    assert list(OutboxRow.objects.values_list("task", "queue")) == [("graph.compute_explorer", "interactive")]


def test_a_hundred_visits_make_one_job(client, ines):
    for _ in range(10):
        client.get(explorer(ines))
        client.get(fragment(ines), headers=HTMX)
    assert OutboxRow.objects.count() == 2
    assert GraphSlice.objects.count() == 1


@pytest.mark.parametrize(
    ("attempt", "pause", "following"),
    [("1", 2, 2), ("2", 4, 3), ("4", 15, 5), ("5", 30, 6), ("40", 30, 41), ("-3", 1, 1), ("x", 1, 1), ("", 1, 1)],
)
def test_a_waiting_fragment_looks_again_after_a_growing_pause(client, ines, attempt, pause, following):
    text = client.get(fragment(ines), {"attempt": attempt}, headers=HTMX).content.decode()
    assert text.lstrip().startswith('<div class="slice" id="slice"')
    assert f"delay:{pause}s" in text
    assert f"attempt={following}" in text


def test_a_page_left_open_stops_looking_after_half_an_hour(client, ines):
    text = client.get(fragment(ines), {"attempt": "64"}, headers=HTMX).content.decode()
    assert "hx-get" not in text
    assert "Load this page again" in text


def test_the_fragment_with_the_picture_ends_the_looking(client, ines, django_assert_num_queries):
    services.compute("author", ines.pk)
    with django_assert_num_queries(2):
        answer = client.get(fragment(ines), {"attempt": "3"}, headers=HTMX)
    text = answer.content.decode()
    assert "<svg" in text
    assert "hx-" not in text
    assert "<html" not in text
    assert answer["Cache-Control"] == "no-store"
    assert "HX-Request" in answer["Vary"]


def test_a_browser_that_comes_by_the_address_of_the_fragment_gets_the_page(client, ines):
    text = client.get(fragment(ines)).content.decode()
    assert "<html" in text
    assert re.search(rf'<link rel="canonical" href="https?://[^"/]+{explorer(ines)}">', text)


def test_after_a_minute_it_says_since_when_it_waits(client, ines):
    client.get(explorer(ines))
    OutboxRow.objects.update(made_at=now() - timedelta(hours=3))
    assert "It has been waiting since" in client.get(explorer(ines)).content.decode()


def test_a_stale_graph_is_shown_with_its_date(client, ines):
    compute("author", ines.pk)
    services.mark_stale("author", [ines.pk])
    GraphSlice.objects.update(explored_at="2026-03-03T12:00:00Z")
    text = client.get(explorer(ines)).content.decode()
    assert "<svg" in text
    assert re.search(r"As of <time[^>]*>3 March 2026</time>; a newer one is being computed", text)


def test_while_the_larger_graph_is_drawn_the_smaller_one_is_shown(client, ines, django_assert_num_queries):
    services.compute("author", ines.pk)
    client.get(explorer(ines))
    with django_assert_num_queries(3):
        text = client.get(explorer(ines)).content.decode()
    assert "<svg" in text
    assert "A larger graph is being drawn" in text
    assert f'hx-get="{explorer(ines)}?attempt=1"' in text


def test_a_graph_that_could_not_be_drawn_says_so_and_shows_the_smaller_one(client, ines):
    services.compute("author", ines.pk)
    client.get(explorer(ines))
    OutboxRow.objects.update(set_aside_at=now(), begun_at=now())
    text = client.get(explorer(ines)).content.decode()
    assert "The larger graph could not be drawn; we have been told." in text
    assert "Otto Brink" in text
    assert "graph/?attempt" not in text


def test_a_slice_that_could_not_be_drawn_says_so_and_shows_what_is_stored(client, ines):
    services.compute("author", ines.pk)
    services.mark_stale("author", [ines.pk])
    OutboxRow.objects.update(set_aside_at=now(), begun_at=now())
    text = client.get(fragment(ines), headers=HTMX).content.decode()
    assert "This picture could not be drawn. We have been told." in text
    assert "<svg" not in text
    assert "Otto Brink" in text
    assert "hx-get" not in text


def test_what_was_left_out_is_said(client, ines):
    Author.objects.filter(pk=ines.pk).update(works_count=213)
    compute("author", ines.pk)
    assert "and 212 more papers" in " ".join(client.get(explorer(ines)).content.decode().split())


def test_an_old_slug_leads_to_the_true_address(client, ines):
    answer = client.get(f"/researchers/somebody-{ines.pk}/graph/?a=1")
    assert (answer.status_code, answer["Location"]) == (301, explorer(ines) + "?a=1")


def test_a_merged_record_leads_to_the_one_it_was_merged_into(client, ines):
    AuthorRedirect.objects.create(old_id=ines.pk + 900, author=ines)
    answer = client.get(f"/researchers/ines-{ines.pk + 900}/graph/")
    assert (answer.status_code, answer["Location"]) == (301, explorer(ines))


@pytest.mark.parametrize("address", ["/researchers/x-999/graph/", "/works/x-999/graph/slice/", "/topics/x/graph/"])
def test_an_unknown_address_is_404(client, address):
    assert client.get(address).status_code == 404


def test_a_removed_person_is_410_without_the_name(client, ines):
    Author.objects.filter(pk=ines.pk).update(removed_at=now())
    answer = client.get(explorer(ines))
    assert answer.status_code == 410
    assert "Marlow" not in answer.content.decode()


def test_nothing_is_done_with_a_post(client, ines):
    assert client.post(explorer(ines)).status_code == 405


def test_the_page_is_the_same_for_everybody_and_can_be_asked_whether_it_changed(client, ines):
    compute("author", ines.pk)
    first = client.get(explorer(ines))
    again = client.get(explorer(ines), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    services.mark_stale("author", [ines.pk])
    assert client.get(explorer(ines), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_beyond_the_allowance_of_new_slices_the_page_still_stands(client, ines, settings):
    settings.RATE_LIMITS = True
    from django.core.cache import cache

    cache.clear()
    people = [author(f"Guest {n}") for n in range(31)]
    answers = [client.get(explorer(person)).status_code for person in people]
    assert set(answers) == {200}
    assert OutboxRow.objects.count() == 30
    cache.clear()
