"""Tallies and reasons, without a database."""

import pytest

from profiles.moderation import rules


@pytest.mark.parametrize(
    ("verdicts", "deciders", "verdict", "missing"),
    [
        ([], 1, "", 1),
        (["approve"], 1, "approve", 0),
        (["approve"], 2, "", 1),
        (["approve", "approve"], 2, "approve", 0),
        (["approve", "reject"], 2, "", 1),
        (["approve", "reject", "reject"], 2, "reject", 0),
    ],
)
def test_a_verdict_counts_once_enough_people_gave_it(verdicts, deciders, verdict, missing):
    found = rules.tally(verdicts, deciders=deciders)
    assert (found.verdict, found.missing) == (verdict, missing)


def test_one_person_decides_alone_where_nobody_else_could():
    assert rules.deciders_needed(asked=2, people=1) == 1
    assert rules.deciders_needed(asked=2, people=2) == 2


def test_information_is_asked_on_a_claim_only():
    assert rules.ASK in rules.verdicts_for("claim")
    assert rules.ASK not in rules.verdicts_for("appeal")
    assert rules.verdicts_for("report") == (rules.ACTED, rules.NOTHING)


def test_every_verdict_has_reasons_that_fit_their_column():
    assert set(rules.REASONS) == set(rules.VERDICTS)
    assert all(len(code) <= 40 for codes in rules.REASONS.values() for code in codes)
