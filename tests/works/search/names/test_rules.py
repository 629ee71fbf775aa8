"""The words of names, and the typing errors that are forgiven in them."""

from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from works.search.names.rules import Meant, cost_of, errors_in, slips_of, spellings, typed_slips, words_of

LETTERS = st.sampled_from("abcdeklmnoz")
WORDS = st.text(LETTERS, min_size=3, max_size=14)


def meets(one: str, other: str) -> bool:
    """Some spelling of one has only words of the other."""
    return any(set(spelling) <= words_of(other) for spelling in spellings(one))


def mistyped(data: st.DataObject, word: str) -> str:
    """The word with one letter put in, taken out, changed, or swapped with its neighbour."""
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(LETTERS)
    head, one, rest = word[:place], word[place], word[place + 1 :]
    swapped = head + rest[:1] + one + rest[1:]
    return data.draw(st.sampled_from([head + letter + one + rest, head + rest, head + letter + rest, swapped]))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Lajoie, Guillaume", "Guillaume Lajoie"),
        ("lajoie guillaume", "Guillaume Lajoie"),
        ("Müller", "Jörg Muller"),
        ("Mueller", "Jörg Müller"),
        ("Soeren Oersted", "Søren Ørsted"),
        ("Soren Orsted", "Søren Ørsted"),
        ("Sergei Ivanov", "Сергей Иванов"),
        ("Sergey Ivanov", "Сергей Иванов"),
        ("Сергей Иванов", "Ivanov, Sergey"),
        ("Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος"),
        ("Wang Xiaoming", "王小明"),
        ("Xiao Ming Wang", "王小明"),
        ("王小明", "Xiao-Ming Wang"),
        ("Minsu Kim", "김민수"),
        ("김민수", "Min-Su Kim"),
        ("Jeanpierre Dupont", "Jean-Pierre Dupont"),
        ("Jean-Pierre Dupont", "Jeanpierre Dupont"),
        ("Jean Pierre Dupont", "Jean-Pierre Dupont"),
        ("O Brien", "Conan O’Brien"),
        ("OBrien", "Conan O'Brien"),
        ("van den Broeckhoven", "Jan van den Broeckhoven"),
        ("Vandenbroeckhoven", "Jan van den Broeckhoven"),
        ("van den Broeckhoven", "Jan Vandenbroeckhoven"),
    ],
)
def test_spellings_of_one_name_meet(typed, printed):
    assert meets(typed, printed)


@pytest.mark.parametrize(("typed", "printed"), [("GL", "Guillaume Lajoie"), ("Lajoie", "Guillaume Lajeune")])
def test_other_names_do_not_meet(typed, printed):
    assert not meets(typed, printed)


@given(st.text(max_size=40))
def test_words_are_small_latin_letters_and_digits_whatever_the_name(name):
    for word in words_of(name):
        assert word.removesuffix(".").isalnum() and word.isascii() and word == word.lower()


@given(WORDS, st.data())
def test_a_word_with_one_error_is_found_by_what_is_left_of_both(word, data):
    typed = mistyped(data, word)
    assert not slips_of(word).isdisjoint(typed_slips(typed))
    assert errors_in(typed, word) in (0, 1)


@given(WORDS.filter(lambda word: len(word) >= 8), st.data())
def test_a_long_word_is_found_with_two_errors(word, data):
    typed = mistyped(data, mistyped(data, word))
    found = not slips_of(word).isdisjoint(typed_slips(typed))
    # A letter swapped twice over its neighbours may be three steps away.
    assert found or errors_in(typed, word) is None


@given(WORDS)
def test_what_is_left_of_a_word_is_its_first_letters_without_one_or_two(word):
    head, most = word[:7], 2 if len(word) >= 8 else 1
    left = {"".join(kept) for size in range(len(head) - most, len(head) + 1) for kept in combinations(head, size)}
    assert slips_of(word) == left


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Guillaume Lajoie", "Guillaume Pierre Lajoie"),
        ("Lajoie, Guillaume", "Guillaume Lajoied"),
        ("Guillaume Lajoies", "Guilaume Lajoie"),
        ("Guilaume Lajoie", "G. Lajoie"),
    ],
)
def test_a_name_is_the_better_the_less_is_wrong(better, worse):
    meant = Meant("Guillaume Lajoie", spellings("Guillaume Lajoie"), {"guillaume": {"guilaume": 1}})
    assert cost_of(better, meant) < cost_of(worse, meant)


@pytest.mark.parametrize("printed", ["Guillaume L.", "Guillaume L. Martin", "G. Martin", "Pierre Lajoie"])
def test_an_initial_stands_for_no_family_name_and_no_word_may_be_another(printed):
    assert cost_of(printed, Meant("Guillaume Lajoie", spellings("Guillaume Lajoie"), {})) is None
