"""Printed names compared: every script, every order, and what contradicts."""

import pytest
from hypothesis import given, strategies as st

from works.identity.model.blocks import keys_of
from works.identity.model.names import compare
from works.identity.model.rarity import NameShares

AGREEING = [
    ("Shang-Yung Li", "Shangyung Li", "given names joined"),
    ("Jean-Pierre Roy", "J.-P. Roy", "a hyphen between initials"),
    ("Li, Shangyung", "Shangyung Li", "family name first, with its comma"),
    ("Wang Xiaoming", "Xiaoming Wang", "family name first, without one"),
    ("Ludwig van Beethoven", "L. Beethoven", "a particle left out"),
    ("Joost van der Putten", "Joost Vanderputten", "particles written together"),
    ("Michael Bill", "Mike Bill", "a short form"),
    ("Alex Waibel", "Alexander Waibel", "the beginning of the name"),
    ("Timothy Baldwin", "Timothv Baldwin", "one letter misread"),
    ("Marcello Federico", "Marcelol Federico", "two letters swapped"),
    ("Rosa García Lorca", "Rosa García", "the second half of a double family name left out"),
    ("Eric Shea-Brown", "Eric Brown", "half of a family name with a hyphen"),
    ("Jörg Müller", "Joerg Mueller", "umlauts in two letters"),
    ("Jörg Müller", "Jorg Muller", "umlauts without their dots"),
    ("Ørjan Æsøy", "Orjan AEsoy", "letters that do not decompose"),
    ("Wei Wang 0001", "Wei Wang", "a number that DBLP gave"),
    ("John Smith Jr.", "John Smith", "a suffix left out"),
    ("Ярослав Мудрый", "Я. Мудрый", "Cyrillic"),
    ("Γιώργος Παπαδόπουλος", "Γ. Παπαδόπουλος", "Greek"),
    ("محمد علي", "محمد علي", "Arabic"),
    ("王小明", "王小明", "Chinese"),
    ("O'Neill, Sean", "Sean O’Neill", "two kinds of apostrophe"),
]
CONTRADICTING = [
    ("Wei Wang", "Lei Wang", "different given names"),
    ("J. M. Smith", "J. R. Smith", "different second initials"),
    ("Yu-Chin Hsu", "Yu-Ting Hsu", "second names that differ, with one initial or without"),
    ("Yu-Chin Hsu", "Yu-Cheng Hsu", "second names with one initial"),
    ("John Smith Jr.", "John Smith III", "different suffixes"),
    ("Anna Roy", "Anne-Marie Key", "different family names"),
    ("Ian Lee", "Jan Lee", "a slip in a name too short for slips"),
]


@pytest.mark.parametrize(("one", "other", "why"), AGREEING)
def test_names_of_one_person_agree_and_meet_in_a_block(one, other, why):
    assert compare(one, other), why
    assert compare(other, one) == compare(one, other), why
    assert set(keys_of(one)) & set(keys_of(other)), why


@pytest.mark.parametrize(("one", "other", "why"), CONTRADICTING)
def test_names_that_contradict_are_a_veto(one, other, why):
    assert compare(one, other) is None, why
    assert compare(other, one) is None, why


def test_an_initial_says_less_than_a_name_spelled_out():
    assert compare("John R. Smith", "John R. Smith").is_full
    assert compare("John R. Smith", "J. R. Smith").is_second_equal
    assert not compare("John R. Smith", "J. Smith").is_full


def test_a_name_of_everybody_is_less_rare_than_a_name_of_one():
    shares = NameShares()
    assert shares.rarity_of("Y. Wang") < shares.rarity_of("Wei Wang") < shares.rarity_of("Guillaume Lajoie")


def test_names_that_the_bylines_are_full_of_are_less_rare():
    assert NameShares(["Guillaume Lajoie"] * 5000).rarity_of("Guillaume Lajoie") < 0.5


def test_second_names_make_no_name_rare_twice():
    shares = NameShares()
    assert shares.rarity("lee", ("sang", "ho")) < shares.rarity("lee", ("sang",)) + 0.3


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_any_two_texts_is_symmetric(one, other):
    assert compare(one, other) == compare(other, one)


@given(
    st.from_regex(r"[A-ZÀ-Ý][a-zà-ÿ]{1,9}( [A-Z]\.)? (van )?[A-ZÀ-Ý][a-zà-ÿ]{1,9}(-[A-Z][a-z]{2,5})?", fullmatch=True)
)
def test_every_name_agrees_with_itself(name):
    assert compare(name, name)
