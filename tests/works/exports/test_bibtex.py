import pytest

from tests.works.exports.examples import BARE, PREPRINT, names
from works.exports.bibtex import bibtex, citation_key, escaped
from works.exports.cited import CitedWork


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a & b", r"a \& b"),
        ("a } b", r"a \textbraceright{} b"),
        ("$5 and $10", r"\$5 and \$10"),
        ("the $L^1$ norm", "the $L^1$ norm"),
        (r"$\mathcal{O}(n)$", r"$\mathcal{O}(n)$"),
        # Never a command that could do something on the reader's machine.
        (r"$\input{x}$", r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"),
        ("$a}b{$", r"\$a\textbraceright{}b\textbraceleft{}\$"),
        ("naïve Σ 量子", "naïve Σ 量子"),
    ],
)
def test_text_is_written_so_that_it_comes_out_as_it_stands(text, written):
    assert escaped(text) == written


def test_a_key_is_family_year_and_first_telling_word():
    work = CitedWork(kind="preprint", title="The Ærø paradox", authors=names("Ørjan Ødegård"), year=2023)
    assert citation_key(work) == "odegard2023aero"


def test_a_key_of_a_work_in_another_script_falls_back():
    assert citation_key(BARE) == "anonymous"


def test_every_author_is_listed():
    many = CitedWork(kind="preprint", title="Many", authors=names(*(f"Person Number{i}" for i in range(5000))))
    assert bibtex(many).count(" and ") == 4999


def test_a_preprint_names_its_archive():
    assert "archiveprefix = {arXiv}" in bibtex(PREPRINT)
    assert "primaryclass  = {cs.NE}" in bibtex(PREPRINT)
