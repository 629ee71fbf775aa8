"""Records of DBLP: the whole file, exports of people and of single works."""

import socket
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from works.importers.dblp.parse import parse
from works.importers.reading import NothingReadable, RawRecord, read_records
from works.importers.records import AuthorRecord, PrintedAuthor, Reject, RejectRecord, VersionRecord, WorkRecord

WHOLE = Path("tests/replies/dblp/dblp.xml")
PERSON = Path("tests/replies/dblp/person.xml")


def raws(path: Path) -> list[RawRecord]:
    return [item for item in read_records(path) if isinstance(item, RawRecord)]


def parsed(data: str | bytes) -> WorkRecord | AuthorRecord:
    data = data.encode() if isinstance(data, str) else data
    return parse(RawRecord("dblp", data, 0, len(data), 1, b""))


def work(inside: str, *, kind: str = "article", key: str = "journals/x/B1", more: str = "") -> WorkRecord:
    record = parsed(f'<{kind} key="{key}"{more}><title>Engines.</title>{inside}</{kind}>')
    assert isinstance(record, WorkRecord)
    return record


def refused(data: str | bytes) -> RejectRecord:
    with pytest.raises(RejectRecord) as raised:
        parsed(data)
    return raised.value


def test_the_whole_file_is_read_without_its_dtd():
    note, *others = raws(WHOLE)
    with pytest.raises(RejectRecord) as raised:
        parse(note)
    assert (raised.value.code, raised.value.identifier) == ("not_a_record", "dblpnote/error")
    works = [parse(item) for item in others]
    assert [(record.key, record.kind, record.year) for record in works if isinstance(record, WorkRecord)] == [
        ("phd/Turpin92", "thesis", 1992),
        ("tr/meltdown/s18", "preprint", 2018),
        ("tr/trier/MI99-17", "book", 1999),
        ("reference/vision/Singh14", "chapter", 2014),
    ]
    assert others[1].line == 11


def test_an_article_becomes_a_work():
    record = parse(raws(PERSON)[1])
    assert record == WorkRecord(
        source="dblp",
        key="journals/corr/abs-2101-00001",
        number=1,
        updated_on=date(2021, 2, 1),
        first_on=None,
        title="On O(log2 n) < x2 Engines",
        abstract="",
        is_abstract_cut=False,
        names=(
            PrintedAuthor("Ada Byron", (), ("dblp:35/7092-12", "dblp:Ada Byron 0012", "orcid:0000-0002-1825-0097")),
            PrintedAuthor("Loïs Lövelace Jr.", (), ("dblp:99/1",)),
        ),
        topics=(),
        kind="preprint",
        year=2021,
        is_open=True,
        comment="",
        published_in="CoRR abs/2101.00001",
        identifiers=(("dblp", "journals/corr/abs-2101-00001"), ("arxiv", "2101.00001")),
        versions=(VersionRecord(1, "preprint", None, "https://arxiv.org/abs/2101.00001"),),
    )


def test_a_page_of_a_person_becomes_an_author():
    record = parse(raws(PERSON)[0])
    assert isinstance(record, AuthorRecord)
    assert (record.key, record.updated_on) == ("35/7092-12", date(2022, 5, 5))
    assert record.names == ("Ada Byron", "A. A. Byron & Co.")
    assert record.identifiers == (
        ("dblp", "35/7092-12"),
        ("dblp", "Ada Byron 0012"),
        ("orcid", "0000-0002-1825-0097"),
    )
    assert [place.name for place, _, _ in record.institutions] == [
        "University of Engines, London, UK",
        "College of Looms",
    ]
    assert record.pages == ("https://ada.example.org/~byron",)


def test_years_that_are_none_and_works_taken_back_are_said():
    _, _, pressed, gone = (parse(item) for item in raws(PERSON))
    assert isinstance(pressed, WorkRecord)
    assert isinstance(gone, WorkRecord)
    assert (pressed.title, pressed.year, [code for code, _ in pressed.warnings]) == ("What now?", None, ["bad_date"])
    assert pressed.identifiers[1] == ("doi", "10.1145/3297280.3297641")
    assert (gone.is_retracted, gone.kind) == (True, "preprint")


def test_a_name_without_number_is_nobodys_alone():
    assert work("<author>Wei Wang</author>").names == (PrintedAuthor("Wei Wang"),)
    assert work("<author>Wei Wang 0012</author>").names == (PrintedAuthor("Wei Wang", (), ("dblp:Wei Wang 0012",)),)
    assert work('<author orcid="0000-0002-1825-0090">Wei Wang</author>').warnings[0][0] == "bad_identifier"


def test_what_is_long_stays_within_what_can_be_stored():
    (author,) = work(f'<author pid="35/{"7" * 200}">{"n" * 500} 0012</author>').names
    assert author == PrintedAuthor("n" * 300)


def test_editors_are_not_authors():
    record = work("<editor>Ada Byron</editor><isbn>0-306-40615-2</isbn>", kind="proceedings", key="conf/x/2021")
    assert record.names == ()
    assert record.identifiers == (("dblp", "conf/x/2021"), ("isbn", "9780306406157"))


def test_a_page_that_moved_names_its_successor():
    record = parsed('<www key="homepages/b/AdaByron"><crossref>homepages/35/7092-12</crossref></www>')
    assert isinstance(record, AuthorRecord)
    assert (record.is_withdrawn, record.successor) == (True, ("dblp", "35/7092-12"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('<www key="homepages/w/W" publtype="disambiguation"><author>W W</author></www>', "not_a_record"),
        ('<www key="homepages/w/W"><title>Home Page</title></www>', "no_name"),
        ("<article><title>T.</title></article>", "bad_identifier"),
        ('<article key="../../etc"><title>T.</title></article>', "bad_identifier"),
        ('<article key="a/b c"><title>T.</title></article>', "bad_identifier"),
        ('<article key="a/b"><title>.</title></article>', "no_title"),
        ('<article key="a/b"><title>&nosuch;</title></article>', "bad_xml"),
        ('<article key="a/b"><title>T</article>', "bad_xml"),
        (b'<article key="a/b"><title>\xff</title></article>', "encoding"),
        ('<article key="a/b">' + "<i>" * 100 + "</i>" * 100 + "</article>", "bad_xml"),
    ],
)
def test_a_broken_record_is_refused_with_its_reason(data, code):
    assert refused(data).code == code


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE dblp SYSTEM "dblp.dtd" [<!ENTITY a "b">]>',
        '<!DOCTYPE dblp [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!ENTITY a "b">',
    ],
)
def test_a_dtd_of_its_own_is_forbidden(tmp_path, doctype):
    path = tmp_path / "dblp.xml"
    path.write_text(f'<?xml version="1.0"?>{doctype}<dblp><article key="a/b"><title>&a;</title></article></dblp>')
    with pytest.raises(NothingReadable) as raised:
        list(read_records(path))
    assert raised.value.code == "xml_forbidden"


def test_nobody_asks_for_the_dtd_that_is_named(tmp_path):
    path = tmp_path / "dblp.xml"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        doctype = f'<!DOCTYPE dblp SYSTEM "http://127.0.0.1:{listener.getsockname()[1]}/dblp.dtd">'
        path.write_text(f'<?xml version="1.0"?>{doctype}<dblp><data key="a/b"><title>T&uuml;.</title></data></dblp>')
        (item,) = raws(path)
        record = parse(item)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert isinstance(record, WorkRecord)
    assert (record.title, record.kind) == ("Tü", "dataset")


def test_a_broken_record_costs_only_itself(tmp_path):
    path = tmp_path / "dblp.xml"
    path.write_text('<dblp><article key="a/1"><title>x</title><article key="a/2"><title>y</title></article></dblp>')
    broken, whole = read_records(path)
    assert isinstance(broken, Reject)
    assert (broken.code, broken.identifier) == ("bad_xml", "a/1")
    assert isinstance(whole, RawRecord)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_lets_an_exception_escape(data):
    record = data.draw(st.sampled_from([item.data for path in (WHOLE, PERSON) for item in raws(path)]))
    place = data.draw(st.integers(0, len(record) - 1))
    end = place + data.draw(st.integers(0, 4))
    mutated = record[:place] + data.draw(st.binary(max_size=4)) + record[end:]
    try:
        parsed(mutated)
    except RejectRecord as error:
        assert error.sentence
