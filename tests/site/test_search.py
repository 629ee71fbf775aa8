"""The search page."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from bzpeer.site import searching
from tests.factories import AuthorFactory, TopicFactory, WorkFactory
from works.record.addresses import fold
from works.record.models import AuthorName, Work, WorkIdentifier
from works.search.names.services import refresh
from works.search.texts import queries, services as texts

pytestmark = pytest.mark.django_db


def people(number: int, name: str = "Ada Quillfeather") -> None:
    for made in AuthorFactory.create_batch(number, name=name, works_count=1):
        AuthorName.objects.create(author=made, printed=name, folded=fold(name))
    refresh(None)


def links(body: str) -> list[str]:
    found = re.findall(r'<h3><a href="/[a-z]+/[^"]+"><bdi>(.*?)</bdi></a></h3>', body)
    return [re.sub("</?mark>", "", name) for name in found]


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
    # Savepoint, settings, look, savepoint, the rows, their printed names, and how many have exactly this name.
    with django_assert_num_queries(7):
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


def works(number: int, **fields) -> None:
    WorkFactory.create_batch(number, title="Paper boats", abstract="A boat <b>drifts</b> & sinks.", **fields)
    texts.refresh(None)


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(html.unescape(url)).query))


def linked(body: str, text: str) -> str:
    return next(
        url
        for url, shown in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', body)
        if text in re.sub("<.*?>", "", shown)
    )


@pytest.mark.parametrize("sort", ["", "&sort=newest"])
def test_works_are_walked_through_page_by_page_each_once_whoever_goes_meanwhile(client, sort):
    works(45)
    address, seen = f"/search/?q=boats&kind=works{sort}", []
    while address:
        body = client.get(html.unescape(address)).content.decode()
        seen += re.findall(r'<h3><a href="(/works/[^"]+)">', body)
        address = next(iter(re.findall(r'href="([^"]*)" rel="next"', body)), "")
        if len(seen) == 20:
            Work.objects.get(pk=int(seen[-1].strip("/").rpartition("-")[2])).delete()
    assert len(seen) == len(set(seen)) == 45
    assert "First page" in body


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-1], lambda c: "x" + c, lambda c: "1:2:3", lambda c: "é", lambda c: c * 99]
)
def test_a_damaged_cursor_or_one_of_another_list_is_told_with_the_way_back(client, damage):
    works(21)
    cursor = query_of(linked(client.get("/search/?q=boats&kind=works").content.decode(), "Next"))["after"]
    for query in (
        {"q": "boats", "after": damage(cursor)}, {"q": "paper", "after": cursor},
        {"q": "boats", "after": cursor, "sort": "newest"},
    ):  # fmt: skip
        response = client.get("/search/", {"kind": "works", **query})
        body = response.content.decode()
        assert response.status_code == 400 and "This link is damaged" in body
        assert client.get(html.unescape(linked(body, "To the first page of the list"))).status_code == 200
    assert len(links(client.get("/search/", {"q": "boats", "kind": "works", "after": cursor}).content.decode())) == 1


def test_more_works_than_are_ranked_is_no_matter_of_time(client, monkeypatch):
    for module in (queries, searching):
        monkeypatch.setattr(module, "MOST" if module is queries else "MOST_RANKED", 6)
    works(7)
    body = client.get("/search/?q=boats").content.decode()
    assert "More than 6" in body and "took too long" not in body
    body = client.get("/search/?q=boats&kind=works").content.decode()
    assert "The newest 6 that match, the best of them first" in body


def test_titles_and_abstracts_are_marked_and_stay_text(client):
    works(1)
    body = client.get("/search/?q=boat+drift&kind=works").content.decode()
    assert "Paper <mark>boats</mark></bdi>" in body
    assert "A <mark>boat</mark> <mark>drifts</mark> &amp; sinks" in body


@pytest.mark.parametrize("number", [2, 30])
def test_a_search_for_works_costs_the_same_however_many_there_are(client, django_assert_num_queries, number):
    works(number, kind="article")
    WorkFactory(title="Boats of paper", kind="book")
    texts.refresh(None)
    # Savepoint, settings, look, savepoint; facets, the rows, their marks.
    with django_assert_num_queries(7):
        client.get("/search/?q=boats&kind=works")
    with django_assert_num_queries(7):
        client.get("/search/?q=boats+kind:article&kind=works")


def test_facets_are_links_with_counts_that_narrow_and_can_be_taken_out(client):
    works(2, kind="article", year=2021)
    works(1, kind="preprint", year=2022, is_open=True)
    body = client.get("/search/?q=boats&kind=works").content.decode()
    narrowed = query_of(linked(body, "article"))
    assert narrowed == {"q": "boats kind:article", "kind": "works"}
    assert [query_of(linked(body, text))["q"] for text in ("2022", "Open access")] == [
        "boats year:2022",
        "boats open:yes",
    ]
    body = client.get("/search/", narrowed).content.decode()
    assert len(links(body)) == 2 and "2 works</h2>" in body
    assert query_of(linked(body, "kind: article")) == {"q": "boats", "kind": "works"}


def test_operators_without_a_kind_search_works_and_names_are_looked_for_by_words_alone(client):
    works(1)
    people(1, "Paper Quillfeather")
    assert links(client.get("/search/?q=paper+year:2024").content.decode()) == ["Paper boats"]
    body = client.get("/search/?q=paper+year:2024&kind=researchers").content.decode()
    assert links(body) == ["Paper Quillfeather"] and "the rest narrows works" in body
    assert "Only works have" in client.get("/search/?q=year:2024&kind=topics").content.decode()


def test_what_was_not_understood_is_said(client):
    works(1)
    body = client.get('/search/?q=colour:red+"boats').content.decode()
    assert "Taken as words: colour: with what follows" in body and "A quotation mark has no partner" in body


def test_where_nothing_has_it_all_the_parts_to_leave_out_are_links(client):
    works(1)
    body = client.get("/search/?q=boats+zeppelins+author:nobody").content.decode()
    assert "No work here has all of" in body and "Nobody here is called “nobody”" in body
    body = client.get("/search/?q=boats+zeppelins&kind=works").content.decode()
    assert query_of(linked(body, "without zeppelins")) == {"q": "boats", "kind": "works"}


def test_a_person_is_found_by_a_printed_name_and_it_is_said(client):
    ada = AuthorFactory(name="Ada Quillfeather", works_count=1)
    for printed in ("Ada Quillfeather", "A. Lovelace-Quill"):
        AuthorName.objects.create(author=ada, printed=printed, folded=fold(printed))
    refresh(None)
    assert "printed as A. Lovelace-Quill" in client.get("/search/?q=lovelace").content.decode()
    assert "printed as" not in client.get("/search/?q=quillfeather").content.decode()


def test_the_form_leads_to_the_address_that_typing_has_and_is_filled_from_it(client):
    fields = {
        "words": "drift", "phrase": "paper boats", "without": "looms", "author": "Ada Quillfeather", "first": "2020",
        "last": "2023", "kind": "preprint", "open": "yes", "has_code": "on",
    }  # fmt: skip
    response = client.get("/search/", {"precise": "1", **fields})
    assert response.status_code == 302
    assert query_of(response["Location"]) == {
        "q": 'drift "paper boats" -looms author:"Ada Quillfeather" year:2020..2023 kind:preprint open:yes has:code',
        "kind": "works",
    }
    body = client.get(response["Location"]).content.decode()
    for value in ("drift", "paper boats", "looms", "Ada Quillfeather", "2020", "2023"):
        assert re.search(rf'<input[^>]*value="{value}"[^>]*id="id_', body)
    assert '<option value="preprint" selected>' in body and re.search(r'name="has_code"[^>]*checked', body)


def test_a_form_that_cannot_be_is_refused_with_what_was_typed(client):
    response = client.get("/search/?precise=1&first=2023&last=2020&words=boats")
    assert response.status_code == 422
    assert "This is before the first year" in response.content.decode() and 'value="boats"' in response.content.decode()
