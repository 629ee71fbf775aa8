"""ROR's organisations in both schemas."""

import json
from datetime import date
from typing import Any

import pytest

from tests.works.importers.raws import raw_of, real_records, refused, warned
from works.importers.records import InstitutionRecord
from works.importers.ror.parse import parse

FIRST = {json.loads(raw.data)["id"][-9:]: parse(raw) for raw in real_records("ror/v1.json")}
SECOND = {json.loads(raw.data)["id"][-9:]: parse(raw) for raw in real_records("ror/v2.json")}
ONE = {
    "id": "https://ror.org/03yrm5c26",
    "names": [{"value": "Engine Works", "types": ["ror_display", "label"], "lang": "en"}],
}


def parsed(**fields: Any) -> InstitutionRecord:
    return parse(raw_of(ONE | fields))


def test_a_record_of_the_second_schema():
    record = SECOND["000025p04"]
    assert (record.source, record.key, record.updated_on) == ("ror", "000025p04", date(2026, 2, 24))
    assert record.name == "Thailand Science Research and Innovation"
    assert ("TSRI", "", "acronym") in record.names
    assert record.name not in {name for name, _, _ in record.names}
    assert record.identifiers == (("ror", "000025p04"), ("fundref", "501100017170"))
    assert (record.city, record.country, record.country_code) == ("Bangkok", "Thailand", "TH")
    assert (record.established, record.website) == (2019, "https://www.tsri.or.th")
    assert SECOND["053nnef06"].domains == ("ansinh.com.vn",)


def test_a_record_of_the_first_schema_says_the_same():
    record = FIRST["000063q30"]
    assert record.name == "Techniques of Informatics and Microelectronics for Integrated Systems Architecture"
    assert [(language, kind) for _, language, kind in record.names] == [("fr", "label"), ("", "alias"), ("", "acronym")]
    assert record.identifiers == (
        ("ror", "000063q30"), ("grid", "grid.464092.d"), ("isni", "0000000403830608"), ("wikidata", "Q30262448")
    )  # fmt: skip
    assert (record.city, record.country, record.country_code) == ("Grenoble", "France", "FR")
    assert (record.kinds, record.website) == (("facility",), "https://tima.univ-grenoble-alpes.fr")
    assert record.relations[0] == ("parent", ("ror", "05sbt2524"))
    assert FIRST["000025p04"].name == SECOND["000025p04"].name


def test_a_withdrawn_record_names_its_one_successor():
    for records in (FIRST, SECOND):
        record = records["000bmd763"]
        assert (record.is_withdrawn, record.successor) == (True, ("ror", "04nbqb988"))
    nowhere = SECOND["001jhv750"]
    assert (nowhere.is_withdrawn, nowhere.successor) == (True, None)
    row = [{"type": "successor", "id": f"https://ror.org/{key}"} for key in ("04nbqb988", "000025p04")]
    assert parsed(status="withdrawn", relationships=row).successor is None
    assert parsed(status="active", relationships=row[:1]).successor is None


def test_a_relation_to_itself_or_to_nothing_is_left_out():
    row = [{"type": "parent", "id": ONE["id"]}, {"type": "child", "id": "https://ror.org/03yrm5c27"}, {"type": "x"}]
    record = parsed(relationships=row)
    assert record.relations == ()
    assert warned(record) == {"cycle", "bad_identifier"}


@pytest.mark.parametrize(
    ("given", "domains"),
    [
        (["Mit.EDU", "mit.edu."], ("mit.edu",)),
        (["münchen.example"], ("xn--mnchen-3ya.example",)),
        (["localhost", "a b.c", "", "-.-", 5, "a..b"], ()),
    ],
)
def test_domains_are_ascii_and_lower(given, domains):
    assert parsed(domains=given).domains == domains


@pytest.mark.parametrize(
    ("year", "kept"), [(1088, 1088), (2019, 2019), (None, None), (0, None), (9999, None), ("x", None)]
)
def test_the_year_of_a_founding_may_be_old(year, kept):
    assert parsed(established=year).established == kept


def test_the_shown_name_is_the_marked_one_else_the_first():
    names = [{"value": "B", "types": ["alias"]}, {"value": "A", "types": ["label", "ror_display"], "lang": "xx--1"}]
    assert parsed(names=names).name == "A"
    assert parsed(names=names).names == (("B", "", "alias"),)
    assert parsed(names=names[:1]).name == "B"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"names": []}, "no_name"), ({"id": "https://ror.org/03yrm5c27"}, "bad_identifier"), ({"id": ["x"]}, "bad_type")],
)
def test_what_is_not_taken_says_why(fields, code):
    assert refused(parse, ONE | fields).code == code
