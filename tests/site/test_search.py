"""The search page."""

import re

import pytest

from tests.factories import AuthorFactory, TopicFactory, WorkFactory
from works.record.addresses import fold
from works.record.models import AuthorName, WorkIdentifier
from works.search.names.services import refresh

pytestmark = pytest.mark.django_db


def people(number: int, name: str = "Ada Quillfeather") -> None:
    for made in AuthorFactory.create_batch(number, name=name, works_count=1):
        AuthorName.objects.create(author=made, printed=name, folded=fold(name))
    refresh(None)


def links(body: str) -> list[str]:
    return re.findall(r'<h3><a href="/[a-z]+/[^"]+"><bdi>([^<]*)</bdi></a></h3>', body)


def test_all_four_kinds_are_searched_and_five_of_each_are_shown(client):
    people(7)
    WorkFactory(title="Quillfeather and the Boats")
    TopicFactory(name="Quillfeather Theory")
    body = client.get("/search/?q=quillfeather").content.decode()
    assert links(body) == ["Ada Quillfeather"] * 5 + ["Quillfeather and the Boats", "Quillfeather Theory"]
    assert "/search/?q=quillfeather&amp;kind=researchers" in body and "All 7" in body


def test_one_kind_has_pages_of_twenty(client):
    people(21)
    first = client.get("/search/?q=ada&kind=researchers").content.decode()
    second = client.get("/search/?q=ada&kind=researchers&page=2").content.decode()
    assert (len(links(first)), len(links(second))) == (20, 1)
    assert client.get("/search/?q=ada&kind=researchers&page=3").status_code == 404


def test_nothing_typed_gives_the_search_page(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        body = client.get("/search/").content.decode()
    assert "small typing errors are forgiven" in body


def test_nothing_found_says_what_to_do(client):
    body = client.get("/search/?q=zzyzx").content.decode()
    assert "Nothing here is called “zzyzx”" in body and "Try fewer words" in body


def test_what_was_typed_stays_in_the_box_and_is_text(client):
    body = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in body
    assert 'value="&quot;&gt;&lt;script&gt;' in body


def test_a_long_search_is_cut_with_a_note(client):
    assert "Only the first 300 characters were used" in client.get("/search/?q=" + "x" * 10_000).content.decode()


def test_an_identifier_goes_straight_to_its_page(client):
    work = WorkFactory()
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="2101.00001")
    response = client.get("/search/?q=2101.00001")
    assert (response.status_code, response["Location"]) == (302, work.get_absolute_url())


@pytest.mark.parametrize("number", [6, 30])
def test_a_search_costs_the_same_however_much_is_found(client, django_assert_num_queries, number):
    people(number)
    # Savepoint, settings, look, savepoint, the rows, and how many have exactly this name.
    with django_assert_num_queries(6):
        client.get("/search/?q=ada&kind=researchers")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%FF",
        "q=a&q=b",
        "q[]=a",
        "kind=x&q=a",
        "q=%F0%9F%A6%86",
        "q=%D8%A7%D9%84",
        "page=1",
    ],
)
def test_odd_searches_are_answered(client, query):
    assert client.get(f"/search/?{query}").status_code == 200
