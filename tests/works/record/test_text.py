"""Imported text as pages show it."""

import unicodedata

import pytest
from hypothesis import example, given, strategies as st

from works.record.text import clean, has_hidden, plain_abstract, plain_name, plain_title

NAMES = [
    (r"M\'arton", "Márton"),
    (r"G{\"o}del", "Gödel"),
    (r"M\"{u}ller", "Müller"),
    (r"Bro\v{n}a Brejov\'a", "Broňa Brejová"),
    (r"\v Zeljko", "Željko"),
    (r"\L{}ukasz Pucha{\l}a", "Łukasz Puchała"),
    (r"Mikkel {\O}bro", "Mikkel Øbro"),
    (r"J\o rgen", "Jørgen"),
    (r"Fran\c{c}ois Mu\~noz", "François Muñoz"),
    (r"Garc\'{\i}a", "García"),
    (r"{\'{A}}lvaro", "Álvaro"),
    (r"Erd\H{o}s", "Erdős"),
    (r"S.~Weinberg", "S. Weinberg"),
    (r"{van der Berg}", "van der Berg"),
    (r"A. Author$^{1,2}$", "A. Author"),
    ("H. B\x7fohringer", "H. Bohringer"),
    # A command that nobody knows is shown as typed.
    (r"\vZeljko", r"\vZeljko"),
    ("Τhomas", "Τhomas"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "read"), NAMES)
def test_a_name_is_what_a_reader_expects(typed, read):
    assert plain_name(typed) == read


TITLES = [
    # Mathematics stays exactly as typed, commands outside of it too.
    (r"On $L^1$ and $\Lambda_{\alpha}$ \alpha", r"On $L^1$ and $\Lambda_{\alpha}$ \alpha"),
    (r"$\'e$ \( \'e \) \'e", r"$\'e$ \( \'e \) é"),
    (r"\frac{a}{b}, 10^{13}, {x, y}", r"\frac{a}{b}, 10^{13}, {x, y}"),
    (r"\input{/etc/passwd} \href{javascript:x}{y}", r"\input{/etc/passwd} \href{javascript:x}{y}"),
    (r"between \$5 and $6 or $7, \'e", "between $5 and $6 or $7, é"),
    # Markup goes.
    (r"\textit{x} and \emph{y {z}}, {\it Kepler}-16", "x and y z, Kepler-16"),
    (r"{DNA} {B}ayesian AT\&T 5\% \#1", "DNA Bayesian AT&T 5% #1"),
    ("<i>b</i><sup>2</sup> x<br/>y", "b2 x y"),
    (
        "<math><mi>x</mi></math> and <m:math><m:semantics><m:mi>q</m:mi><m:annotation encoding='application/x-tex'>"
        "\\alpha</m:annotation></m:semantics></m:math>",
        r"x and $\alpha$",
    ),
    ("a <script>alert(1)</script>b <img src=x onerror=alert(1)>c", "a b c"),
    # What only looks like HTML stays.
    ("The Ly<alpha> and Ly<beta> profiles", "The Ly<alpha> and Ly<beta> profiles"),
    ("1.5<z<3 and <b> = <z>", "1.5<z<3 and <b> = <z>"),
    # Entities are resolved once.
    ("&amp;lt; CPD-57&deg; 2874", "&lt; CPD-57° 2874"),
    ("&#0;&#xD800;&unknown; R&D", "&#0;&#xD800;&unknown; R&D"),
    ("a&#x202e;b", "ab"),
    # Signs of TeX.
    ("Mott--Anderson --- yes", "Mott–Anderson — yes"),
    ("``Outside-In'' and 5''", "“Outside-In” and 5''"),
    ("Fig.~3 NGC~4151 $x$~GeV", "Fig. 3 NGC 4151 $x$ GeV"),
    ("mass ~6, z~3", "mass ~6, z~3"),
    (r"4000 \AA resolution, \AA ngstr\"om", "4000 Å resolution, Ångström"),
    ("over two\n  lines\tand a tab", "over two lines and a tab"),
    ("Photonic Str\x7fomgren", "Photonic Stromgren"),
]


@pytest.mark.parametrize(("typed", "read"), TITLES)
def test_a_title_is_what_a_reader_expects(typed, read):
    assert plain_title(typed) == read


def test_an_abstract_keeps_its_paragraphs():
    assert plain_abstract("  One line\nand its end.\n  A new paragraph.\n\nAnother.") == (
        "One line and its end.\n\nA new paragraph.\n\nAnother."
    )


def test_lines_that_are_all_indented_are_one_paragraph():
    assert plain_abstract("\n      One line\n      and its end.\n    ") == "One line and its end."


def test_hidden_characters_go_and_joiners_stay():
    hidden = "a\x00b\x1bc\u202ed\u2066e\u200bf\ufeffg\ud800h"
    assert clean(hidden) == "abcdefgh"
    assert has_hidden(hidden)
    assert not has_hidden("a\tb\r\nc\u200d")
    assert clean("\u0915\u094d\u200d\u0937\r\nx") == "\u0915\u094d\u200d\u0937\nx"
    assert clean("e\u0301") == "é"


ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
SIGNS = st.sampled_from(
    ["\\", "{", "}", "$", "'", '"', "~", "<", ">", "/", "i", "math", "&", ";", "#", "x", " ", "\\'", "\\v", "\\emph",
     "\\it", "\\o", "--", "``", "''", "\\(", "\\)", "^", "\n"]
)  # fmt: skip
TEX = st.lists(SIGNS, max_size=40).map("".join)


@given(ANY_TEXT | TEX)
@example("\x00$x$")
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("plain", [plain_title, plain_abstract, plain_name])
@given(text=ANY_TEXT | TEX)
def test_no_text_breaks_it_and_nothing_hidden_is_left(plain, text):
    read = plain(text)
    assert not has_hidden(read)
    assert "\t" not in read
    assert plain is plain_abstract or "\n" not in read
    assert unicodedata.is_normalized("NFC", read)
    read.encode()


@given(st.text(st.characters(exclude_characters="\\{}$~<&`-"), max_size=100))
def test_a_title_without_markup_stays_as_it_is_when_read_again(text):
    assert plain_title(plain_title(text)) == plain_title(text)


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "$", "$$", "\\(", "\\[", "``", "<b", "<b>", "<math>", "~", "&", "\\'", "\\emph", "{\\it ", "-", "$1 "],
)
def test_a_long_hostile_text_comes_to_an_end(piece):
    # Quadratic work on these 50,000 to 350,000 characters would take minutes.
    assert not has_hidden(plain_title(piece * 50_000))
