"""Who may invite whom, and how often: decided without a database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from profiles.invitations import rules
from profiles.invitations.models import OPEN_STATES, InvitationState as State
from profiles.invitations.rules import Recipient, Record, Refusal, Sender, Who
from profiles.invitations.words import REFUSALS, TO_RECIPIENT, TO_SENDER

SENDER, RECIPIENT = Sender(2), Recipient(is_claimed=True)
DAY = timedelta(days=1)


def test_a_holder_at_l2_invites_somebody_who_is_open():
    assert rules.may_invite(SENDER, RECIPIENT) is None


@pytest.mark.parametrize(
    ("sender", "refusal"),
    [
        (Sender(None), Refusal.NO_RECORD),
        (Sender(1), Refusal.LOW_LEVEL),
        (Sender(4, is_half_open=True), Refusal.HALF_OPEN),
        (Sender(4, is_disputed=True), Refusal.UNDER_REVIEW),
        (Sender(4, is_stopped=True), Refusal.STOPPED),
    ],
)
def test_who_may_not_invite(sender, refusal):
    assert rules.may_invite(sender, RECIPIENT) is refusal


@pytest.mark.parametrize(
    ("between", "refusal"),
    [
        ({"is_claimed": False}, Refusal.UNCLAIMED),
        ({"is_own": True}, Refusal.OWN),
        ({"is_open": False}, Refusal.NOT_TAKING),
        ({"from_collaborators": True}, Refusal.NOT_TAKING),
        ({"from_collaborators": True, "is_collaborator": True}, None),
        ({"is_kept_away": True}, Refusal.NOT_TAKING),
        ({"has_kept_away": True}, Refusal.KEPT_AWAY),
        ({"has_open": True}, Refusal.OPEN_ALREADY),
        ({"has_asked": True}, Refusal.THEY_ASKED),
        ({"since_no": 364 * DAY}, Refusal.DECLINED),
        ({"since_no": 365 * DAY}, None),
    ],
)
def test_who_may_not_be_invited(between, refusal):
    assert rules.may_invite(SENDER, replace(RECIPIENT, **between)) is refusal


def test_ninety_days_lie_between_two_invitations_to_one_person():
    assert rules.too_soon(replace(RECIPIENT, since_asked=89 * DAY))
    assert not rules.too_soon(replace(RECIPIENT, since_asked=90 * DAY))
    assert not rules.too_soon(RECIPIENT)


@pytest.mark.parametrize(
    ("level", "record", "weekly"),
    [
        (2, Record(), 5),
        (4, Record(), 7),
        (2, Record(accepted=3), 8),
        (2, Record(accepted=3, unwelcome=2), 6),
        (2, Record(unwelcome=50), 1),
        (4, Record(accepted=50), 15),
    ],
)
def test_the_weekly_number_grows_with_level_and_acceptance(level, record, weekly):
    assert rules.weekly(level, record) == weekly
    assert rules.left_this_week(level, replace(record, this_week=weekly - 1)) == 1
    assert rules.left_this_week(level, replace(record, this_week=weekly + 3)) == 0


def test_every_state_has_moves_and_words():
    assert set(rules.MOVES) == set(State) == set(TO_SENDER) == set(TO_RECIPIENT)
    assert set(REFUSALS) == set(Refusal)
    assert {state for state, moves in rules.MOVES.items() if moves} == set(OPEN_STATES)


def test_only_the_recipient_answers_only_the_sender_withdraws_only_the_clock_ends():
    for state in OPEN_STATES:
        assert rules.may_move(state, State.ACCEPTED, Who.RECIPIENT)
        assert not rules.may_move(state, State.ACCEPTED, Who.SENDER)
        assert rules.may_move(state, State.WITHDRAWN, Who.SENDER)
        assert not rules.may_move(state, State.WITHDRAWN, Who.RECIPIENT)
        assert rules.may_move(state, State.EXPIRED, Who.CLOCK)
    assert not rules.may_move(State.LATER, State.LATER, Who.RECIPIENT)


def test_whoever_was_blocked_reads_what_everybody_reads_who_is_declined():
    assert TO_SENDER[State.BLOCKED] == TO_SENDER[State.DECLINED]
