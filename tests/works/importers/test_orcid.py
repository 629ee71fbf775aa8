"""ORCID's records, lists and answers, in JSON and in XML."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from works.importers.orcid.parse import parse
from works.importers.reading import NothingReadable, RawRecord, read_records
from works.importers.reading.xml_rules import SCHEMA
from works.importers.records import (
    AuthorRecord,
    PrintedAuthor,
    PrintedInstitution,
    Reject,
    RejectRecord,
    VersionRecord,
    WorkRecord,
)

REPLIES = Path("tests/replies/orcid")
ADA = "0000-0002-1825-0097"
MARY = "0000-0001-5109-3700"
OWN = (f"orcid:{ADA}",)


def parsed(data: str | bytes | dict[str, Any]) -> AuthorRecord:
    text = json.dumps(data) if isinstance(data, dict) else data
    raw = text.encode() if isinstance(text, str) else text
    return parse(RawRecord("json", raw, 0, len(raw), 1, b""))


def refused(data: str | bytes | dict[str, Any]) -> RejectRecord:
    with pytest.raises(RejectRecord) as raised:
        parsed(data)
    return raised.value


def of_file(name: str) -> AuthorRecord:
    (raw,) = read_records(REPLIES / name)
    assert isinstance(raw, RawRecord)
    return parse(raw)


def summary(number: int, title: str = "Engines", **more: Any) -> dict[str, Any]:
    """One entry of a work, made by the person."""
    return {
        "put-code": number,
        "title": {"title": {"value": title}},
        "type": "journal-article",
        "source": {"source-orcid": {"path": ADA}, "source-name": {"value": "Ada Byron"}},
        "path": f"/{ADA}/work/{number}",
        "visibility": "public",
        **more,
    }


def doi(value: str, relation: str = "self", scheme: str = "doi") -> dict[str, Any]:
    one = {"external-id-type": scheme, "external-id-value": value, "external-id-relationship": relation}
    return {"external-id": [one]}


def record(*groups: list[dict[str, Any]], person: dict[str, Any] | None = None, **more: Any) -> AuthorRecord:
    """A whole record."""
    named = {"given-names": {"value": "Ada"}, "family-name": {"value": "Byron"}, "visibility": "public"}
    works = {"group": [{"work-summary": summaries} for summaries in groups]}
    return parsed(
        {
            "orcid-identifier": {"path": ADA, "host": "orcid.org"},
            "person": {"name": named} if person is None else person,
            "activities-summary": {"works": works, **more},
        }
    )


def only_work(*summaries: dict[str, Any]) -> WorkRecord:
    (work,) = record(list(summaries)).works
    return work


def test_a_whole_record_becomes_an_author_with_works():
    assert of_file("record.json") == AuthorRecord(
        source="orcid",
        key="0000-0002-7319-2192",
        updated_on=date(2019, 6, 7),
        names=("Three releasecandidate1", "Other Name", "yo", "dreamofaredbird"),
        identifiers=(("orcid", "0000-0002-7319-2192"),),
        institutions=((PrintedInstitution("common:name", (), "AF"), 1948, 1948),),
        pages=("https://site1.com/", "http://www.fjksbl.com"),
        works=(
            WorkRecord(
                source="orcid",
                key="178602",
                number=1,
                updated_on=date(2019, 6, 7),
                first_on=date(2012, 10, 1),
                title="Work Title",
                abstract="",
                is_abstract_cut=False,
                names=(PrintedAuthor("Three releasecandidate1", (), ("orcid:0000-0002-7319-2192",)),),
                topics=(),
                kind="article",
                year=2012,
                is_open=False,
                comment="",
                published_in="Jounral Title",
                identifiers=(("orcid-work", "178602"),),
                versions=(),
                is_byline_whole=False,
                warnings=(("bad_identifier", "work:doi is no DOI and was left out."),),
            ),
        ),
        warnings=(("sandbox", "This record is from ORCID's sandbox, where people are invented."),),
    )


def test_a_list_of_works_in_xml_is_known_by_the_id_alone():
    author = of_file("works.xml")
    assert (author.key, author.names, author.updated_on) == ("8888-8888-8888-8880", (), date(2017, 1, 18))
    assert [(work.key, work.title, work.kind, work.year) for work in author.works] == [
        ("3356", "Work # 0", "proceedings paper", 2017),
        ("3357", "Work # 1", "proceedings paper", 2017),
        ("3358", "Work # 2", "article", 2017),
    ]
    place = PrintedAuthor("User One Credit name", (), ("orcid:8888-8888-8888-8880",))
    assert {work.names for work in author.works} == {(place,)}


def test_works_asked_for_together_come_without_the_failures_between_them():
    author = of_file("bulk.xml")
    assert (author.key, len(author.works)) == ("8888-8888-8888-8880", 1)
    assert author.works[0].identifiers == (("orcid-work", "156043"), ("doi", "10.1016/j.crvasa.2015.05.007"))
    assert [code for code, _ in author.warnings] == ["source_error"]


def test_places_of_work_of_the_old_format_are_read():
    assert [place.name for place, _, _ in of_file("employments-2.0.xml").institutions] == ["employment"]


def test_answers_of_the_api_are_records_or_say_what_they_are():
    found = list(read_records(REPLIES / "answers.jsonl"))
    person, work = (parse(item) for item in found[:2] if isinstance(item, RawRecord))
    assert person.names == ("Carl Boettiger",)
    assert person.identifiers == (("orcid", "0000-0002-1642-628X"), ("scopus", "15753693500"))
    assert person.pages[0] == "http://www.carlboettiger.info"
    assert (work.key, work.names, len(work.works)) == ("0000-0002-0734-2199", (), 1)
    assert work.works[0].names == (PrintedAuthor("Sebastian Kreutzer", (), ("orcid:0000-0002-0734-2199",)),)
    for item in found[2:4]:
        assert isinstance(item, RawRecord)
        assert refused(item.data).code == "not_a_record"
    assert isinstance(found[4], Reject)
    assert found[4].code == "source_error"


def test_a_group_is_one_work_with_the_identifiers_of_all():
    work = only_work(
        summary(1, "engines", **{"external-ids": doi("10.1000/A"), "display-index": "0"}),
        summary(2, "Engines", **{"external-ids": doi("10.48550/arXiv.2101.00001"), "display-index": "1"}),
        summary(3, "Engines", **{"external-ids": doi("10.1000/whole", "part-of")}),
    )
    assert (work.title, work.key) == ("Engines", "2")
    assert work.identifiers == (
        ("orcid-work", "2"), ("orcid-work", "1"), ("orcid-work", "3"), ("doi", "10.1000/a"), ("arxiv", "2101.00001"),
    )  # fmt: skip
    assert [(version.number, version.label) for version in work.versions] == [(1, "preprint"), (2, "published")]
    assert isinstance(work.versions[0], VersionRecord)


@pytest.mark.parametrize(
    ("contributors", "names", "identifiers"),
    [
        ([("C. Babbage", "", "author"), ("A. Byron", "", "author")], ["C. Babbage", "A. Byron"], [(), OWN]),
        ([("Countess", ADA, ""), ("C. Babbage", MARY, "")], ["Countess", "C. Babbage"], [OWN, (f"orcid:{MARY}",)]),
        ([("C. Babbage", "", "author")], ["Ada Byron"], [OWN]),
        ([("A. Byron", "", ""), ("Anna Byron", "", ""), ("A. Byron", "", "")], ["Ada Byron"], [OWN]),
        ([("A. Byron", "", "author"), ("C. Babbage", "", "editor")], ["A. Byron"], [OWN]),
        ([], ["Ada Byron"], [OWN]),
    ],
)  # fmt: skip
def test_the_person_has_one_place_on_the_byline(contributors, names, identifiers):
    told = [
        {
            "credit-name": {"value": name},
            "contributor-orcid": {"path": orcid} if orcid else None,
            "contributor-attributes": {"contributor-role": role},
        }
        for name, orcid, role in contributors
    ]
    work = only_work(summary(1, contributors={"contributor": told}))
    assert [author.name for author in work.names] == names
    assert [author.identifiers for author in work.names] == identifiers
    assert not work.is_byline_whole


@pytest.mark.parametrize(
    ("source", "is_asserted"),
    [
        ({"source-orcid": {"path": ADA}}, False),
        ({"source-client-id": {"path": "APP-1"}}, True),
        ({"source-client-id": {"path": "APP-1"}, "assertion-origin-orcid": {"path": ADA}}, False),
        ({"source-client-id": {"path": "APP-1"}, "assertion-origin-client-id": {"path": "APP-2"}}, True),
        (None, False),
    ],
)
def test_what_an_organisation_says_is_marked(source, is_asserted):
    assert only_work(summary(1, source=source)).is_asserted == is_asserted


def test_nothing_that_is_not_public_is_taken():
    author = record(
        [summary(1, visibility="limited")],
        [summary(2, visibility="PUBLIC")],
        person={
            "name": {"given-names": {"value": "Ada"}, "visibility": "public"},
            "other-names": {"other-name": [{"content": "Secret", "visibility": "LIMITED"}]},
            "emails": {"email": [{"email": "ada@example.org", "visibility": "public"}]},
        },
    )
    assert [work.key for work in author.works] == ["2"]
    assert author.names == ("Ada",)
    assert "ada@example.org" not in repr(author)
    assert refused(summary(1, visibility="private")).code == "not_public"


def test_places_of_work_go_from_the_present_to_the_past():
    def job(name: str, first: str, last: str, source: str = "GRID", number: str = "grid.1") -> dict[str, Any]:
        told = {"disambiguated-organization-identifier": number, "disambiguation-source": source}
        organization = {"name": name, "address": {"country": "GB"}, "disambiguated-organization": told}
        dates = {"start-date": {"year": {"value": first}}, "end-date": {"year": {"value": last}} if last else None}
        return {"employment-summary": {"organization": organization, **dates}}

    jobs = [
        job("Past", "1990", "2001"),
        job("Now", "2002", "", "ROR", "https://ror.org/03yrm5c26"),
        job("Wrong", "1980", "1981", "ROR", "x"),
    ]
    author = record(employments={"affiliation-group": [{"summaries": [one]} for one in jobs]})
    assert [(place.name, place.identifiers, first, last) for place, first, last in author.institutions] == [
        ("Now", (("ror", "03yrm5c26"),), 2002, None),
        ("Past", (), 1990, 2001),
        ("Wrong", (), 1980, 1981),
    ]
    assert [code for code, _ in author.warnings] == ["bad_identifier"]


def test_a_work_that_cannot_be_taken_costs_only_itself():
    author = record([summary(1, "")], [summary(2, "x" * 6000)], [summary(3)])
    assert [work.key for work in author.works] == ["3"]
    assert [code for code, _ in author.warnings] == ["no_title", "title_too_long"]


def test_closed_and_merged_accounts_are_withdrawn():
    shown = {"given-names": {"value": "Given Names Deactivated"}, "family-name": {"value": "Family Name Deactivated"}}
    closed = record(person={"name": shown})
    assert (closed.is_withdrawn, closed.names, closed.successor) == (True, (), None)
    said = (
        "301 Moved Permanently: This account is deprecated. Please refer to account: "
        f"https://orcid.org/{MARY}. ORCID https://orcid.org/{ADA}"
    )
    merged = parsed({"response-code": 301, "developer-message": said, "error-code": 9007})
    assert (merged.key, merged.is_withdrawn, merged.successor) == (ADA, True, ("orcid", MARY))
    said = f"409 Conflict: The ORCID record is locked and cannot be edited. ORCID https://orcid.org/{ADA}"
    xml = f'<error xmlns="http://www.orcid.org/ns/error"><developer-message>{said}</developer-message></error>'
    assert (parsed(xml).key, parsed(xml).is_withdrawn) == (ADA, True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"result": [{"orcid-identifier": {"path": ADA}}], "num-found": 1}, "not_a_record"),
        ({"group": [], "path": f"/{ADA}/fundings"}, "not_a_record"),
        ({"response-code": 404, "developer-message": "404 Not Found"}, "source_error"),
        ({"orcid-identifier": {"path": "0000-0002-1825-0098"}, "person": {}}, "bad_identifier"),
        ({"group": [{"work-summary": [{"put-code": 1}]}], "works": {}}, "bad_identifier"),
        ({}, "not_a_record"),
        ("[]", "bad_type"),
        ("{", "bad_json"),
        ('<funding xmlns="http://www.orcid.org/ns/funding"/>', "not_a_record"),
        ('<record xmlns="http://www.orcid.org/ns/record">', "bad_xml"),
        (f'<r xmlns:s="{SCHEMA}" s:schemaLocation="x http://h/x.xsd"/>', "xml_forbidden"),
        (f'<r xmlns:s="{SCHEMA}" s:schemaLocation="x //h/x.xsd"/>', "xml_forbidden"),
        (f'<r xmlns:s="{SCHEMA}" s:schemaLocation="x ../r.xsd"/>', "not_a_record"),
        ("<r>" + "<a>" * 100 + "</a>" * 100 + "</r>", "bad_xml"),
    ],
)  # fmt: skip
def test_what_is_no_record_of_a_person_is_refused_with_its_reason(data, code):
    assert refused(data).code == code


def test_documents_written_one_after_the_other_are_read_each(tmp_path):
    path = tmp_path / "all.xml"
    path.write_bytes((REPLIES / "works.xml").read_bytes() + b"\n" + (REPLIES / "bulk.xml").read_bytes())
    one, other = read_records(path)
    assert isinstance(other, RawRecord)
    assert [len(parse(item).works) for item in (one, other) if isinstance(item, RawRecord)] == [3, 1]
    assert list(read_records(path, start=one.offset_end)) == [other]


def test_a_document_with_a_dtd_is_not_read(tmp_path):
    path = tmp_path / "record.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r xmlns="http://www.orcid.org/ns/record">&a;</r>'
    )
    with pytest.raises(NothingReadable) as raised:
        list(read_records(path))
    assert raised.value.code == "xml_forbidden"


SEEDS = [(REPLIES / name).read_bytes() for name in ("works.xml", "bulk.xml", "record.json")]
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.none(), max_size=2)
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_no_mutation_lets_an_exception_escape(seed, data):
    place = data.draw(st.integers(0, len(seed) - 1))
    end = place + data.draw(st.integers(0, 4))
    try:
        parsed(seed[:place] + data.draw(st.binary(max_size=4)) + seed[end:])
    except RejectRecord as error:
        assert error.sentence


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_wrong_type_lets_an_exception_escape(data):
    tree = json.loads(SEEDS[2])
    places = [tree]
    for one in places:
        inner = one.values() if isinstance(one, dict) else one
        places.extend(part for part in inner if isinstance(part, dict | list) and part)
    place = data.draw(st.sampled_from(places))
    key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(ODD)
    try:
        parsed(json.dumps(tree))
    except RejectRecord as error:
        assert error.sentence
