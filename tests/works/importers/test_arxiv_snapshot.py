"""Lines of the arXiv metadata snapshot as works."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from works.importers.arxiv.parse import parse
from works.importers.reading import read_records
from works.importers.reading.raw import RawRecord
from works.importers.records import PrintedAuthor, RejectRecord, WorkRecord

REPLIES = Path("tests/replies/arxiv")
LINE = {
    "id": "2401.00001",
    "authors": "Ada Byron and Charles Babbage",
    "title": "Engines",
    "abstract": "  An analysis.\n",
    "categories": "cs.AR math.CO",
    "versions": [{"version": "v1", "created": "Tue, 2 Jan 2024 19:18:42 GMT"}],
}


def raw(line: Any) -> RawRecord:
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    return RawRecord("json", data, 1000, 1000 + len(data), 3, b"")


def parsed(**fields: Any) -> WorkRecord:
    return parse(raw(LINE | fields))


def refused(line: Any) -> RejectRecord:
    with pytest.raises(RejectRecord) as raised:
        parse(raw(line))
    return raised.value


def codes(record: WorkRecord) -> list[str]:
    return [code for code, _ in record.warnings]


@pytest.fixture(scope="module")
def real() -> dict[str, WorkRecord]:
    """Real lines, by id."""
    files = (REPLIES / "snapshot.jsonl", REPLIES / "derived.jsonl")
    return {record.key: record for file in files for record in map(parse, read_records(file))}


def test_a_line_becomes_a_work(real):
    record = real["0704.0001"]
    assert record.title == "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies"
    assert [author.name for author in record.names] == ["C. Balázs", "E. L. Berger", "P. M. Nadolsky", "C.-P. Yuan"]
    assert (record.first_on, record.updated_on, record.year, record.number) == (
        date(2007, 4, 2), date(2007, 7, 24), 2007, 2
    )  # fmt: skip
    assert [(v.label, v.url) for v in record.versions] == [
        ("v1", "https://arxiv.org/abs/0704.0001v1"),
        ("v2", "https://arxiv.org/abs/0704.0001v2"),
    ]
    assert record.identifiers == (("arxiv", "0704.0001"), ("doi", "10.1103/physrevd.76.013009"))
    assert record.published_in == "Phys.Rev.D76:013009,2007"
    assert record.comment == "37 pages, 15 figures; published version"
    assert record.abstract.startswith("A fully differential calculation in perturbative quantum")
    assert "\n" not in record.abstract


def test_suffixes_particles_and_accents_are_kept(real):
    assert "Neal J. Evans II" in [a.name for a in real["0704.0009"].names]
    assert "Floris van der Tak" in [a.name for a in real["0704.0155"].names]
    assert [a.name for a in real["0704.0062"].names][:2] == ["Rastislav Šrámek", "Broňa Brejová"]


def test_affiliations_are_those_of_the_byline(real):
    assert real["0704.0155"].names[-1].affiliations == ("Leiden",)
    assert real["0704.0155"].names[-2].affiliations == ("Leiden",)
    assert real["0704.0025"].names[0].affiliations == (
        "CREST, Japan Science and Technology Agency",
        "Russian Research Centre “Kurchatov Institute”",
    )
    assert real["0704.0187"].names[1].affiliations == ("Hamburger Sternwarte", "Universität Potsdam")


def test_collaborations_are_names(real):
    assert [a.name for a in real["0704.0020"].names] == ["The BABAR Collaboration", "B. Aubert"]
    assert [a.name for a in real["0704.0437"].names] == ["CLEO Collaboration", "T. K. Pedlar"]
    assert codes(real["0704.0437"]) == ["et_al"]


def test_lines_derived_from_listings_are_read_too(real):
    assert real["1111.2632"].title.endswith("Zeropoints for the Stromgren uvby system")
    assert codes(real["1111.2632"]) == ["control_characters"]
    assert real["0710.1433"].title.startswith("The Ly<alpha> and Ly<beta> profiles in")
    assert len(real["0704.0389"].identifiers) == 4
    assert (real["1910.06463"].year, real["1910.06463"].versions) == (2023, ())
    assert real["astro-ph/0312625"].names[0].name == "Roberto Fusco-Femiano"


def test_names_are_taken_from_the_byline_when_they_are_not_taken_apart():
    assert parsed().names == (PrintedAuthor("Ada Byron"), PrintedAuthor("Charles Babbage"))


@pytest.mark.parametrize("authors", [None, "", "  "])
def test_a_line_without_authors_is_taken(authors):
    assert codes(parsed(authors=authors)) == ["no_authors"]


def test_a_blank_name_keeps_its_place():
    record = parsed(authors_parsed=[["Byron", "Ada", ""], ["", "", ""], ["Babbage", "C. -P.", "Jr."]])
    assert [author.name for author in record.names] == ["Ada Byron", "", "C.-P. Babbage Jr."]
    assert codes(record) == ["blank_author"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("abstract", 3), ("comments", ["x"]), ("versions", "v1"), ("versions", [2]), ("categories", {}), ("doi", 1.5),
     ("authors", [1]), ("authors_parsed", [["x", 1]]), ("authors_parsed", "x"), ("update_date", True)],
)  # fmt: skip
def test_an_optional_field_of_a_wrong_type_is_left_empty(field, value):
    fields = {field: value} | ({"versions": None} if field == "update_date" else {})
    assert "bad_type" in codes(parsed(**fields))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ([], "bad_type"),
        ("x", "bad_type"),
        (LINE | {"id": 2401.00001}, "bad_type"),
        (LINE | {"title": ["Engines"]}, "bad_type"),
        (LINE | {"title": None}, "no_title"),
        (LINE | {"title": " \x00 "}, "no_title"),
        (LINE | {"title": "x" * 5001}, "title_too_long"),
        (LINE | {"id": None}, "bad_identifier"),
        (LINE | {"id": "2401.0000\x001"}, "bad_identifier"),
        (LINE | {"authors": ", ".join(["Ada Byron"] * 20_001)}, "too_many_authors"),
    ],
)
def test_a_line_that_lacks_what_is_needed_is_refused(line, code):
    assert refused(line).code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"id": "2401.00001", "x": NaN}', "bad_json"),
        (b'{"id": "2401.00001", "x": %b}' % (b"1" * 10_000), "bad_json"),
        (b'{"id": "2401.00001", "x": 18446744073709551616}', "bad_json"),
        (b'{"id": "2401.00001", "x": 1e999}', "bad_json"),
        (b'{"id": "2401.00001", "x": %b}' % (b"[" * 10_000), "bad_json"),
        (b'{"id": "2401.00001", "x": %b}' % (b"[" * 100 + b"]" * 100), "bad_json"),
        (b'{"id": "2401.00001", "title": "En', "bad_json"),
        (b'{"id": "2401.00001", "title": "\xff"}', "encoding"),
        (b'{"id": "2401.00001", "title": "\\ud800"}', "encoding"),
        (b'{"id": "2401.00001", "title": "\\udc00 \\ud83d\\ude00"}', "encoding"),
    ],
)
def test_a_line_that_is_not_json_is_refused_with_its_id(data, code):
    error = refused(data)
    assert (error.code, error.identifier) == (code, "2401.00001")


def test_numbers_of_64_bits_and_digits_in_text_are_no_reason():
    line = json.dumps(LINE | {"title": "On [1, 123456789012345678901234567890]"})
    assert parse(raw(line.encode())).title.startswith("On [1, 1234")
    assert codes(parsed(x=2**64 - 1)) == ["unknown_field:x"]


def test_a_place_that_is_not_utf8_is_given_in_bytes_of_the_file():
    assert "byte 1008" in refused(b'{"id": "\xff"}').sentence


@pytest.mark.parametrize("hidden", ["\\u0000", "\x00", "\x1b", "\x7f", "\\u202e"])
def test_control_characters_go_with_a_warning(hidden):
    record = parse(raw(json.dumps(LINE).replace("Engines", f"En{hidden}gines").encode()))
    assert (record.title, codes(record)) == ("Engines", ["control_characters"])


def test_each_unknown_field_is_said_once():
    assert sorted(codes(parsed(colour=1, size=2))) == ["unknown_field:colour", "unknown_field:size"]


@pytest.mark.parametrize(
    "created", ["Fri, 30 Feb 2024 00:00:00 GMT", "in press", "Mon, 1 Jan 9999 00:00:00 GMT", "1 Foo 2024"]
)
def test_a_date_that_cannot_be_is_left_empty(created):
    record = parsed(versions=[{"version": "v1", "created": created}])
    assert (record.updated_on, record.year, codes(record)) == (None, None, ["bad_date"])


def test_without_versions_the_date_of_the_last_change_counts():
    record = parsed(versions=[], update_date="2024-05-06")
    assert (record.updated_on, record.first_on, record.number, record.versions) == (date(2024, 5, 6), None, 1, ())


def test_the_highest_version_is_the_one_described():
    versions = [{"version": f"v{n}", "created": f"Tue, {n} Jan 2024 00:00:00 GMT"} for n in (2, 10, 1)]
    record = parsed(versions=versions)
    assert (record.number, record.updated_on, record.first_on) == (10, date(2024, 1, 10), date(2024, 1, 1))
    assert [version.number for version in record.versions] == [1, 2, 10]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*LINE, "comments", "doi", "journal-ref", "authors_parsed", "replaced"]), VALUES)
)
def test_no_line_breaks_the_parser(fields):
    try:
        record = parse(raw(json.dumps(LINE | fields).encode()))
    except RejectRecord as error:
        assert error.code in {"bad_json", "bad_type", "bad_identifier", "no_title", "encoding"}
    else:
        assert record.title


@given(st.binary(max_size=100))
def test_no_bytes_break_the_parser(data):
    with pytest.raises(RejectRecord):
        parse(raw(data))
