"""The page of a work: every block in its order, only what is known, and one cost whatever the number of authors."""

import datetime
import html
import json
import re
from html import unescape

import pytest

from bzpeer.db.models import OutboxRow
from graph.slices import services as slices
from graph.slices.models import GraphSlice
from tests.factories.works import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.models import Authorship, AuthorshipInstitution, ImportRun, SourceRecord, Version, WorkIdentifier, WorkTopic

pytestmark = pytest.mark.django_db
WORDS_IN_ORDER = [
    "Paper detail",
    "On Paper Boats",
    "Ada Quillfeather",
    "First paragraph.",
    "preprint",
    "2023",
    "arXiv",
    "Signal facts",
    "What is known right now",
    "Next steps",
    "Decide what to do with this paper",
    "Use like or dislike for the fast social read.",
    "The more specific scholarly feedback stays available below when needed.",
    "Log in to curate",
    "Reading frame",
    "Keep the important context close to the paper",
    "Move through the context",
    "Research map",
    "Open full explorer",
    "Move through nearby people, institutions, topics and adjacent work without leaving the paper page.",
]
QUERIES = 8


@pytest.fixture
def work():
    """A preprint of 2023 by two people, whose slice was asked for."""
    made = WorkFactory(
        title="On Paper Boats",
        year=2023,
        abstract="First paragraph.\n\nSecond <i>one</i>.",
        updated_on=datetime.date(2023, 3, 3),
        first_on=datetime.date(2021, 6, 1),
        authors_count=2,
    )
    for name in ("Ada Quillfeather", "Basil Marrowby"):
        AuthorshipFactory(work=made, author=AuthorFactory(name=name), name=name)
    slices.ask("work", made.pk)
    return made


def page_of(client, work, query=""):
    response = client.get(work.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(page):
    body = re.sub(r"<script.*?</script>", " ", page[page.index("<main") :], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def byline_of(page):
    return page[page.index('class="byline"') : page.index("</div>", page.index('class="byline"'))]


def crowd(work, count):
    authors = AuthorFactory._meta.model.objects.bulk_create(AuthorFactory.build_batch(count))
    Authorship.objects.filter(work=work).delete()
    Authorship.objects.bulk_create(
        Authorship(work=work, position=place, author=author, name=author.name)
        for place, author in enumerate(authors, 1)
    )
    work.authors_count = count
    work.save()
    return authors


def test_the_page_says_its_words_in_their_order(client, work):
    text = text_of(page_of(client, work))
    places = [text.index(word) for word in WORDS_IN_ORDER]
    assert places == sorted(places)


def test_the_title_is_the_only_h1(client, work):
    assert re.findall(r"<h1>(.*?)</h1>", page_of(client, work)) == ["<bdi>On Paper Boats</bdi>"]


def test_every_author_is_linked_in_order(client, work):
    found = re.findall(r'<a href="(/researchers/[^"]+)"><bdi>([^<]+)', byline_of(page_of(client, work)))
    places = work.authorships.order_by("position")
    assert found == [(place.author.get_absolute_url(), place.name) for place in places]


def test_beyond_twenty_authors_the_rest_are_counted_and_one_link_away(client, work):
    crowd(work, 5000)
    byline = byline_of(page_of(client, work))
    assert byline.count("/researchers/") == 20
    assert re.search(rf'<a href="{work.get_absolute_url()}\?authors=all#authors"[^>]*>and 4,980 more</a>', byline)
    whole = byline_of(page_of(client, work, "?authors=all"))
    assert whole.count("/researchers/") == 5000
    assert "more</a>" not in whole


def test_a_blank_place_is_unnamed_and_linked_to_nobody(client, work):
    Authorship.objects.create(work=work, position=3, name="")
    assert ", <span><bdi>unnamed</bdi></span>" in byline_of(page_of(client, work))


def test_a_removed_author_keeps_the_place_and_loses_the_link(client, work):
    author = work.authorships.get(position=1).author
    author.removed_at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    author.save()
    assert author.get_absolute_url() not in page_of(client, work)


def test_affiliations_stand_as_printed_each_once(client, work):
    work.authorships.filter(position=1).update(affiliations=["Harbour Lab", "Tide & Co"])
    work.authorships.filter(position=2).update(affiliations=["Tide & Co"])
    page = page_of(client, work)
    assert re.findall(r"<sup>(.*?)</sup>", byline_of(page)) == ["1, 2", "2"]
    assert re.findall(r"<li><bdi>(.*?)</bdi></li>", byline_of(page)) == ["Harbour Lab", "Tide &amp; Co"]


def test_the_abstract_keeps_its_paragraphs_and_marks(client, work):
    page = page_of(client, work)
    assert "<p>First paragraph.</p>" in page
    assert "<p>Second <i>one</i>.</p>" in page
    assert "is cut here" not in page


def test_a_cut_abstract_says_so(client, work):
    work.is_abstract_cut = True
    work.save()
    assert "is cut here at 50,000 characters" in page_of(client, work)


def test_a_work_without_an_abstract_says_so(client, work):
    work.abstract = ""
    work.save()
    assert "The source gave no abstract." in page_of(client, work)


def test_signals_are_only_what_is_known(client, work):
    assert "2 authors" in text_of(page_of(client, work))
    assert "Open access" not in page_of(client, work)
    assert "0 topics" not in page_of(client, work)


def test_open_access_and_topics_are_signals_once_they_are_known(client, work):
    topics = [TopicFactory(name="Cartography"), TopicFactory(name="Weather")]
    for place, topic in enumerate(topics, 1):
        WorkTopic.objects.create(work=work, topic=topic, position=place)
    work.is_open = True
    work.save()
    page = page_of(client, work)
    text = text_of(page)
    assert "Signal facts What is known right now Open access 2 authors 2 topics Cartography Weather" in text
    assert [topic.get_absolute_url() for topic in topics] == re.findall(r'href="(/topics/[^"]+)"', page)


def test_versions_say_when_and_where_they_are_found(client, work):
    Version.objects.create(
        work=work,
        source="arxiv",
        number=1,
        label="v1",
        url="https://arxiv.org/abs/2106.99999v1",
        dated_on=datetime.date(2021, 6, 1),
    )
    Version.objects.create(work=work, source="arxiv", number=2, label="v2", url="javascript:alert(1)")
    page = page_of(client, work)
    assert '<a href="https://arxiv.org/abs/2106.99999v1" rel="nofollow ugc noopener">arXiv v1</a>' in page
    assert '<time datetime="2021-06-01">1 June 2021</time>' in page
    assert "javascript:" not in page
    assert "arXiv v2" in text_of(page)


def test_institutions_and_identifiers_are_linked(client, work):
    institution = InstitutionFactory(name="Harbour University")
    AuthorshipInstitution.objects.create(authorship=work.authorships.first(), institution=institution)
    AuthorshipInstitution.objects.create(authorship=work.authorships.last(), institution=institution)
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1000/a<b>c")
    page = page_of(client, work)
    assert page.count(f'href="{institution.get_absolute_url()}"') == 1
    assert 'href="https://doi.org/10.1000/a%3Cb%3Ec"' in page


def test_the_citation_is_shown_and_three_formats_are_offered(client, work):
    page = page_of(client, work)
    assert "Ada Quillfeather and Basil Marrowby (2023). On Paper Boats." in text_of(page)
    offered = re.findall(r'<a href="([^"]+)" download[^>]*>([^<]+)', page)
    path = work.get_absolute_url()
    assert offered == [
        (f"{path}cite/bibtex/", "BibTeX"),
        (f"{path}cite/ris/", "RIS"),
        (f"{path}cite/csl-json/", "CSL-JSON"),
    ]


def test_machines_find_citation_tags_and_json_ld(client, work):
    page = page_of(client, work)
    assert '<meta name="citation_title" content="On Paper Boats">' in page
    assert re.findall(r'name="citation_author" content="([^"]+)"', page) == ["Ada Quillfeather", "Basil Marrowby"]
    assert '<meta name="citation_publication_date" content="2023/03/03">' in page
    described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert described["@type"] == "ScholarlyArticle"
    assert [author["name"] for author in described["author"]] == ["Ada Quillfeather", "Basil Marrowby"]
    assert re.search(rf'<link rel="canonical" href="https?://[^"]+{work.get_absolute_url()}">', page)


def test_a_hostile_title_is_text_everywhere(client, work):
    work.title = '</title></script><script>alert(1)</script>"onload="x'
    work.save()
    page = page_of(client, work)
    assert "<script>alert" not in page
    assert '"onload="x' not in page


@pytest.mark.parametrize("authors", [2, 300])
@pytest.mark.parametrize("query", ["", "?authors=all"])
def test_the_page_costs_eight_queries_however_many_authors(client, work, authors, query, django_assert_num_queries):
    crowd(work, authors)
    with django_assert_num_queries(QUERIES):
        page_of(client, work, query)


def test_the_stored_page_costs_two_queries(client, work, django_assert_num_queries):
    first = page_of(client, work)
    with django_assert_num_queries(2):
        assert page_of(client, work) == first


def test_a_change_of_the_record_is_shown_at_once(client, work):
    page_of(client, work)
    work.title, work.version = "On Tin Boats", work.version + 1
    work.save()
    assert "On Tin Boats" in page_of(client, work)


def test_the_first_visit_asks_for_the_slice_once(client, work):
    GraphSlice.objects.all().delete()
    OutboxRow.objects.all().delete()
    page_of(client, work)
    page_of(client, work)
    assert GraphSlice.objects.filter(kind="work", object_id=work.pk).count() == 1
    assert [row.args for row in OutboxRow.objects.all()] == [{"kind": "work", "object_id": work.pk}]


def test_a_wrong_slug_leads_to_the_true_address(client, work):
    response = client.get(f"/works/another-title-{work.pk}/?authors=all")
    assert (response.status_code, response["Location"]) == (301, f"{work.get_absolute_url()}?authors=all")


def test_an_unknown_work_is_not_found(client):
    assert client.get("/works/on-paper-boats-987654/").status_code == 404


def test_the_page_says_which_sources_list_the_work_and_what_comes_from_each(client, work):
    work.source, work.origins = "arxiv", {"published_in": "crossref"}
    work.save()
    SourceRecord.objects.create(
        source="crossref", key="10.1/x", digest=b"1", is_shown=True, work=work, matched_by="title"
    )
    SourceRecord.objects.create(source="arxiv", key="2301.1", digest=b"2", is_shown=True, work=work, matched_by="new")
    page = unescape(page_of(client, work))
    told = re.findall(r"<li><strong>(\w+)</strong> <bdi>([^<]+)</bdi>, ([^<;]+)", page)
    assert told == [
        ("arXiv", "2301.1", "the first record of this work"),
        ("Crossref", "10.1/x", "the same title by the same people"),
    ]
    assert "from here: where it was published" in page


def test_a_retraction_citations_code_and_data_are_told(client, work):
    work.is_retracted, work.citations_count = True, 1200
    work.links = [["code", "https://code.example.org/boats"], ["data", "javascript:alert(1)"]]
    work.save()
    page = page_of(client, work)
    assert "This work has been retracted." in page
    assert "1,200 citations" in page
    assert 'href="https://code.example.org/boats"' in page
    assert "javascript:" not in page


def test_citations_are_told_with_who_counts_them_and_when(client, work):
    run = ImportRun.objects.create(source="openalex", paths=[])
    ImportRun.objects.filter(pk=run.pk).update(started_at="2026-03-03T09:00Z")
    SourceRecord.objects.create(source="openalex", key="W1", digest=b"x" * 16, work=work, is_shown=True, run=run)
    work.citations_count, work.origins = 12, {"citations": "openalex"}
    work.save()
    assert "12 citations OpenAlex, 3 March 2026" in text_of(page_of(client, work))


def test_code_and_data_are_links_with_their_places(client, work):
    work.links = [["code", "https://github.com/ada/boats"], ["data", "javascript:alert(1)"]]
    work.save()
    page = page_of(client, work)
    assert "Code github.com/ada/boats" in text_of(page)
    assert "javascript" not in page


def test_a_retraction_stands_before_the_title_with_its_notice(client, work):
    work.is_retracted, work.links = True, [["retraction", "https://doi.org/10.1/notice"]]
    work.save()
    page = page_of(client, work)
    assert page.index("This work has been retracted.") < page.index("<h1>")
    assert '<a href="https://doi.org/10.1/notice" rel="nofollow ugc noopener">Read the notice</a>' in page
