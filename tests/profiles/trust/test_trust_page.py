"""How a score came about: the page, its JSON, its history."""

import pytest

from profiles.trust import services
from profiles.trust.chart import chart_of
from profiles.trust.score import inputs_of, score
from tests.factories.profiles import make_author, make_edge, make_works

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    author, close, distant = make_author("Ada Lovelace"), make_author("Guido Wolff"), make_author("Smita Krishnan")
    make_works(author, 8)
    make_edge(author, close, shared=4, weight=1.2183)
    make_edge(author, distant, shared=3, weight=0.468)
    author.collaborators_count, author.close_collaborators_count = 2, 1
    author.save()
    services.refresh([author.pk], reason="import")
    return author


def test_the_number_can_be_computed_again_from_the_json(client, ada):
    response = client.get(ada.get_absolute_url() + "trust.json")
    assert response["Content-Type"] == "application/json"
    said = response.json()
    again = score(inputs_of(said["components"]))
    assert (again.points, again.label) == (said["score"], said["label"])
    assert sum(component["points"] for component in said["components"]) == said["score"] == 21


def test_the_json_has_its_promised_shape(client, ada):
    said = client.get(ada.get_absolute_url() + "trust.json").json()
    assert {key: said[key] for key in ("score", "label", "level", "version")} == {
        "score": 21, "label": "Emerging", "level": 1, "version": 1,
    }  # fmt: skip
    assert [component["name"] for component in said["components"]] == [
        "identity", "record", "corroboration", "network", "community",
    ]  # fmt: skip
    assert all({"name", "points", "of", "inputs", "evidence"} == set(component) for component in said["components"])


def test_the_page_shows_each_component_with_its_evidence_as_links(client, ada):
    page = client.get(ada.get_absolute_url() + "trust/").content.decode()
    assert "This rates the evidence for this record, not the researcher." in page
    for words in ("9 of 40", "12 of 12", "0 of 18", "0 of 20", "0 of 10", "and 2 more"):
        assert words in page
    for authorship in ada.authorships.select_related("work").order_by("list_rank")[:6]:
        assert f'href="{authorship.work.get_absolute_url()}"' in page
    assert f'href="{ada.get_absolute_url()}trust.json"' in page


def test_the_page_lists_every_collaborator_with_both_numbers(client, ada):
    page = client.get(ada.get_absolute_url() + "trust/").content.decode()
    assert "1 close collaborator of 2" in page
    first, second = page.index("Guido Wolff"), page.index("Smita Krishnan")
    assert first < second
    assert "1.218" in page[first:second]
    assert "0.468" in page[second:]


def test_the_history_shows_numbers_and_reasons(client, ada):
    make_works(ada, 1, sources=("arxiv", "crossref"))
    services.refresh([ada.pk], reason="second import")
    page = client.get(ada.get_absolute_url() + "trust/").content.decode()
    history = page[page.index('id="history"') :]
    assert history.index("second import") < history.index("import", history.index("second import") + 14)
    assert "<polyline" in history


def test_while_nothing_is_computed_the_page_says_so(client):
    ada = make_author()
    assert "is being computed" in client.get(ada.get_absolute_url() + "trust/").content.decode()
    assert client.get(ada.get_absolute_url() + "trust.json").status_code == 404


@pytest.mark.parametrize("others", [1, 30])
def test_the_page_costs_four_queries_however_many_collaborators(client, others, django_assert_num_queries):
    ada = make_author()
    for number in range(others):
        make_edge(ada, make_author(f"Other {number}"))
    services.refresh([ada.pk], reason="import")
    with django_assert_num_queries(4):
        client.get(ada.get_absolute_url() + "trust/")


def test_one_snapshot_makes_no_chart_and_the_scale_is_always_the_whole():
    assert chart_of([21]) is None
    low, high = chart_of([0, 100]).dots
    assert (low.x, low.y, high.x, high.y) == (12, 108, 588, 12)
