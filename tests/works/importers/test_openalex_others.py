"""OpenAlex's authors, institutions and topics."""

import json
from datetime import date

from tests.works.importers.raws import raw_of, real_records, refused, warned
from works.importers.openalex.parse import parse
from works.importers.records import AuthorRecord, InstitutionRecord, PrintedTopic, TopicRecord

AUTHORS = {json.loads(raw.data)["id"][21:]: raw for raw in real_records("openalex/authors.jsonl")}
INSTITUTIONS = {json.loads(raw.data)["id"][21:]: raw for raw in real_records("openalex/institutions.jsonl")}


def test_a_real_author_has_all_names_and_institutions():
    record = parse(AUTHORS["A5003380343"])
    assert isinstance(record, AuthorRecord)
    assert record.names == ("Abien Fred Agarap", "Abien Fred M. Agarap", "Agarap, Abien Fred")
    assert record.identifiers == (("openalex", "A5003380343"), ("orcid", "0000-0002-7247-8180"))
    assert [(at.name, first, last) for at, first, last in record.institutions] == [
        ("La Salle University", 2020, 2021), ("De La Salle University", 2020, 2021),
        ("Adamson University", 2017, 2018), ("Gender Studies", 2017, 2017),
    ]  # fmt: skip
    assert record.updated_on == date(2026, 6, 11)
    assert not record.is_withdrawn


def test_an_author_of_the_schema_of_2023():
    record = parse(AUTHORS["A4347464006"])
    assert [(at.name, first, last) for at, first, last in record.institutions] == [
        ("Stony Brook University", None, None)
    ]
    wrong = parse(AUTHORS["A2150889177"])
    assert wrong.identifiers == (("openalex", "A2150889177"),)
    assert warned(wrong) == {"bad_identifier"}


def test_a_deleted_author_is_withdrawn_and_nameless():
    record = parse(AUTHORS["A5317838346"])
    assert (record.is_withdrawn, record.names, record.successor) == (True, (), None)


def test_an_author_who_went_into_another_names_the_other():
    merged = {"id": "https://openalex.org/A1", "display_name": "Ada", "merge_into_id": "https://openalex.org/A2"}
    record = parse(raw_of(merged))
    assert (record.is_withdrawn, record.successor) == (True, ("openalex", "A2"))
    itself = parse(raw_of(merged | {"merge_into_id": "https://openalex.org/A1"}))
    assert itself.successor is None


def test_an_author_without_a_name_is_refused():
    assert refused(parse, {"id": "https://openalex.org/A1", "display_name": " "}).code == "no_name"


def test_real_institutions():
    record = parse(INSTITUTIONS["I9842412"])
    assert isinstance(record, InstitutionRecord)
    assert record.name == "Nanjing University of Aeronautics and Astronautics"
    assert ("NUAA", "", "acronym") in record.names
    assert ("南京航空航天大学", "", "alias") in record.names
    assert record.identifiers == (
        ("openalex", "I9842412"), ("ror", "01scyh794"), ("grid", "grid.64938.30"), ("wikidata", "Q23110")
    )  # fmt: skip
    assert record.relations == (("child", ("ror", "059nn3902")),)
    assert (record.city, record.country, record.country_code) == ("Nanjing", "China", "CN")
    assert (record.kinds, record.website, record.is_withdrawn) == (("education",), "https://www.nuaa.edu.cn", False)
    older = parse(INSTITUTIONS["I108119999"])
    assert ("הקולג' הקהילתי הדרום-מזרחי", "he", "label") in older.names
    assert older.updated_on == date(2023, 9, 4)


def test_an_institution_that_is_part_of_itself_is_not():
    record = parse(
        raw_of(
            {
                "id": "https://openalex.org/I1",
                "display_name": "A",
                "associated_institutions": [
                    {"id": "https://openalex.org/I1", "relationship": "parent"},
                    {"id": "https://openalex.org/I2", "relationship": "parent", "ror": "wrong"},
                    {"id": "https://openalex.org/I3", "relationship": "friend"},
                ],
            }
        )
    )
    assert record.relations == (("parent", ("openalex", "I2")),)
    assert warned(record) == {"cycle", "bad_identifier"}


def test_a_real_topic_knows_its_place():
    record = parse(real_records("openalex/topics.jsonl")[0])
    assert isinstance(record, TopicRecord)
    assert record.topic == PrintedTopic("openalex", "T11636", "Artificial Intelligence in Healthcare and Education")
    assert record.parents == (
        PrintedTopic("openalex", "subfields/2718", "Health Informatics"),
        PrintedTopic("openalex", "fields/27", "Medicine"),
        PrintedTopic("openalex", "domains/4", "Health Sciences"),
    )
    assert record.keywords[:2] == ("Artificial Intelligence", "Machine Learning")


def test_a_topic_of_the_schema_of_2024():
    record = parse(
        raw_of(
            {
                "id": "https://openalex.org/T1",
                "display_name": "A",
                "keywords": "Engines; Looms",
                "subfield": {"id": 2718, "display_name": "B"},
            }
        )
    )
    assert (record.keywords, record.parents) == (
        ("Engines", "Looms"),
        (PrintedTopic("openalex", "subfields/2718", "B"),),
    )


def test_a_source_is_refused_with_its_kind():
    error = refused(parse, real_records("openalex/sources.jsonl")[0])
    assert (error.code, str(error)) == (
        "not_a_record", "This describes a source (a journal or a repository), which is not imported."
    )  # fmt: skip
