"""What is looked for, and what counts as a typing error."""

import pytest

from works.search.distance import distance
from works.search.words import asked_for, is_close


@pytest.mark.parametrize(
    ("typed", "shown", "words"),
    [
        ("  Ada   Quillfeather ", "Ada Quillfeather", ("ada", "quillfeather")),
        ("Łukasz\x00 Ørsted\n", "Łukasz Ørsted", ("lukasz", "orsted")),
        ("\u202eadA", "adA", ("ada",)),
        ('%_*"()', '%_*"()', ()),
        ("a:b:c", "a:b:c", ("a", "b", "c")),
        ("🦆", "🦆", ()),
        ("O'Brien", "O'Brien", ("obrien",)),
        ("ada ada", "ada ada", ("ada",)),
    ],
)
def test_what_was_typed_becomes_words(typed, shown, words):
    asked = asked_for(typed, "")
    assert (asked.shown, asked.words) == (shown, words)


def test_a_long_search_is_cut_at_300_and_says_so():
    asked = asked_for("x" * 10_000, "")
    assert (len(asked.shown), asked.is_cut) == (300, True)
    assert not asked_for("x" * 300, "").is_cut


@pytest.mark.parametrize("kind", ["", "people", "WORKS", "works\x00"])
def test_an_unknown_kind_is_every_kind(kind):
    assert asked_for("ada", kind).kind == ""


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("smith", "smith", 0),
        ("smtih", "smith", 1),
        ("smit", "smith", 1),
        ("smyth", "smith", 1),
        ("jones", "smith", 3),
        ("", "ab", 2),
        ("ahhmed", "ahmedh", 2),
        ("esterdi", "diester", 3),
        ("gulilaume", "guillaumee", 2),
        ("abcd", "badc", 2),
    ],
)
def test_distance_counts_letters_up_to_a_limit(one, other, steps):
    assert distance(one, other, 2) == steps


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("guilaume lajoie", "guillaume lajoie", True),
        ("lajoie guilaume", "guillaume lajoie", True),
        ("guillaume p lajoie", "guillaume lajoie", True),
        ("quillfaether", "ada quillfeather", True),
        ("yui", "yuri", True),
        ("maria", "media marriage", False),
        ("wu", "wo", False),
        ("lee", "fee", False),
        ("ada quillfeather", "ada marrowby", False),
    ],
)
def test_small_typing_errors_are_forgiven_and_large_ones_not(typed, name, fits):
    assert is_close(typed.split(), name) is fits
