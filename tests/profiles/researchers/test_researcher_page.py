"""The profile page: its words, its order, its cost."""

import json
import re
from html.parser import HTMLParser

import pytest
import time_machine

from bzpeer.db.models import OutboxRow
from graph.slices.models import GraphSlice
from profiles.follows.models import FollowFigure
from profiles.trust import services as trust
from tests.factories.profiles import (
    make_author,
    make_edge,
    make_researcher,
    make_topic,
    make_work,
    make_works,
)
from works.models import Author, AuthorRedirect, Institution
from works.record import figures

pytestmark = pytest.mark.django_db


class Texts(HTMLParser):
    """The text of a page's main part, in document order, with single blanks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.parts))


def text_of(response):
    return Texts(response.content.decode()).text


@pytest.fixture
def ada(db) -> Author:
    """Twelve works with one colleague, one topic, a snapshot and a slice."""
    author, colleague = make_author("Ada Lovelace"), make_author("Bela Bartos")
    works = make_works(author, 12, others=[colleague])
    make_topic(works[0])
    make_edge(author, colleague, shared=12, weight=12.0)
    figures.refresh([author.pk])
    trust.refresh(None, reason="import")
    GraphSlice.objects.create(
        kind="author", object_id=author.pk, svg="<svg/>", format=1, is_stale=False, computed_at="2026-11-01T00:00Z"
    )
    Author.objects.filter(pk=author.pk).update(close_collaborators_count=1, collaborators_count=1)
    author.refresh_from_db()
    return author


def in_order(text, words):
    place = 0
    for word in words:
        found = text.find(word, place)
        assert found >= 0, f"{word!r} is missing, or stands before what it should follow"
        place = found + len(word)


def test_the_blocks_stand_in_their_order_with_their_words(client, ada):
    in_order(
        text_of(client.get(ada.get_absolute_url())),
        [
            "Researcher profile", "Ada Lovelace",
            "Ada Lovelace contributes to research discovery and scholarly infrastructure.",
            "Researcher", "Affiliation not imported", "Open to collaborate",
            "Trust snapshot", "Quick read", "Trust 21 - Emerging",
            "This rates the evidence for this record, not the researcher.", "How this is computed",
            "Verification L1", "Unclaimed author",
            "12 works", "0 followers", "1 topic", "1 close collaborator",
            "Actions", "Decide how to stay connected", "Follow researcher",
            "Identity and collaboration", "How to connect with this researcher",
            "Claiming links this public author record to a researcher profile and unlocks direct collaboration "
            "workflows.",
            "Log in to claim",
            "Direct collaboration", "Open a focused conversation when the fit is right",
            "Claim this author entity first to unlock direct invitations.",
            "Research graph", "See the researcher in context", "Open full explorer",
            "Inspect adjacent work, topics, institutions and collaborators without jumping out to a separate "
            "graph page.",
            "Published work", "12 published item(s)", "preprint 2023 arXiv",
        ],
    )  # fmt: skip


def test_singular_and_plural_are_right(client):
    lone = make_author("Lone Writer")
    make_works(lone, 1)
    text = text_of(client.get(lone.get_absolute_url()))
    in_order(text, ["1 work", "0 followers", "0 topics", "0 close collaborators", "1 published item(s)"])
    assert "1 works" not in text


def test_the_name_is_the_only_first_heading_and_trust_stays_out_of_titles_and_json_ld(client, ada):
    page = client.get(ada.get_absolute_url()).content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", page, re.S) == ["<bdi>Ada Lovelace</bdi>"]
    head = page[: page.index("</head>")]
    assert "Trust" not in head
    assert "Emerging" not in head
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (data["@type"], data["name"]) == ("Person", "Ada Lovelace")
    assert f'<link rel="canonical" href="{data["url"]}">' in head


@time_machine.travel("2026-11-24")
def test_the_sheet_for_paper_has_address_and_date_and_the_head_what_other_sites_show(client, ada):
    page = client.get(ada.get_absolute_url()).content.decode()
    address = f"http://127.0.0.1:8000{ada.get_absolute_url()}"
    assert f'<p class="sheet-line">{address}, as of <time datetime="2026-11-24">24 November 2026</time></p>' in page
    for name, content in (("type", "profile"), ("title", "Ada Lovelace"), ("url", address)):
        assert f'<meta property="og:{name}" content="{content}">' in page


def test_the_way_behind_the_figures_stands_after_the_works(client, ada):
    page = client.get(ada.get_absolute_url()).content.decode()
    assert page.index("12 published item(s)") < page.index("More about this record")
    for part in ("collaborators", "topics", "similar", "affiliations", "share"):
        assert f'href="{ada.get_absolute_url()}{part}/"' in page


def test_what_the_owner_says_shows(client, ada):
    acme = Institution.objects.create(name="Acme Institute", slug="acme", name_key="acme institute")
    Author.objects.filter(pk=ada.pk).update(institution=acme)
    make_researcher(ada, bio="Works on <engines> & numbers.", is_open=False)
    text = text_of(client.get(ada.get_absolute_url()))
    in_order(text, ["Works on <engines> & numbers.", "Acme Institute", "Not taking invitations", "Claimed author"])
    assert "Unclaimed author" not in text
    assert "unlock direct invitations" not in text


def test_works_come_newest_year_first_then_by_title(client):
    ada = make_author()
    for title, year in (("Beta", 2020), ("alpha", 2020), ("Gamma", 2022), ("Delta", None)):
        make_work(title, authors=[ada], year=year)
    figures.refresh([ada.pk])
    in_order(text_of(client.get(ada.get_absolute_url())), ["Gamma", "alpha", "Beta", "Delta"])


def test_bylines_link_every_author_in_order_up_to_twenty(client):
    crowd = [make_author(f"Person {number:02}") for number in range(25)]
    work = make_work("Many hands", authors=crowd)
    figures.refresh([author.pk for author in crowd])
    page = client.get(crowd[0].get_absolute_url()).content.decode()
    item = page[page.index('<ol class="works"') :]
    in_order(item, [f'href="{author.get_absolute_url()}"' for author in crowd[:20]])
    assert "Person 20" not in item
    assert "and 5 more" in item
    assert f'href="{work.get_absolute_url()}' in item


def test_a_blank_name_keeps_its_place_as_unnamed(client):
    ada = make_author()
    work = make_work("Half signed", authors=[ada])
    work.authorships.create(position=2, name="")
    work.authors_count = 2
    work.save()
    figures.refresh([ada.pk])
    in_order(text_of(client.get(ada.get_absolute_url())), ["Half signed", "Ada Lovelace, unnamed"])


def test_names_and_texts_from_sources_are_escaped(client):
    ada = make_author("Ada <script>alert(1)</script>")
    make_work("On <img src=x onerror=alert(1)>", authors=[ada], abstract="</main><script>")
    figures.refresh([ada.pk])
    page = client.get(ada.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</main>") == 1


@pytest.mark.parametrize(("works", "shown", "more"), [(2, 2, False), (50, 50, False), (51, 50, True), (60, 50, True)])
def test_fifty_works_stand_on_a_page_and_more_come_by_a_real_link(client, works, shown, more):
    ada = make_author()
    make_works(ada, works)
    page = client.get(ada.get_absolute_url()).content.decode()
    assert page.count('class="work"') == shown
    assert ("Show 50 more" in page) is more
    if more:
        link = re.search(r'<a [^>]*href="([^"]+)"[^>]*>Show 50 more', page)[1]
        rest = client.get(link).content.decode()
        assert rest.count('class="work"') == works - 50
        assert "Show 50 more" not in rest
        assert f"{works} published item(s)" in rest


def test_with_htmx_more_works_come_as_a_fragment(client):
    ada = make_author()
    make_works(ada, 60)
    headers = {"HX-Request": "true", "HX-Target": "p#works-2"}
    fragment = client.get(ada.get_absolute_url() + "?page=2", headers=headers).content.decode()
    assert fragment.startswith('<div class="works-page" id="works-2">')
    assert fragment.count('class="work"') == 10
    assert "<html" not in fragment


@pytest.mark.parametrize("page", ["3", "0", "-1", "x", "", "9" * 30, "²"])
def test_a_page_that_does_not_exist_is_404(client, page):
    ada = make_author()
    make_works(ada, 60)
    assert client.get(ada.get_absolute_url(), {"page": page}).status_code == 404


@pytest.mark.parametrize("works", [2, 20, 60])
def test_the_page_costs_four_queries_however_many_works(client, works, django_assert_num_queries):
    ada = make_author()
    make_works(ada, works, others=[make_author("Bela Bartos")])
    GraphSlice.objects.create(
        kind="author", object_id=ada.pk, svg="<svg/>", format=1, is_stale=False, computed_at="2026-11-01T00:00Z"
    )
    with django_assert_num_queries(4):
        client.get(ada.get_absolute_url())


@pytest.mark.parametrize("works", [2, 60])
def test_a_page_for_somebody_logged_in_costs_nine(client, works, stranger, django_assert_num_queries):
    ada = make_author()
    make_works(ada, works)
    GraphSlice.objects.create(
        kind="author", object_id=ada.pk, svg="<svg/>", format=1, is_stale=False, computed_at="2026-11-01T00:00Z"
    )
    client.force_login(stranger)
    with django_assert_num_queries(10):
        client.get(ada.get_absolute_url())


def test_a_stored_answer_costs_one_query_and_a_known_one_is_304(client, ada, django_assert_num_queries):
    first = client.get(ada.get_absolute_url())
    with django_assert_num_queries(1):
        again = client.get(ada.get_absolute_url())
    assert again.content == first.content
    with django_assert_num_queries(1):
        known = client.get(ada.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    assert known.status_code == 304


@pytest.mark.parametrize("change", ["figures", "trust", "slice", "follow", "institution", "researcher"])
def test_a_change_of_anything_shown_changes_the_page(client, ada, change):
    before = client.get(ada.get_absolute_url())["ETag"]
    if change == "figures":
        figures.refresh([ada.pk])
    elif change == "trust":
        make_works(ada, 1, sources=("arxiv", "dblp"))
        trust.refresh([ada.pk], reason="import")
    elif change == "slice":
        GraphSlice.objects.filter(object_id=ada.pk).update(computed_at="2026-11-02T00:00Z")
    elif change == "follow":
        FollowFigure.objects.create(author=ada, followers=1)
    elif change == "institution":
        acme = Institution.objects.create(name="Acme", slug="acme", name_key="acme")
        Author.objects.filter(pk=ada.pk).update(institution=acme)
    else:
        make_researcher(ada, bio="New here.")
    assert client.get(ada.get_absolute_url())["ETag"] != before


def test_the_public_page_sets_no_cookie_and_holds_no_form_and_no_token(client, ada):
    response = client.get(ada.get_absolute_url())
    page = response.content.decode()
    assert not response.cookies
    assert 'method="post"' not in page
    assert "csrf" not in page.lower()
    assert response["Cache-Control"] == "public, max-age=30"


def test_nothing_of_a_person_stands_in_the_page_of_another(client, ada, stranger):
    client.force_login(stranger)
    mine = client.get(ada.get_absolute_url())
    assert mine["Cache-Control"] == "private, no-store"
    client.logout()
    client.cookies.clear()
    assert "csrf" not in client.get(ada.get_absolute_url()).content.decode().lower()


def test_a_slice_that_is_not_there_is_asked_for_once(client):
    ada = make_author()
    make_works(ada, 1)
    for _ in range(3):
        assert client.get(ada.get_absolute_url()).status_code == 200
    assert OutboxRow.objects.filter(task="graph.compute_slice").count() == 1


@pytest.mark.parametrize("slug", ["Ada-Lovelace", "wrong", "ada-lovelace-0"])
def test_another_slug_is_sent_to_the_true_address(client, ada, slug):
    response = client.get(f"/researchers/{slug}-{ada.pk}/?page=1")
    assert (response.status_code, response["Location"]) == (301, f"{ada.get_absolute_url()}?page=1")


def test_a_merged_record_is_sent_to_the_one_that_took_it_over(client, ada):
    AuthorRedirect.objects.create(old_id=ada.pk + 5000, author=ada)
    response = client.get(f"/researchers/ada-byron-{ada.pk + 5000}/trust/")
    assert (response.status_code, response["Location"]) == (301, ada.get_absolute_url() + "trust/")


@pytest.mark.parametrize("page", ["", "trust/", "trust.json", "follow/"])
def test_a_removed_record_is_gone_without_its_name(client, ada, page):
    Author.objects.filter(pk=ada.pk).update(removed_at="2026-11-01T00:00Z")
    response = client.get(ada.get_absolute_url() + page)
    assert response.status_code == 410
    assert "Ada Lovelace" not in response.content.decode()


@pytest.mark.parametrize("page", ["", "trust/", "trust.json", "follow/"])
def test_an_unknown_id_is_404_with_the_search_filled_in(client, db, page):
    response = client.get(f"/researchers/ada-lovelace-424242/{page}")
    assert response.status_code == 404
    assert 'value="ada lovelace"' in response.content.decode()
