"""Bylines on one line, taken apart."""

import pytest
from hypothesis import given, strategies as st

from works.importers.arxiv.byline import read_byline


def read(text: str) -> list[tuple[str, ...]]:
    return [(author.name, *author.affiliations) for author in read_byline(text)[0]]


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ada Byron", ["Ada Byron"]),
        ("A. Byron, C. Babbage and\n  M. Somerville", ["A. Byron", "C. Babbage", "M. Somerville"]),
        ("A. Byron, C. Babbage, and M. Somerville", ["A. Byron", "C. Babbage", "M. Somerville"]),
        ("A. Byron & C. Babbage; M. Somerville", ["A. Byron", "C. Babbage", "M. Somerville"]),
        (r"A. Byron \& C. Babbage", ["A. Byron", "C. Babbage"]),
        ("Sandy Anderson, Randal And", ["Sandy Anderson", "Randal And"]),
        ("Neal J. Evans, II, James Valles, Jr.", ["Neal J. Evans II", "James Valles Jr."]),
        ("The Engine Collaboration: A. Byron", ["The Engine Collaboration", "A. Byron"]),
        ("A. Byron for the Engine Collaboration", ["A. Byron", "the Engine Collaboration"]),
        ("A. Byron, for the Engine Consortium", ["A. Byron", "the Engine Consortium"]),
        ("P.T. O'Brien, D. Fort", ["P.T. O'Brien", "D. Fort"]),
        (r"C. Bal\'azs, Z. \v{S}r\'amek", ["C. Balázs", "Z. Šrámek"]),
        ("A. Byron1, , C. Babbage,", ["A. Byron", "C. Babbage"]),
        ("", []),
        (" and ", []),
    ],
)
def test_names_are_found_in_their_order(text, authors):
    assert [author for (author,) in read(text)] == authors


@pytest.mark.parametrize(
    "text", ["A. Byron, et al", "A. Byron et al.", "A. Byron, and others", "A. Byron, 31 co-authors"]
)
def test_et_al_is_left_out_and_said(text):
    authors, has_et_al = read_byline(text)
    assert ([author.name for author in authors], has_et_al) == (["A. Byron"], True)


def test_a_byline_without_et_al_is_whole():
    assert not read_byline("Alan Etalon, Petal Others")[1]


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("A. Byron (London), C. Babbage (Cambridge, UK)", [("A. Byron", "London"), ("C. Babbage", "Cambridge, UK")]),
        ("A. Byron and C. Babbage (London)", [("A. Byron", "London"), ("C. Babbage", "London")]),
        ("A. Byron (London), C. Babbage", [("A. Byron", "London"), ("C. Babbage",)]),
        ("A. Byron (1), C. Babbage (1 and 2) ((1) London, UK, (2) Ely)",
         [("A. Byron", "London, UK"), ("C. Babbage", "London, UK", "Ely")]),
        ("A. Byron (1,2), C. Babbage (2) (1: London; 2: Ely)", [("A. Byron", "London", "Ely"), ("C. Babbage", "Ely")]),
        ("A. Byron (1), C. Babbage (2), (1) London, (2) Ely", [("A. Byron", "London"), ("C. Babbage", "Ely")]),
        ("A. Byron (a), C. Babbage (b) ((a) London (UK), (b) Ely)",
         [("A. Byron", "London (UK)"), ("C. Babbage", "Ely")]),
        ("(A. Byron (1), C. Babbage (1)) ((1) London)", [("A. Byron", "London"), ("C. Babbage", "London")]),
        ("A. Byron (London, ada@example.org)", [("A. Byron", "London")]),
        ("A. Byron (deceased)", [("A. Byron",)]),
        ("A. Byron (London) C. Babbage (Ely)", [("A. Byron", "London"), ("C. Babbage", "Ely")]),
        ("A. Byron ( London", [("A. Byron", "London")]),
        ("A. Byron (3)", [("A. Byron",)]),
    ],
)  # fmt: skip
def test_affiliations_are_those_in_parentheses(text, authors):
    assert read(text) == authors


@given(st.text(alphabet="Aa b.,;:&()12*\\{}~'and", max_size=80))
def test_no_byline_breaks_it(text):
    authors, _ = read_byline(text)
    assert all(any(map(str.isalpha, author.name)) for author in authors)


@pytest.mark.parametrize(
    "piece", ["(1)", "(", ")", "a (1) ", "(1) a", "a, ", "et al ", " for the ", "1", "a (b), ", ": "]
)
def test_a_long_hostile_byline_comes_to_an_end(piece):
    # Quadratic work on these would take minutes.
    read_byline(piece * 100_000)
