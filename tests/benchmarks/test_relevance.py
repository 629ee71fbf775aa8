"""The questions that relevance is measured with, and how their answers are counted."""

import random

import pytest

from benchmarks.relevance import ABSTRACTS, NAMES, TITLES, Question, mistyped, questions, table

NAMED = ["Zoë Müller", "Guillaume Lajoie", "Ivan Petrov", "Jan van den Broeckhoven", "Ada Mary Quillfeather"]
THEMSELVES = {name: name for name in NAMED}
RULES = NAMES | TITLES | ABSTRACTS


def test_the_same_names_give_the_same_questions_of_every_kind_whatever_their_order():
    made = questions(THEMSELVES, NAMES, 22, is_taken=lambda _typed: False)
    turned = dict(reversed(THEMSELVES.items()))
    assert made == questions(turned, NAMES, 22, is_taken=lambda _typed: False)
    assert {one.kind for one in made} == set(NAMES)
    assert {one.answer for one in made} <= set(NAMED)


def test_what_is_the_exact_name_of_somebody_else_is_no_question():
    made = questions(THEMSELVES, NAMES, 22, is_taken=lambda typed: typed == "Ada Quillfeather")
    assert "Ada Quillfeather" not in {one.typed for one in made}


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        ("initial", "Guillaume Lajoie", "G. Lajoie"),
        ("family name first", "Guillaume Lajoie", "Lajoie, Guillaume"),
        ("accents left out", "Zoë Müller", "zoe muller"),
        ("umlauts as two letters", "Zoë Müller", "zoë mueller"),
        ("in Cyrillic", "Ivan Petrov", "иван петров"),
        ("middle name left out", "Ada Mary Quillfeather", "Ada Quillfeather"),
        ("middle name left out", "Guillaume Lajoie", ""),
        ("particle left out", "Jan van den Broeckhoven", "Jan Broeckhoven"),
        ("begun", "Guillaume Lajoie", "Guillaume Lajo"),
        ("title fragment", "On the slow drift of paper boats", "the slow drift of paper"),
        ("title fragment", "On paper boats", ""),
        ("two words of an abstract", "Boats (of paper) drift, slowly; a well-known fact.", "boats slowly"),
        ("two words of an abstract", "Boats.", ""),
    ],
)
def test_a_rule_makes_what_somebody_types(kind, name, typed):
    assert RULES[kind](name.split(), random.Random(1)) == typed


def test_what_is_asked_for_is_the_title_of_the_abstract():
    made = questions({"Boats of paper drift": "On Boats"}, ABSTRACTS, 1, is_taken=lambda _typed: False)
    assert made == [Question("two words of an abstract", "boats paper", "On Boats")]


def test_a_mistyped_word_is_another_word():
    chance = random.Random(1)
    assert all(mistyped("aab", chance) != "aab" for _ in range(100))


def test_the_table_counts_places():
    asked = [Question("name", "ada", "Ada"), Question("name", "bea", "Bea"), Question("title", "boats", "On Boats")]
    found = [[{"Ada"}], [{"Zoe"}, {"Bea", "B."}], []]
    assert table(dict(zip(asked, found, strict=True))) == [
        ("name", 2, [0.5, 1.0, 1.0]),
        ("title", 1, [0.0, 0.0, 0.0]),
        ("all", 3, [pytest.approx(1 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3)]),
    ]
