"""Entries of arXiv's Atom feeds as works."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.works.importers.feeds import entry, feed
from works.importers.arxiv.author_list import author_list_of, is_on
from works.importers.arxiv.parse import parse
from works.importers.reading import read_records
from works.importers.reading.raw import Feed, RawRecord
from works.importers.records import PrintedAuthor, RejectRecord, VersionRecord, WorkRecord

REPLIES = Path("tests/replies/arxiv")
SAMPLE = Path("works/importers/arxiv/sample/lajoie-arxiv.xml")
OPENING = b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
Parse = Callable[..., WorkRecord]


def raw(data: str | bytes, **context: str) -> RawRecord:
    data = data.strip().encode() if isinstance(data, str) else data
    return RawRecord("atom", data, 100, 100 + len(data), 7, b"", Feed(OPENING, "", **context))


def parsed(
    extra: str = "", *, key: str = "2401.00001v2", title: str = "Engines", names: tuple = ("Ada Byron",)
) -> WorkRecord:
    return parse(raw(entry(key, title, names).replace("</entry>", f"{extra}</entry>")))


def refused(data: str | bytes) -> RejectRecord:
    with pytest.raises(RejectRecord) as raised:
        parse(raw(data))
    return raised.value


def codes(record: WorkRecord) -> list[str]:
    return [code for code, _ in record.warnings]


def test_an_entry_becomes_a_work():
    record = parse(next(iter(read_records(REPLIES / "old-id.atom.xml"))))
    assert (record.source, record.key, record.number, record.kind) == ("arxiv", "quant-ph/0201082", 1, "preprint")
    assert record.title.startswith("Quantum Computers and Quantum Computer Languages: ")
    assert record.abstract.startswith("We show a representation")
    assert record.names == (PrintedAuthor("Stephen Blaha"),)
    assert [topic.code for topic in record.topics] == ["quant-ph", "cs.PL"]
    assert (record.first_on, record.updated_on, record.year) == (date(2002, 1, 18), date(2002, 1, 18), 2002)
    assert (record.comment, record.is_open, record.warnings) == ("32 pages", True, ())
    assert record.identifiers == (("arxiv", "quant-ph/0201082"),)
    url = "https://arxiv.org/abs/quant-ph/0201082v1"
    assert record.versions == (VersionRecord(1, "v1", date(2002, 1, 18), url),)


def test_the_sample_file_is_read_whole():
    records = [parse(raw_record) for raw_record in read_records(SAMPLE)]
    assert len(records) == 12
    assert [record.warnings for record in records] == [()] * 12
    assert {a.identifiers for r in records for a in r.names if a.name == "Guillaume Lajoie"} == {
        ("arxiv-list:lajoie_g",)
    }
    assert {a.identifiers for r in records for a in r.names if a.name != "Guillaume Lajoie"} == {()}
    assert ("doi", "10.3389/fams.2022.818799") in {pair for r in records for pair in r.identifiers}


def test_a_later_version_knows_the_first_one_too():
    record = parsed()
    assert [(v.label, v.dated_on) for v in record.versions] == [("v1", date(2024, 1, 2)), ("v2", date(2024, 3, 5))]
    assert (record.number, record.year) == (2, 2024)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("http://arxiv.org/abs/2401.00001v1", "2401.00001"),
        ("https://arxiv.org/abs/math.GT/0309136v2", "math/0309136"),
        ("  http://arxiv.org/abs/hep-th/9901001\n", "hep-th/9901001"),
    ],
)
def test_an_id_is_read_in_every_form(written, key):
    data = entry("x", "Engines", []).replace("http://arxiv.org/abs/x", written)
    assert parse(raw(data)).key == key


def test_an_error_of_the_source_is_a_reject_with_its_words():
    with pytest.raises(RejectRecord, match="incorrect id format for abc") as raised:
        parse(next(iter(read_records(REPLIES / "error.atom.xml"))))
    assert raised.value.code == "source_error"


def test_fields_of_arxiv_are_read():
    record = parsed(
        "<arxiv:comment>5 pages, \\'etude</arxiv:comment><arxiv:journal_ref>J. Eng. 1 (2024)</arxiv:journal_ref>"
        "<arxiv:doi>10.1000/ABC 10.1000/def; nothing</arxiv:doi>"
        '<arxiv:primary_category term="math.CO"/><category term="68T05"/><category term="not a category"/>'
        "<rights>x</rights><colour>blue</colour>"
    )
    assert (record.comment, record.published_in) == ("5 pages, étude", "J. Eng. 1 (2024)")
    assert record.identifiers == (("arxiv", "2401.00001"), ("doi", "10.1000/abc"), ("doi", "10.1000/def"))
    assert [topic.code for topic in record.topics] == ["math.CO", "cs.AR"]
    assert sorted(codes(record)) == ["bad_identifier", "unknown_category", "unknown_field:colour"]


def test_names_and_affiliations_are_as_printed():
    record = parsed(
        '<author><name>M\\\'arton  {\\O}bro</name><arxiv:affiliation>E\\"otv\\"os, m@a.org</arxiv:affiliation></author>'
        "<author><name> </name></author><author><name>for the Engine Collaboration</name></author>"
        "<author><name>et al.</name></author>"
    )
    assert record.names == (
        PrintedAuthor("Ada Byron"),
        PrintedAuthor("Márton Øbro", ("Eötvös",)),
        PrintedAuthor(""),
        PrintedAuthor("the Engine Collaboration"),
    )
    assert codes(record) == ["et_al", "blank_author"]


def test_an_entry_without_authors_is_taken():
    record = parsed(names=())
    assert (record.names, codes(record)) == ((), ["no_authors"])


@pytest.mark.parametrize("written", ["-005-01-01", "0000-01-01", "9999-01-01", "2024-02-30", "in press", "2024"])
def test_a_date_that_cannot_be_is_left_empty(written):
    record = parse(raw(entry("2401.00001v2", "Engines", ["Ada Byron"], updated=written)))
    assert (record.updated_on, record.year) == (None, None)
    assert codes(record) == ["bad_date"]


def test_a_date_of_next_year_can_be():
    written = f"{datetime.now(UTC).year + 1}-12-31"
    assert parse(raw(entry("2401.00001v2", "Engines", [], updated=written))).updated_on == date.fromisoformat(written)


@pytest.mark.parametrize(
    ("title", "code"),
    [("", "no_title"), (" \x7f\n", "no_title"), ("x" * 5001, "title_too_long"), ("x" * 1_000_000, "title_too_long")],
)
def test_a_title_that_is_missing_or_endless_is_refused(title, code):
    error = refused(entry("2401.00001v1", title, []))
    assert (error.code, error.identifier) == (code, "2401.00001")


def test_a_title_of_5000_characters_and_a_long_abstract_are_taken():
    data = entry("2401.00001v1", "x" * 5000, []).replace("An analysis of", "words " * 20_000)
    record = parse(raw(data))
    assert len(record.title) == 5000
    assert len(record.abstract) <= 50_000
    assert record.is_abstract_cut
    assert "abstract_cut" in codes(record)


def test_five_thousand_authors_are_taken_and_twenty_thousand_and_one_are_not():
    names = [f"Ada {n}" for n in range(20_001)]
    assert len(parse(raw(entry("2401.00001v1", "Engines", names[:5000]))).names) == 5000
    assert refused(entry("2401.00001v1", "Engines", names)).code == "too_many_authors"


def test_a_name_of_a_million_characters_is_cut():
    record = parsed(names=("Ada " * 250_000,))
    assert len(record.names[0].name) <= 300
    assert codes(record) == ["name_cut"]


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "&#0;", "&#x1F;", "\x7f", "\u202e", "&#x202E;"])
def test_control_characters_go_with_a_warning(hidden):
    data = entry("2401.00001v1", "En@gines", ["Ada @Byron"]).replace("@", hidden)
    record = parse(raw(data))
    assert (record.title, record.names[0].name) == ("Engines", "Ada Byron")
    assert "control_characters" in codes(record)


def test_control_characters_in_an_identifier_are_refused():
    assert refused(entry("2401.0\x7f0001v1", "Engines", [])).code == "bad_identifier"


@pytest.mark.parametrize("key", ["2413.00001", "1412.00001", "abc", "", "2401.00001v0"])
def test_an_id_that_cannot_be_is_refused(key):
    assert refused(entry(key, "Engines", [])).code == "bad_identifier"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<entry><title>\xff</title></entry>", "encoding"),
        (b"<entry><title>\xed\xa0\x80</title></entry>", "encoding"),
        (b"<entry><title>a<b></title></entry>", "bad_xml"),
        (b"<entry><title>&nothing;</title></entry>", "bad_xml"),
        (b"<entry><x:title/></entry>", "bad_xml"),
        (b"<entry/>", "bad_identifier"),
        (b"<entry>" + b"<a>" * 100 + b"</a>" * 100 + b"</entry>", "bad_xml"),
        (b'<entry><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="x"/></entry>', "xml_forbidden"),
        (
            b'<entry xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:noNamespaceSchemaLocation="x"/>',
            "xml_forbidden",
        ),
    ],
)
def test_a_broken_entry_is_refused_with_its_reason(data, code):
    error = refused(data)
    assert error.code == code
    assert error.sentence.endswith(".")


def test_a_place_that_is_not_utf8_is_given_in_bytes_of_the_file():
    assert "byte 114" in refused(b"<entry><title>\xff</title></entry>").sentence


def test_markup_inside_a_title_is_text():
    data = entry("2401.00001v1", "@", []).replace(
        "<title>@</title>", '<title type="xhtml"><div>Big <b>engine</b></div></title>'
    )
    assert parse(raw(data)).title == "Big engine"


@pytest.mark.parametrize(
    ("title", "author_list"),
    [
        ("ArXiv Query: search_query=au:Lajoie_G", "lajoie_g"),
        ("arXiv Query: search_query=au:del_Río_M&id_list=&start=0&max_results=10", "del_rio_m"),
        ('search_query=au:"Byron_Ada"&start=0', "byron_ada"),
        ("search_query=au:Lajoie", ""),
        ("search_query=au:Lajoie_G+AND+au:Wolf_G", ""),
        ("search_query=au:Lajoie_G AND cat:cs.LG", ""),
        ("search_query=au:Lajoie_G&id_list=2401.00001", ""),
        ("search_query=all:Lajoie_G", ""),
        ("au:Lajoie_G", ""),
    ],
)
def test_only_a_query_for_one_author_makes_a_list(title, author_list):
    assert author_list_of(title) == author_list


def test_whoever_fits_the_query_is_on_the_list():
    assert is_on("lajoie_g", "Guillaume Lajoie")
    assert is_on("lajoie_g", "G. Lajoie")
    assert is_on("del_rio_m", "María del Río")
    assert not is_on("lajoie_g", "Pierre Lajoie")
    assert not is_on("lajoie_g", "Lajoie")
    assert not is_on("lajoie_g", "Guy Wolf")


def test_the_list_stands_beside_the_name():
    record = parse(raw(entry("2401.00001v1", "Engines", ["Ada Byron", "Guy Wolf"]), author_list="byron_a"))
    assert record.names == (PrintedAuthor("Ada Byron", (), ("arxiv-list:byron_a",)), PrintedAuthor("Guy Wolf"))


PIECES = st.sampled_from(
    ["<entry>", "</entry>", "<id>", "2401.00001v1", "</id>", "<title>", "x", "</title>", "<author>", "<name>",
     "</name>", "</author>", "<updated>", "2024-01-01", "</updated>", "<category term='cs.LG'/>", "&amp;", "&#0;",
     "\x00", "<![CDATA[", "]]>", "\\'e", "<arxiv:doi>", "10.1/x", "</arxiv:doi>", "<!--", "-->", "</feed>", "<feed>"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_no_entry_breaks_the_parser(pieces):
    data = ("<entry>" + "".join(pieces) + "</entry>").encode(errors="surrogatepass")
    try:
        record = parse(raw(data))
    except RejectRecord as error:
        assert error.code in {"bad_xml", "bad_identifier", "no_title", "encoding", "xml_forbidden", "source_error"}
    else:
        assert record.title


def test_an_entry_of_a_file_comes_with_the_namespaces_of_its_feed(tmp_path):
    (tmp_path / "feed.xml").write_text(feed(entry("2401.00001v1", "Engines", [])))
    (found,) = read_records(tmp_path / "feed.xml")
    assert isinstance(found, RawRecord)
    assert found.feed == Feed(OPENING, "ArXiv Query: search_query=all:engines")
