"""Names that are written to be taken for another's go to a moderator."""

import pytest

from profiles.claims.lookalikes import looks_of, mixes_scripts
from profiles.claims.models import ClaimState as State
from profiles.claims.queries import claim_timeline
from tests.factories.profiles import make_author, make_researcher
from tests.profiles.claims import records
from tests.profiles.claims.records import make_person, proven

ADDRESS = "ada.lovelace@engines.example.edu"
CYRILLIC_A = "\u0430"


@pytest.mark.parametrize(
    "name",
    [f"Ad{CYRILLIC_A} Lovelace", "\u03a4homas Young", "Jos\u00e9 Gar\u0441ia", "\uff21\u0441e Frehley"],
)
def test_two_scripts_in_one_word_are_mixed(name):
    assert mixes_scripts(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "Þórunn Ængström-Ñandú",
        "Лев Толстой",
        "Lev Толстой",
        "Νίκος Καζαντζάκης",
        "高橋みなみ",
        "김철수金",
        "Kawika Keali\u02bbi",
        "O'Brien 3rd",
        "עדה לאבלייס",
        "",
    ],
)
def test_names_as_people_write_them_are_not(name):
    assert not mixes_scripts(name)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("\u0410d\u0430 Lovelace", "Ada Lovelace", True),
        ("AIan Turing", "Alan Turing", True),
        ("\uff21da Lovelace", "Ada Lovelace", True),
        ("J. Arnold", "J. Amold", True),
        ("Ian Wu", "Lan Wu", False),
        ("Ada Lovelace", "Ada Lovelacé", False),
    ],
)
def test_names_that_look_alike_look_the_same(one, other, is_alike):
    assert (looks_of(one) == looks_of(other)) == is_alike


@pytest.fixture
def place(db):
    return records.make_institution()


def claim_on(name, place):
    return proven(records.make_record(name, institution=place), make_person(ADDRESS), ADDRESS)


def test_a_rule_decides_a_plain_name(place):
    make_researcher(make_author("Grace Hopper"))
    assert claim_on("Ada Lovelace", place).state == State.APPROVED


def test_a_namesake_is_no_look_alike(place):
    make_researcher(make_author("Ada Lovelace"))
    assert claim_on("Ada Lovelace", place).state == State.APPROVED


@pytest.mark.parametrize("held", ["Ada L\u043evelace", "Ad\u0430 Lovelace", "\uff21da Lovelace"])
def test_a_look_alike_of_a_held_name_goes_to_a_moderator(place, held):
    make_researcher(make_author(held))
    claim = claim_on("Ada Lovelace", place)
    assert claim.state == State.SUBMITTED
    told = [step.sentence for step in claim_timeline(claim, viewer=claim.account)]
    assert "The name could be taken for another one as it is written, so a moderator decides." in told
