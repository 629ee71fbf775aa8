"""OpenAlex's works, real ones and odd ones."""

import json
from datetime import date
from typing import Any

import pytest

from tests.works.importers.raws import raw_of, real_records, refused, warned
from works.importers.openalex.parse import parse
from works.importers.records import PrintedAuthor, PrintedTopic, RejectRecord, VersionRecord, WorkRecord

WORK = {"id": "https://openalex.org/W1", "title": "Engines", "type": "article"}
REAL = {json.loads(raw.data)["id"][21:]: raw for raw in real_records("openalex/works.jsonl")}


def parsed(**fields: Any) -> WorkRecord:
    record = parse(raw_of(WORK | fields))
    assert isinstance(record, WorkRecord)
    return record


def by(**authorship: Any) -> PrintedAuthor:
    return parsed(authorships=[authorship]).names[0]


def test_a_real_work_is_whole():
    record = parse(REAL["W3105616540"])
    assert (record.source, record.key, record.number, record.kind) == (
        "openalex",
        "W3105616540",
        1,
        "proceedings paper",
    )
    assert record.title == "Searches for exotic hadrons at GlueX"
    assert record.identifiers == (
        ("openalex", "W3105616540"), ("doi", "10.1063/5.0008562"), ("arxiv", "1908.09711"), ("mag", "3105616540")
    )  # fmt: skip
    assert record.versions == (
        VersionRecord(1, "published", date(2020, 1, 1), "https://doi.org/10.1063/5.0008562"),
        VersionRecord(2, "preprint", None, "https://arxiv.org/abs/1908.09711"),
    )
    assert record.names[0].name == "Sean A Dobbs"
    assert record.year == 2020
    # Of a file with concepts only.
    assert record.topics == ()


def test_topics_come_first_and_keywords_where_there_are_none():
    topic = {"id": "https://openalex.org/T11", "display_name": "Weaving"}
    other = {"id": "https://openalex.org/T12", "display_name": "Numbers"}
    keyword = {"id": "https://openalex.org/keywords/x", "display_name": "Analytical engine"}
    concept = {"id": "https://openalex.org/C1", "display_name": "Science"}
    record = parsed(primary_topic=other, topics=[topic, other], keywords=[keyword], concepts=[concept])
    assert record.topics == (PrintedTopic("openalex", "T12", "Numbers"), PrintedTopic("openalex", "T11", "Weaving"))
    record = parsed(topics=[], keywords=[keyword, {"keyword": "Looms", "score": 1}], concepts=[concept])
    assert record.topics == (
        PrintedTopic("keyword", "analytical engine", "Analytical engine"), PrintedTopic("keyword", "looms", "Looms")
    )  # fmt: skip
    assert parsed(concepts=[concept]).topics == ()


@pytest.mark.parametrize(
    ("index", "text"),
    [
        ({"of": [1], "Art": [0], "weaving": [2, 4], "and": [3]}, "Art of weaving and weaving"),
        ({"far": [10**17], "near": [0]}, "near far"),
        ('{"IndexLength": 2, "InvertedIndex": {"b": [1], "a": [0]}}', "a b"),
        ({}, ""),
        (None, ""),
    ],
)
def test_an_abstract_is_put_together_from_its_index(index, text):
    assert parsed(abstract_inverted_index=index).abstract == text


@pytest.mark.parametrize(
    "index", [5, ["a"], {"a": 1}, {"a": "bc"}, {"a": [1], "b": ["c"]}, {"a": [[1]]}, "no JSON", "[1"]
)
def test_an_index_of_another_form_is_left_out(index):
    record = parsed(abstract_inverted_index=index)
    assert record.abstract == ""
    assert warned(record) == {"bad_type", "no_authors"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Wu, Hong", "Hong Wu"),
        ("Omran, Pouya Ghiasnezhad", "Pouya Ghiasnezhad Omran"),
        ("Raimundo, Jr.", "Raimundo, Jr."),
        ("Department of Public Health, Tehran", "Department of Public Health, Tehran"),
        ("\u202aIrena Spasić", "Irena Spasić"),
        ("Marc’Aurelio Ranzato", "Marc’Aurelio Ranzato"),
        ("裕二 池谷", "裕二 池谷"),
        ("devadmin", "devadmin"),
        ("", ""),
    ],
)  # fmt: skip
def test_names_are_as_printed_in_reading_order(printed, name):
    assert by(raw_author_name=printed, author={}).name == name


def test_a_name_carries_what_the_source_says_beside_it():
    author = by(
        author={"id": "https://openalex.org/A5023888391", "display_name": "Ada Byron", "orcid": "0000-0002-1825-0097"},
        raw_affiliation_strings=["Mathematics, London. ada@engine.example", "Mathematics, London."],
        institutions=[
            {"id": "https://openalex.org/I1", "display_name": "UCL", "ror": "02jx3x895", "country_code": "gb"},
            {"id": None, "display_name": "Home", "ror": None, "country_code": None},
            {"id": "https://openalex.org/I2", "display_name": None},
        ],
    )  # fmt: skip
    assert author.name == "Ada Byron"
    assert author.identifiers == ("orcid:0000-0002-1825-0097", "openalex:A5023888391")
    assert author.affiliations == ("Mathematics, London.",)
    assert [(i.name, i.identifiers, i.country) for i in author.institutions] == [
        ("UCL", (("ror", "02jx3x895"), ("openalex", "I1")), "GB"), ("Home", (), "")
    ]  # fmt: skip


def test_nobody_of_openalex_is_nobody_here():
    assert by(author={"id": "https://openalex.org/A9999999999", "display_name": "A"}).identifiers == ()
    assert by(author={"id": None, "display_name": "A"}, raw_orcid="0000-0002-1825-0098").identifiers == ()


def test_the_iD_that_was_printed_comes_before_the_one_that_was_gathered():
    author = by(author={"display_name": "A", "orcid": "0000-0002-1825-0097"}, raw_orcid="0000-0001-5109-3700")
    assert author.identifiers == ("orcid:0000-0001-5109-3700",)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "review"}, "article"),
        ({"type": "article", "type_crossref": "proceedings-article"}, "proceedings paper"),
        ({"type": "article", "primary_location": {"source": {"type": "conference"}}}, "proceedings paper"),
        ({"type": "article", "doi": "10.48550/arXiv.2101.00001"}, "preprint"),
        ({"type": "posted-content"}, "preprint"),
        ({"type": "book-part"}, "chapter"),
        ({"type": "monograph"}, "book"),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "dataset"}, "dataset"),
        ({"type": "grant"}, "work"),
        ({"type": None}, "work"),
        ({"type": "something new"}, "work"),
    ],
)
def test_kinds_are_in_our_words(fields, kind):
    assert parsed(**fields).kind == kind


def test_venues_of_files_before_2023_are_read():
    venue = {"display_name": "Annals", "publisher": "X", "is_oa": True, "url": "http://arxiv.org/abs/2101.00001v2"}
    record = parsed(host_venue=venue, biblio={"volume": "3", "issue": "2", "first_page": "1", "last_page": "9"})
    assert record.published_in == "Annals 3 (2), 1–9"
    assert record.is_open
    assert ("arxiv", "2101.00001") in record.identifiers


def test_what_is_free_and_where_its_pdf_is():
    place = {"is_oa": True, "pdf_url": "https://h.example/a.pdf", "version": "acceptedVersion"}
    record = parsed(best_oa_location=place, primary_location=place, doi="10.1000/x", open_access={"is_oa": True})
    assert (record.is_open, record.links) == (True, (("pdf", "https://h.example/a.pdf"),))
    assert record.versions[0].label == "accepted"
    assert parsed(best_oa_location={"pdf_url": "javascript:x"}).links == ()
    assert not parsed(open_access={"is_oa": False}).is_open


def test_counts_and_retractions_are_kept():
    record = parsed(cited_by_count=7, is_retracted=True)
    assert (record.citations, record.is_retracted) == (7, True)
    assert parsed(cited_by_count="7").citations is None
    assert parsed().citations is None


@pytest.mark.parametrize("year", [-5, 0, 9999, "in press", [2020], True])
def test_a_year_that_cannot_be_is_left_out(year):
    record = parsed(publication_year=year, publication_date="2020-02-30")
    assert (record.year, record.first_on) == (None, None)
    assert "bad_date" in warned(record)


def test_unknown_fields_are_told_once():
    assert "unknown_field:colour" in warned(parsed(colour=1))


@pytest.mark.parametrize(
    ("record", "code", "words"),
    [
        (WORK | {"title": None}, "no_title", "no title"),
        (WORK | {"title": ["a"]}, "bad_type", "title"),
        (WORK | {"title": "x" * 5001}, "title_too_long", "5,001"),
        (WORK | {"is_paratext": True}, "not_a_record", "paratext"),
        (WORK | {"type": "journal"}, "not_a_record", "journal"),
        (WORK | {"authorships": [{}] * 20_001}, "too_many_authors", "20,001"),
        ({"id": "https://openalex.org/S1"}, "not_a_record", "a journal or a repository"),
        ({"id": "https://openalex.org/P1"}, "not_a_record", "publisher"),
        ({"id": "https://openalex.org/F1"}, "not_a_record", "funder"),
        ({"id": "https://openalex.org/C1"}, "not_a_record", "concept"),
        ({"id": "https://openalex.org/fields/17"}, "not_a_record", "a field"),
        ({"id": "https://openalex.org/W1\u0000"}, "bad_identifier", "OpenAlex id"),
    ],
)
def test_what_is_not_taken_says_why(record, code, words):
    error = refused(parse, record)
    assert error.code == code
    assert words in str(error)


def test_real_works_are_taken_or_refused_as_a_person_would():
    codes = {}
    for key, raw in REAL.items():
        try:
            codes[key] = parse(raw).kind
        except RejectRecord as error:
            codes[key] = error.code
    assert codes == {
        "W3105616540": "proceedings paper", "W4312233861": "no_title", "W4205431381": "not_a_record",
        "W2112050062": "proceedings paper", "W2091406001": "article", "W258701560": "article",
        "W4403578737": "preprint", "W4239132272": "article", "W4234567890": "not_a_record", "W4392695770": "book",
    }  # fmt: skip
    assert parse(REAL["W2091406001"]).title.endswith("distributions of b2 and √b1")
    assert parse(REAL["W4403578737"]).names[0].name == "Shailja Gupta"
