"""Names taken apart and compared."""

import pytest
from hypothesis import given, strategies as st

from works.record.names import are_compatible, block_of, name_key, parts_of, sort_key

COMPATIBLE = [
    ("Blake Richards", "Blake A. Richards", "a middle initial may be left out"),
    ("Guillaume Lajoie", "G. Lajoie", "an initial stands for a given name"),
    ("Christian David Márton", "Christian David Marton", "accents do not count"),
    ("Jean-Pierre Roy", "J.P. Roy", "hyphens and joined initials"),
    ("Shang-Yung Li", "Shangyung Li", "given names compare joined first"),
    ("Puelma Touzel, Maximilian", "Maximilian Puelma Touzel", "a double family name, both ways round"),
    ("Joost van der Putten", "J. Putten", "particles may be left out"),
    ("Roy, Anna", "Anna Roy", "family name first"),
    ("Anna B. C. Roy", "Anna C. Roy", "one of two middle names may be left out"),
    ("Łukasz Żak", "Lukasz Zak", "letters that do not decompose"),
]
CONTRADICTORY = [
    ("Guillaume Lajoie", "Gabriel Lajoie", "different given names"),
    ("Jean-Pierre Roy", "J. M. Roy", "different second initials"),
    ("Anna Roy", "Anna Rey", "different family names"),
    ("Anna Roy Jr.", "Anna Roy III", "different suffixes"),
    ("Eric Shea-Brown", "Eric Brown", "half of a double family name"),
    ("Roy", "Anna Roy", "a bare family name says nothing"),
]


@pytest.mark.parametrize(("one", "other", "why"), COMPATIBLE)
def test_names_that_could_be_one_person_are_compatible(one, other, why):
    assert are_compatible(one, other), why
    assert are_compatible(other, one), why
    assert block_of(one) == block_of(other), why


@pytest.mark.parametrize(("one", "other", "why"), CONTRADICTORY)
def test_names_that_contradict_each_other_are_not(one, other, why):
    assert not are_compatible(one, other), why
    assert not are_compatible(other, one), why


def test_a_name_sorts_by_family_name_and_keeps_its_particles_out_of_the_way():
    assert sort_key("Joost van der Putten") == "putten joost van der"
    assert name_key("Blake A. Richards") == "blake richards"


def test_a_name_of_one_word_is_a_family_name():
    assert parts_of("王小明").family == "王小明"
    assert block_of("") == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_never_fails_and_is_symmetric(one, other):
    assert are_compatible(one, other) == are_compatible(other, one)
    assert len(block_of(one)) <= 120


@given(st.from_regex(r"[A-ZÀ-Ý][a-zà-ÿ]{1,9}( [A-Z]\.)? [A-ZÀ-Ý][a-zà-ÿ]{1,9}", fullmatch=True))
def test_every_name_is_compatible_with_itself(name):
    assert are_compatible(name, name)
