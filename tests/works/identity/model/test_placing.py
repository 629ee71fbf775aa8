"""A new work finds its people, or does not."""

from dataclasses import replace

from works.identity.model.placing import place
from works.identity.model.signatures import Signature


def sign(number, name="Grace Hopper", team=("Howard Aiken",), title="A manual of the automatic calculator", **told):
    return Signature(number, f"w{number}", name, coauthors=team, title=title, **told)


def stranger(number):
    return sign(number, team=(f"Nobody{number} Else{number}",), title=f"Fish number{number} of pond{number}")


HERSELF = [sign(1), sign(2), sign(3)]


def test_a_new_work_with_the_same_co_authors_and_words_is_linked_by_itself():
    found = place(sign(9, "G. Hopper"), [[stranger(5)], HERSELF])
    assert found.verdict == "linked"
    assert found.candidates[0].person == 1
    assert {"title", "coauthors"} <= {reason.kind for reason in found.candidates[0].reasons}


def test_two_people_who_fit_equally_well_are_a_question():
    twins = [[replace(s, id=s.id + 100, work=f"v{s.id}") for s in HERSELF], HERSELF]
    found = place(sign(9), twins)
    assert found.verdict == "queued"
    assert {candidate.person for candidate in found.candidates} == {0, 1}


def test_in_a_crowd_more_is_asked_for():
    some = sign(9, title="The calculator and its compiler", team=())
    alone = place(some, [HERSELF])
    crowd = place(some, [HERSELF, *([stranger(n)] for n in range(20, 26))])
    assert alone.candidates[0].person == crowd.candidates[0].person == 0
    assert (alone.verdict, crowd.verdict) == ("linked", "queued")


def test_what_a_constraint_forbids_is_no_candidate():
    assert place(sign(9, "Glenn Hopper"), [HERSELF]).verdict == "new"
    assert place(replace(sign(9), work="w1"), [HERSELF]).candidates == ()


def test_at_most_three_candidates_are_shown_whatever_their_order():
    people = [[stranger(n)] for n in range(20, 26)]
    one, other = place(sign(9), people), place(sign(9), people[::-1])
    assert len(one.candidates) == 3
    assert [people[c.person] for c in one.candidates] == [people[::-1][c.person] for c in other.candidates]
