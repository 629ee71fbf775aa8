"""Crossref's works, real ones and odd ones."""

import json
from datetime import date
from typing import Any

import pytest

from tests.works.importers.raws import raw_of, real_records, refused, warned
from works.importers.crossref.parse import parse
from works.importers.records import PrintedAuthor, RejectRecord, VersionRecord, WorkRecord

WORK = {"DOI": "10.1000/ABC", "title": ["Engines"], "type": "journal-article"}
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
REAL = {json.loads(raw.data)["DOI"]: raw for raw in real_records("crossref/works.jsonl")}


def parsed(**fields: Any) -> WorkRecord:
    return parse(raw_of(WORK | fields))


def by(**author: Any) -> PrintedAuthor:
    return parsed(author=[author]).names[0]


def test_a_real_article_is_whole():
    record = parse(REAL["10.1002/ece3.2314"])
    assert (record.source, record.key, record.kind) == ("crossref", "10.1002/ece3.2314", "article")
    assert record.title.startswith("After the games are over: life‐history trade‐offs")
    assert record.names[0].name == "T. Alex Perkins"
    assert record.names[0].affiliations
    assert record.published_in.startswith("Ecology and Evolution 6 (18), 6425–6434")
    assert (record.year, record.is_open) == (2016, True)
    assert record.identifiers == (("doi", "10.1002/ece3.2314"), ("doi", "10.1101/014852"))
    assert [(v.number, v.label, v.url) for v in record.versions] == [
        (1, "published", "https://doi.org/10.1002/ece3.2314"), (2, "preprint", "https://doi.org/10.1101/014852")
    ]  # fmt: skip
    assert record.links[0][0] == "pdf"


def test_real_works_are_taken_or_refused_as_a_person_would():
    codes = {}
    for key, raw in REAL.items():
        try:
            codes[key] = parse(raw).kind
        except RejectRecord as error:
            codes[key] = error.code
    assert codes == {
        "10.31390/gradschool_theses.6125": "thesis", "10.1103/physrevlett.126.162501": "article",
        "10.1002/2050-7038.12442/v2/review2": "work", "10.1002/9780470999875.ch17": "chapter",
        "10.1002/essoar.10503377.3": "preprint", "10.36499/psnst.v14i1.11969": "article",
        "10.1016/0002-9610(77)90552-9": "article", "10.1155/2016/3023018": "article",
        "10.1007/10452.1573-5125": "not_a_record", "10.1002/ece3.2314": "article",
        "10.1016/c2013-0-11280-9": "no_title",
    }  # fmt: skip


def test_real_answers_give_works_or_one_reject_each():
    kinds = []
    for item in real_records("crossref/answers.jsonl"):
        try:
            kinds.append(parse(item).kind)
        except RejectRecord as error:
            kinds.append(str(error))
    assert kinds == ["This describes a journal, not a work.", "work", "work", "work"]


def test_real_bylines_keep_blanks_organisations_and_suffixes():
    thesis = parse(REAL["10.31390/gradschool_theses.6125"])
    assert [author.name for author in thesis.names] == ["", "Joshua Rovira"]
    assert "blank_author" in warned(thesis)
    assert "OLYMPUS Collaboration" in [a.name for a in parse(REAL["10.1103/physrevlett.126.162501"]).names]
    assert parse(REAL["10.1016/0002-9610(77)90552-9"]).names[0].name == "James W. Fox IV"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"given": "Donald", "family": "Hora", "suffix": "Jr."}, "Donald Hora Jr."),
        ({"family": "Govindjee"}, "Govindjee"),
        ({"given": "혜린", "family": "조"}, "조혜린"),
        ({"given": "Марина", "family": "Туберозова"}, "Марина Туберозова"),
        ({"name": "Urban & Vogel"}, "Urban & Vogel"),
        ({"given": "Monica", "family": "D\x80\x99Adamo"}, "Monica DAdamo"),
        ({"sequence": "first"}, ""),
        ({"given": 5}, ""),
    ],
)
def test_names_are_as_printed(author, name):
    assert by(**author).name == name


def test_a_name_carries_what_stands_beside_it():
    author = by(
        given="Ada",
        family="Byron",
        ORCID="http://orcid.org/0000-0002-1825-0097",
        affiliation=[
            {"name": "UCL", "id": [{"id": "https://ror.org/02jx3x895", "id-type": "ROR", "asserted-by": "publisher"}]},
            {"name": "Engine Works", "place": ["Krasnodar, Russia"], "id": [{"id": "x", "id-type": "ISNI"}]},
        ],
    )
    assert author.identifiers == ("orcid:0000-0002-1825-0097",)
    assert author.affiliations == ("UCL", "Engine Works, Krasnodar, Russia")
    assert [(i.name, i.identifiers) for i in author.institutions] == [("UCL", (("ror", "02jx3x895"),))]
    wrong = parsed(author=[{"family": "Byron", "ORCID": "http://orcid.org/0000-0002-1825-0098"}])
    assert (wrong.names[0].identifiers, warned(wrong)) == ((), {"bad_identifier"})


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        (["Review for &lt;scp&gt;risk‐averse&lt;/scp&gt; energy"], "Review for risk‐averse energy"),
        (["ANEMIA&lt;subtitle&gt;Successful Treatment&lt;/subtitle&gt;"], "ANEMIA: Successful Treatment"),
        (["The role of\n      <scp>AI</scp>\n   in ecology’s footprint"], "The role of AI in ecology’s footprint"),
        (["Methuen &amp; Company"], "Methuen & Company"),
        (["Stars &amp;lt; one &lt;sun&gt;"], "Stars < one <sun>"),
        (["Widget Antarmuka", "Widget Interface"], "Widget Antarmuka"),
        (["", "Second"], "Second"),
    ],
)  # fmt: skip
def test_titles_are_plain(title, plain):
    assert parsed(title=title).title == plain


def test_a_title_in_the_language_of_the_work_stands_in():
    assert parsed(title=[], **{"original-title": ["Энергия"]}).title == "Энергия"


@pytest.mark.parametrize(
    ("abstract", "plain"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>One\n    line.</jats:p><jats:p>Two.</jats:p>", "One line.\n\nTwo."),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>A.</jats:p></jats:sec>", "Aim\n\nA."),
        ("<jats:p>Co<jats:sub>2</jats:sub>Mn<jats:italic>x</jats:italic></jats:p>", "Co2Mnx"),
        ("<p>of<jats:italic>Chlamydia pneumoniae</jats:italic>in patients</p>", "of Chlamydia pneumoniae in patients"),
        ("<jats:p />", ""),
        ("<jats:p>p &amp;lt; 0.05 and x<3</jats:p>", "p < 0.05 and x<3"),
        (
            "<jats:p>in <jats:inline-formula><jats:alternatives><jats:tex-math>$$x$$</jats:tex-math>"
            '<mml:math xmlns:mml="m">'
            "<mml:mi>x</mml:mi></mml:math></jats:alternatives></jats:inline-formula> of</jats:p>",
            "in x of",
        ),
        ("<jats:p>A<?tex id='Q1'?>B</jats:p>", "AB"),
        ("Plain words", "Plain words"),
        (5, ""),
    ],
)  # fmt: skip
def test_jats_becomes_plain_text(abstract, plain):
    assert parsed(abstract=abstract).abstract == plain


@pytest.mark.parametrize(
    ("parts", "year", "day"),
    [
        ([[2019, 4, 8]], 2019, date(2019, 4, 8)),
        ([[2019, 4]], 2019, None),
        ([[2019]], 2019, None),
        ([["2019", "4", "8"]], 2019, date(2019, 4, 8)),
        ([[None]], None, None),
        ([[]], None, None),
        ([], None, None),
        ([[0]], None, None),
        ([[9999, 1, 1]], None, None),
        ([[2019, 2, 30]], 2019, None),
        ([["in press"]], None, None),
        ("2019", None, None),
    ],
)
def test_dates_are_never_completed(parts, year, day):
    record = parsed(issued={"date-parts": parts})
    assert (record.year, record.first_on) == (year, day)


def test_the_earliest_whole_date_is_the_first():
    record = parsed(
        **{
            "published-print": {"date-parts": [[2020, 5, 1]]},
            "published-online": {"date-parts": [[2019, 12, 30]]},
            "issued": {"date-parts": [[2019, 12, 30]]},
            "indexed": {"date-parts": [[2024, 1, 2]]},
            "deposited": {"date-parts": [[2023, 1, 2]]},
        }
    )
    assert (record.first_on, record.year, record.updated_on) == (date(2019, 12, 30), 2019, date(2024, 1, 2))


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"license": [{"URL": CC_BY, "start": {"date-parts": [[2024, 1, 1]]}}]}, True),
        ({"license": [{"URL": "https://www.elsevier.com/tdm/userlicense/1.0/"}]}, False),
        ({"license": [{"URL": "https://www.elsevier.com/open-access/userlicense/1.0/"}]}, True),
        ({"license": [{"URL": "https://evil.example/?creativecommons.org/licenses/"}]}, False),
        ({"license": [{"URL": CC_BY, "start": {"date-parts": [[2025, 1, 1]]}}]}, False),
        ({"free-to-read": {"start-date": {"date-parts": [[2020, 1, 1]]}}}, True),
        ({"link": [{"URL": "https://h.example/a.pdf", "content-type": "application/pdf"}]}, False),
    ],
)  # fmt: skip
def test_a_work_is_open_only_where_a_licence_says_so(fields, is_open):
    record = parsed(indexed={"date-parts": [[2024, 1, 1]]}, **fields)
    assert record.is_open is is_open
    assert record.links == ()


@pytest.mark.parametrize(
    ("fields", "is_retracted"),
    [
        ({"updated-by": [{"DOI": "10.1000/r", "type": "retraction"}]}, True),
        ({"updated-by": [{"DOI": "10.1000/r", "type": "correction"}]}, False),
        ({"update-to": [{"DOI": "10.1000/other", "type": "retraction"}]}, False),
        ({"update-to": [{"DOI": "10.1000/abc", "type": "withdrawal"}]}, True),
    ],
)
def test_a_work_is_retracted_not_the_notice_of_it(fields, is_retracted):
    assert parsed(**fields).is_retracted is is_retracted


def test_the_notice_of_a_retraction_is_a_link_of_the_work():
    update = {"DOI": "10.1000/R", "type": "retraction"}
    assert parsed(**{"updated-by": [update, update]}).links == (("retraction", "https://doi.org/10.1000/r"),)
    assert parsed(**{"update-to": [{"DOI": "10.1000/abc", "type": "withdrawal"}]}).links == ()


def test_relations_are_taken_with_care():
    def doi(value: str) -> list[dict[str, str]]:
        return [{"id-type": "doi", "id": value}]

    record = parsed(relation={"has-preprint": doi("10.48550/arXiv.2101.00001"), "is-version-of": doi("10.1000/V")})
    assert record.identifiers == (("doi", "10.1000/abc"), ("arxiv", "2101.00001"))
    assert record.versions[1:] == (
        VersionRecord(2, "preprint", None, "https://arxiv.org/abs/2101.00001"),
        VersionRecord(3, "version", None, "https://doi.org/10.1000/v"),
    )
    itself = parsed(relation={"is-version-of": doi("10.1000/Abc"), "has-review": doi("10.1000/r")})
    assert (len(itself.versions), "cycle" in warned(itself)) == (1, True)


def test_isbns_are_those_of_books_only():
    isbns = ["9780306406157", "0-306-40615-2", "http://id.crossref.org/isbn/123"]
    book = parsed(type="monograph", ISBN=isbns)
    assert book.identifiers == (("doi", "10.1000/abc"), ("isbn", "9780306406157"))
    assert "bad_identifier" in warned(book)
    assert parsed(type="book-chapter", ISBN=isbns).identifiers == (("doi", "10.1000/abc"),)


@pytest.mark.parametrize(
    ("record", "code", "words"),
    [
        (WORK | {"title": []}, "no_title", "no title"),
        (WORK | {"type": "journal-issue"}, "not_a_record", "an issue of a journal"),
        ({"DOI": "10.1000/abc", "agency": {"id": "crossref"}}, "not_a_record", "registered"),
        ({"id": "501100", "hierarchy": {}, "alt-names": []}, "not_a_record", "funder"),
        ({"id": "journal-article", "label": "Journal Article"}, "not_a_record", "type of work"),
        ({"title": ["A"]}, "bad_identifier", "no DOI"),
        (WORK | {"DOI": "10.1000/" + "x" * 600}, "bad_identifier", "longer"),
    ],
)
def test_what_is_not_taken_says_why(record, code, words):
    error = refused(parse, record)
    assert error.code == code
    assert words in str(error)
