"""BibTeX as people have it: split into entries, read into fields, taken as works."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from works.importers.bibtex.parse import parse
from works.importers.reading import Limits, RawRecord, read_records
from works.importers.records import PrintedTopic, Reject, RejectRecord, VersionRecord, WorkRecord

LIBRARY = Path("tests/replies/bibtex/library.bib")


def items(folder: Path, text: str | bytes, **limits: int) -> list[RawRecord | Reject]:
    path = folder / "a.bib"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_records(path, limits=Limits(**limits)))


def raw(text: str | bytes) -> RawRecord:
    data = text.encode() if isinstance(text, str) else text
    return RawRecord("bibtex", data, 0, len(data), 1, b"")


def entry(**fields: str) -> WorkRecord:
    told = {"title": "Engines", **fields}
    return parse(raw("@article{k, " + ", ".join(f"{name} = {{{value}}}" for name, value in told.items()) + "}"))


def names(text: str) -> list[str]:
    return [author.name for author in entry(author=text).names]


def library() -> dict[str, WorkRecord | str]:
    """Works by title, rejects by the key of the entry."""
    found: dict[str, WorkRecord | str] = {}
    for item in read_records(LIBRARY):
        if isinstance(item, Reject):
            found[item.identifier] = item.code
            continue
        try:
            work = parse(item)
            found[work.title] = work
        except RejectRecord as error:
            found[error.identifier] = error.code
    return found


def test_a_library_is_read_and_broken_entries_cost_only_themselves():
    found = library()
    assert {key: code for key, code in found.items() if isinstance(code, str)} == {
        "unclosed": "bad_bibtex",
        "early-end": "bad_bibtex",
        "naked": "no_title",
    }
    assert [title for title, work in found.items() if isinstance(work, WorkRecord)] == [
        "The DNA of x $\\alpha$ and Étude – a study",
        "Second one",
        "Third",
        "No key",
        "Fourth",
        "Round (yes) {)} ok",
        "Sixth: A Dated One",
        "The Last",
    ]


def test_an_entry_becomes_a_work():
    work = library()["The DNA of x $\\alpha$ and Étude – a study"]
    assert isinstance(work, WorkRecord)
    assert (work.source, work.key, work.kind, work.year) == ("bibtex", "10.1145/3297280.3297641", "article", 2021)
    assert [author.name for author in work.names] == [
        "Kurt Gödel", "Jan van der Berg", "John Smith Jr.", "Engine Collaboration", "Ludwig van Beethoven",
    ]  # fmt: skip
    assert not work.is_byline_whole
    assert work.published_in == "Journal of the ACM (extra) 3 (2), 1–10"
    assert work.identifiers == (("doi", "10.1145/3297280.3297641"),)
    assert work.versions == (VersionRecord(2, "published", None, "https://doi.org/10.1145/3297280.3297641"),)
    assert work.topics == (PrintedTopic("keyword", "logic", "logic"), PrintedTopic("keyword", "proof", "Proof"))
    assert [code for code, _ in work.warnings] == ["et_al"]


def test_what_is_odd_is_mended_or_said():
    found = library()
    told = {
        title: (work.kind, work.year, work.first_on, [code for code, _ in work.warnings])
        for title, work in found.items()
        if isinstance(work, WorkRecord)
    }
    assert told["Second one"] == ("proceedings paper", None, None, ["bad_date"])
    assert told["Third"] == ("preprint", 2020, None, [])
    assert told["No key"] == ("work", None, None, ["no_key"])
    assert told["Fourth"] == ("book", None, None, ["unknown_string", "no_authors", "bad_date"])
    assert told["Sixth: A Dated One"] == ("work", 2021, date(2021, 3, 4), ["double_field"])


def test_identifiers_stand_in_many_fields():
    found = {title: work.identifiers for title, work in library().items() if isinstance(work, WorkRecord)}
    assert found["Second one"] == (("arxiv", "1207.7214"),)
    assert found["Third"] == (("arxiv", "2101.00001"),)
    assert found["Fourth"][1:] == (("isbn", "9780306406157"),)
    assert found["The Last"] == (("arxiv", "hep-th/9901001"),)
    assert entry(doi="10.48550/arXiv.2101.00001").identifiers == (("arxiv", "2101.00001"),)
    assert entry(doi="10.1000/a\\_b").identifiers == (("doi", "10.1000/a_b"),)
    assert entry(journal="arXiv preprint arXiv:1207.7214").kind == "preprint"
    assert entry(pmid="PMID: 31452104", pmcid="1234").identifiers[1:] == (("pmid", "31452104"), ("pmcid", "PMC1234"))


def test_a_work_without_identifier_has_the_same_key_from_every_hand():
    one = entry(title="On {E}ngines", author="Byron, Ada", year="1999")
    other = entry(title="On engines", author="A. Byron", year="1999")
    assert one.key == other.key
    assert re.fullmatch(r"title-hash:[0-9a-f]{32}", one.key)
    assert one.identifiers == (("bibtex", one.key),)
    assert entry(title="On engines", author="A. Byron", year="2000").key != one.key


def test_what_is_long_stays_within_what_can_be_stored():
    work = entry(doi="10.1000/" + "x" * 400, keywords="k" * 500, author="{" + "n" * 5000 + "}")
    assert work.key.startswith("title-hash:")
    assert work.identifiers[1][0] == "doi"
    assert (len(work.topics[0].code), len(work.names[0].name)) == (100, 300)
    assert all(len(version.url) <= 600 for version in work.versions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Byron, Ada", ["Ada Byron"]),
        ("Ada Byron AND Charles Babbage", ["Ada Byron", "Charles Babbage"]),
        ("de la Vall{\\'e}e Poussin, Charles", ["Charles de la Vallée Poussin"]),
        ("King, Jr., Ada", ["Ada King Jr."]),
        ("King, III", ["King III"]),
        ("{Barnes and Noble, Inc.}", ["Barnes and Noble, Inc."]),
        ("Ada Byron, Charles Babbage, Mary Somerville", ["Ada Byron", "Charles Babbage", "Mary Somerville"]),
        ("Byron, A., Babbage, C. H.", ["A. Byron", "C. H. Babbage"]),
        ("Byron, Ada; Babbage, Charles", ["Ada Byron", "Charles Babbage"]),
        ("Anders Sandberg and Andy Land", ["Anders Sandberg", "Andy Land"]),
        ("{\\AA}ke {\\O}stlund\n   and  Ho\\v{s}ek, J.", ["Åke Østlund", "J. Hošek"]),
        ("", []),
    ],
)
def test_names_are_printed_in_reading_order(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("2021", 2021), ("2021a", 2021), ("c. 1899", 1899), ("1998/1999", 1998), ("in press", None), ("0", None),
        ("-500", None), ("9999", None), ("20211", None), ("forthcoming {2021}", 2021),
    ],
)  # fmt: skip
def test_a_year_is_never_invented(year, expected):
    work = entry(year=year)
    assert work.year == expected
    assert [code for code, _ in work.warnings if code == "bad_date"] == ([] if expected else ["bad_date"])


def test_strings_come_with_the_entries_that_use_them(tmp_path):
    strings = "@string{a = {Loom}}\n@STRING{b = a # { of }}\n@string{c = {unused}}\n"
    text = strings + "@article{k, title = B # a}\n@misc{l, title={x}}"
    one, other = items(tmp_path, text)
    assert isinstance(one, RawRecord)
    assert one.data == b"@string{a = {Loom}}\n@STRING{b = a # { of }}\n@article{k, title = B # a}"
    assert parse(one).title == "Loom of Loom"
    assert text.encode()[one.offset_start : one.offset_end] == b"@article{k, title = B # a}"
    assert isinstance(other, RawRecord)
    assert other.data == b"@misc{l, title={x}}"
    changed, _ = items(tmp_path, text.replace("Loom", "Engine"))
    assert isinstance(changed, RawRecord)
    assert changed.digest != one.digest


def test_strings_do_not_grow_beyond_64_kb(tmp_path):
    bomb = "@string{s0 = {xxxxxxxxxx}}\n" + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    bad, good = items(tmp_path, f"{bomb}@misc{{k, title = s60}}\n@misc{{l, title = s1}}")
    assert isinstance(bad, Reject)
    assert (bad.code, bad.identifier) == ("bad_bibtex", "k")
    assert isinstance(good, RawRecord)
    assert parse(good).title == "x" * 20
    repeated = raw("@string{s = {" + "x" * 1000 + "}}\n@misc{k, title = " + " # ".join(["s"] * 100) + "}")
    with pytest.raises(RejectRecord) as raised:
        parse(repeated)
    assert raised.value.code == "bad_bibtex"


@pytest.mark.parametrize(
    ("data", "title", "code"),
    [
        (b"@misc{k, title={\xdcber}}", "Über", "old_encoding"),
        (b"@misc{k, title={\x93Quoted\x94}}", "“Quoted”", "old_encoding"),
        ("@misc{k, title={Über}}".encode(), "Über", ""),
    ],
)
def test_old_files_are_read_in_the_encoding_they_have(data, title, code):
    work = parse(raw(data))
    assert work.title == title
    assert code in ("", *(said for said, _ in work.warnings))


@pytest.mark.parametrize("data", [b"@misc{k, title={\xc3\xbc \xff}}", b"@misc{k, title={\x81}}"])
def test_what_is_neither_utf_8_nor_latin_is_refused(data):
    with pytest.raises(RejectRecord) as raised:
        parse(raw(data))
    assert raised.value.code == "encoding"


@pytest.mark.parametrize(
    "text",
    ['@misc{k, title="a}', "@misc{k, title={a} x}", "@misc{k, title=}", "@misc{k, title={a} = {b}}", "nothing"],
)
def test_an_entry_that_is_none_says_what_is_wrong(text):
    with pytest.raises(RejectRecord) as raised:
        parse(raw(text))
    assert raised.value.code == "bad_bibtex"


def test_a_large_entry_is_passed_over_and_the_next_one_read(tmp_path):
    large, small = items(tmp_path, "@misc{big, title={" + "x" * 5000 + "}}\n@misc{k, title={T}}", record=1000)
    assert isinstance(large, Reject)
    assert (large.code, large.identifier) == ("too_large", "big")
    assert isinstance(small, RawRecord)


def test_reading_goes_on_behind_the_last_record_taken():
    every = list(read_records(LIBRARY))
    assert list(read_records(LIBRARY, start=every[4].offset_end)) == every[5:]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_lets_an_exception_escape(tmp_path_factory, data):
    mutated = bytearray(LIBRARY.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for item in items(tmp_path_factory.mktemp("bib"), bytes(mutated)):
        if isinstance(item, RawRecord):
            try:
                assert parse(item).title
            except RejectRecord as error:
                assert error.code in {"bad_bibtex", "no_title", "encoding"}
