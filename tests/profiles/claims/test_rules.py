"""Which moves there are, and what a rule may decide."""

import itertools

import pytest

from profiles.claims import rules
from profiles.claims.models import ClaimState as State
from profiles.claims.rules import Proof, Surroundings, Who, judge, may_move

MAIL = Proof("institution-mail", 3)
PAGE = Proof("homepage-token", 2)


def test_every_state_has_a_row_and_every_move_ends_in_a_state():
    assert set(rules.MOVES) == set(State.values)
    assert {after for row in rules.MOVES.values() for after in row} <= set(State.values)


def test_a_rule_approves_and_does_nothing_else():
    moves = [pair for pair in itertools.permutations(State.values, 2) if may_move(*pair, Who.RULE)]
    assert moves == [(State.SUBMITTED, State.APPROVED), (State.SUBMITTED, State.JOINED)]


def test_the_clock_ends_unanswered_questions_and_does_nothing_else():
    moves = [pair for pair in itertools.permutations(State.values, 2) if may_move(*pair, Who.CLOCK)]
    assert moves == [(State.NEEDS_INFORMATION, State.WITHDRAWN)]


@pytest.mark.parametrize("after", [State.APPROVED, State.REJECTED, State.REVERSED, State.NEEDS_INFORMATION])
def test_no_claimant_decides(after):
    assert not any(may_move(before, after, Who.CLAIMANT) for before in State.values)


def test_nothing_follows_a_withdrawn_claim_and_a_new_one_is_always_possible():
    assert not any(may_move(State.WITHDRAWN, after) for after in State.values)


def test_the_rule_that_gives_most_decides():
    assert judge([PAGE, MAIL], Surroundings()).rule == "institution-mail"
    assert judge([PAGE], Surroundings()).rule == "homepage-token"


def test_without_a_rule_one_moderator_decides():
    assert judge([Proof("", 3)], Surroundings()) == rules.Verdict("", deciders=1)
    assert judge([], Surroundings()) == rules.Verdict("", deciders=1)


@pytest.mark.parametrize("around", [{"is_held": True}, {"is_disputed": True}, {"is_contested": True}])
def test_no_rule_decides_between_people(around):
    assert judge([MAIL], Surroundings(**around)) == rules.Verdict("", deciders=2)


def test_what_a_moderator_took_back_no_rule_gives_again():
    assert judge([MAIL], Surroundings(is_burnt=True)) == rules.Verdict("", deciders=1)


def test_a_rule_accepts_a_second_record_but_not_in_the_half_open_week_of_the_first():
    assert judge([MAIL], Surroundings(holds_another=True)) == rules.Verdict("institution-mail")
    assert judge([MAIL], Surroundings(holds_another=True, is_half_open=True)) == rules.Verdict("", deciders=2)


def test_without_a_rule_two_moderators_look_at_a_second_record():
    assert judge([], Surroundings(holds_another=True)) == rules.Verdict("", deciders=2)
