"""The careful rule: compatible full names and a shared co-author or identifier."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from works.identity.clusters import Signature, cluster
from works.record.names import are_compatible
from works.record.teams import member_of

TEAM = {7: "Charles Babbage", 8: "Mary Somerville", 9: "Joseph Jacquard"}


def sign(number, name, team=(), work=None, identifiers=()):
    teammates = frozenset(member_of(TEAM.get(t, t)) for t in team)
    return Signature(number, work or number, name, teammates, tuple(identifiers), f"work {work or number}")


def people(*signatures):
    return sorted(sorted(person) for person in cluster(signatures))


def test_compatible_names_with_a_shared_co_author_are_one_person():
    assert people(sign(1, "Ada Byron", {7}), sign(2, "A. Byron", {7, 8})) == [[1, 2]]


def test_the_name_alone_is_never_enough():
    assert people(sign(1, "Ada Byron", {7}), sign(2, "Ada Byron", {8}), sign(3, "Ada Byron")) == [[1], [2], [3]]


def test_a_co_author_with_initials_is_the_one_spelled_out_and_never_a_third():
    assert people(sign(1, "Ada Byron", {"C. Babbage"}), sign(2, "Ada Byron", {7})) == [[1, 2]]
    assert people(sign(1, "Ada Byron", {"Carl Babbage"}), sign(2, "Ada Byron", {7})) == [[1], [2]]


def test_contradicting_names_stay_apart_whoever_they_wrote_with():
    assert people(sign(1, "Ada Byron", {7}), sign(2, "Anna Byron", {7})) == [[1], [2]]


def test_two_places_on_one_work_are_two_people():
    assert people(sign(1, "Ada Byron", {7}, work=5), sign(2, "Ada Byron", {7}, work=5)) == [[1], [2]]


def test_a_shared_identifier_is_enough():
    orcid = ["orcid:0000-0002-1825-0097"]
    assert people(sign(1, "Ada Byron", identifiers=orcid), sign(2, "A. Byron", identifiers=orcid)) == [[1, 2]]


def test_different_orcid_ids_veto():
    one, other = ["orcid:0000-0002-1825-0097"], ["orcid:0000-0001-5109-3700"]
    assert people(sign(1, "Ada Byron", {7}, identifiers=one), sign(2, "Ada Byron", {7}, identifiers=other)) == [
        [1],
        [2],
    ]


def test_a_third_work_brings_two_records_together():
    assert people(sign(1, "Ada Byron", {7}), sign(2, "Ada Byron", {8}), sign(3, "Ada Byron", {7, 8})) == [[1, 2, 3]]


def test_initials_that_fit_two_people_stay_apart():
    ada, anna, initial = sign(1, "Ada Byron", {7}), sign(2, "Anna Byron", {7}), sign(3, "A. Byron", {7})
    assert people(ada, anna, initial) == [[1], [2], [3]]


LISTED = ["arxiv-list:byron_a"]


def test_an_author_query_joins_what_is_left_when_most_of_it_hangs_together():
    core = [sign(n, "Ada Byron", {7}, identifiers=LISTED) for n in (1, 2, 3)]
    assert people(*core, sign(4, "Ada Byron", {9}, identifiers=LISTED)) == [[1, 2, 3, 4]]


@pytest.mark.parametrize("other", ["Anna Byron", "Ada Byron"])
def test_an_author_query_that_holds_namesakes_joins_nobody(other):
    listed = [sign(1, "Ada Byron", {7}, identifiers=LISTED), sign(2, other, {8}, identifiers=LISTED)]
    assert people(*listed) == [[1], [2]]


NAMES = ["Ada Byron", "A. Byron", "Ada M. Byron", "Anna Byron", "A. N. Byron", "Ada Mary Byron"]
signatures = st.lists(
    st.builds(
        lambda name, team, work, ids: (name, frozenset(team), work, tuple(ids)),
        st.sampled_from(NAMES),
        st.sets(st.sampled_from([member_of(n) for n in ("C. Roy", "Carl Roy", "Cleo Roy", "D. Lee")]), max_size=3),
        st.integers(1, 12),
        st.lists(st.sampled_from(["orcid:1", "orcid:2", *LISTED]), max_size=1),
    ),
    max_size=14,
)


@given(signatures, st.randoms(use_true_random=False))
def test_people_do_not_depend_on_the_order_of_records_and_break_no_rule(drawn, dice: random.Random):
    made = [
        Signature(n, work, name, team, ids, f"{work} {n}") for n, (name, team, work, ids) in enumerate(drawn, start=1)
    ]
    shuffled = dice.sample(made, len(made))
    assert cluster(made) == cluster(shuffled)
    by_id = {s.id: s for s in made}
    for person in cluster(made):
        members = [by_id[i] for i in person]
        assert len({m.work for m in members}) == len(members)
        assert len({i for m in members for i in m.identifiers if i.startswith("orcid:")}) <= 1
        assert all(are_compatible(a.name, b.name) for a in members for b in members)
    assert sorted(i for person in cluster(made) for i in person) == sorted(by_id)


@given(signatures, st.randoms(use_true_random=False), st.data())
def test_what_an_author_disowned_never_meets_what_they_hold_and_takes_nothing_apart(drawn, dice: random.Random, data):
    made = [
        Signature(n, work, name, team, ids, f"{work} {n}") for n, (name, team, work, ids) in enumerate(drawn, start=1)
    ]
    held = set(data.draw(st.sets(st.sampled_from(range(1, len(made) + 1)), max_size=6))) if made else set()
    spoken = [
        replace(one, holder=7) if one.id in held else replace(one, barred=frozenset({7})) if one.id % 3 == 0 else one
        for one in made
    ]
    found = cluster(spoken)
    assert cluster(dice.sample(spoken, len(spoken))) == found
    by_id = {one.id: one for one in spoken}
    for person in found:
        members = [by_id[i] for i in person]
        assert not (any(m.holder == 7 for m in members) and any(7 in m.barred for m in members))
    person_of = {i: place for place, person in enumerate(found) for i in person}
    for person in cluster(one for one in spoken if not one.barred):
        assert len({person_of[i] for i in person}) == 1


def pinned(signature, author):
    return replace(signature, pinned=author)


def test_what_is_one_authors_by_a_persons_word_is_one_whatever_the_evidence():
    assert people(pinned(sign(1, "Ada Byron", {7}), 5), pinned(sign(2, "Alba Byron", {8}), 5)) == [[1, 2]]


def test_two_authors_by_a_persons_word_never_meet_not_through_a_third_either():
    one, other = pinned(sign(1, "Ada Byron", {7}), 5), pinned(sign(2, "Ada Byron", {7}), 6)
    assert people(one, other, sign(3, "Ada Byron", {7})) == [[1], [2], [3]]


def test_a_further_name_has_to_go_with_one_of_those_that_a_person_put_together():
    both = [pinned(sign(1, "Ada Byron", {7}), 5), pinned(sign(2, "Alba Byron", {8}), 5)]
    assert people(*both, sign(3, "Alba C. Byron", {8}), sign(4, "Anna Byron", {7})) == [[1, 2, 3], [4]]


@given(
    st.lists(st.tuples(st.sampled_from(["Ada Byron", "A. Byron", "Alba Byron"]), st.integers(7, 9), st.integers(0, 2)))
)
def test_words_of_people_hold_and_the_order_of_records_does_not_matter(drawn):
    signatures = [
        pinned(sign(number, name, {team}), author or None) for number, (name, team, author) in enumerate(drawn, start=1)
    ]
    found = people(*signatures)
    authors = {one.id: one.pinned for one in signatures}
    for author in (1, 2):
        assert len([person for person in found if author in {authors[one] for one in person}]) <= 1
    assert all(len({authors[one] for one in person} - {None}) <= 1 for person in found)
    shuffled = random.Random(len(drawn)).sample(signatures, len(signatures))
    assert people(*shuffled) == found
