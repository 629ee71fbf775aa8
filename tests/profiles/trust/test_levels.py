"""Which level proofs give, and until when (trust.md, Verification levels)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from profiles.trust.levels import Proof, level_of, months_after

TODAY = date(2026, 11, 24)
ORCID = Proof("orcid", "0000-0002-1825-0097", 3, date(2026, 3, 2))
MAIL = Proof("mail", "mila.example", 3, date(2026, 4, 1))
PAGE = Proof("homepage", "https://ada.example.org/", 2, date(2026, 1, 31))
STATEMENT = Proof("statement", "", 2, date(2026, 1, 1))
VOUCHES = [Proof("vouch", "7", 3, date(2026, 5, 1)), Proof("vouch", "8", 3, date(2026, 6, 1))]
MODERATORS = [Proof("moderator", "1", 2, date(2026, 7, 1)), Proof("moderator", "2", 2, date(2026, 8, 1))]


@pytest.mark.parametrize(
    ("proofs", "level", "until"),
    [
        ([], 0, None),
        ([PAGE], 2, date(2029, 1, 31)),
        ([STATEMENT], 2, date(2029, 1, 1)),
        ([MODERATORS[0]], 2, date(2029, 7, 1)),
        ([ORCID], 3, date(2028, 3, 2)),
        ([MAIL, PAGE], 3, date(2028, 4, 1)),
        ([VOUCHES[0]], 0, None),
        (VOUCHES, 3, date(2028, 5, 1)),
        ([VOUCHES[0], Proof("vouch", "7", 3, TODAY)], 0, None),
        ([VOUCHES[0], Proof("vouch", "", 3, TODAY)], 0, None),
        ([ORCID, MAIL], 3, date(2028, 4, 1)),
        ([ORCID, MAIL, *MODERATORS], 4, date(2028, 3, 2)),
        ([ORCID, *VOUCHES, *MODERATORS], 4, date(2028, 3, 2)),
        ([ORCID, MAIL, MODERATORS[0]], 3, date(2028, 4, 1)),
        ([ORCID, Proof("orcid", "another", 3, TODAY), *MODERATORS], 3, TODAY.replace(year=2028)),
        ([ORCID, MAIL, MODERATORS[0], Proof("moderator", "1", 2, TODAY)], 3, date(2028, 4, 1)),
    ],
)
def test_the_table_of_levels(proofs, level, until):
    found = level_of(proofs, TODAY)
    assert (found.level, found.until) == (level, until)


def test_what_gave_l3_gives_l2_for_a_year_longer():
    assert level_of([ORCID], date(2028, 3, 1)).level == 3
    assert level_of([ORCID], date(2028, 3, 2)).level == 2
    assert level_of([ORCID], date(2029, 3, 2)).level == 0


def test_a_proof_that_ends_before_its_time_ends_then():
    short = Proof("mail", "mila.example", 3, date(2026, 4, 1), until=date(2026, 12, 1))
    assert level_of([short], TODAY).until == date(2026, 12, 1)


def test_the_day_of_a_proof_counts_and_the_day_before_does_not():
    assert level_of([ORCID], ORCID.on).level == 3
    assert level_of([ORCID], ORCID.on - timedelta(days=1)).level == 0


def test_the_level_rests_on_what_is_in_force_oldest_first():
    over = Proof("homepage", "https://old.example.org/", 2, date(2020, 1, 1))
    assert level_of([MAIL, over, ORCID], TODAY).rests_on == (ORCID, MAIL)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 36, date(2029, 12, 15)),
    ],
)
def test_months_end_with_the_month(day, months, later):
    assert months_after(day, months) == later


days = st.dates(date(2022, 1, 1), TODAY)
facts = st.sampled_from(
    [("orcid", "a", 3), ("mail", "b", 3), ("mail", "c", 3), ("homepage", "d", 2), ("statement", "", 2)]
    + [("vouch", str(n), 3) for n in range(3)]
    + [("moderator", str(n), 2) for n in range(3)]
)
proofs = st.builds(
    lambda fact, on, lives: Proof(*fact, on, on + timedelta(days=lives) if lives else None),
    facts, days, st.none() | st.integers(1, 1500),
)  # fmt: skip
several = st.lists(proofs, max_size=8)


@given(several, proofs)
def test_one_more_proof_never_lowers_the_level_nor_shortens_it(some, more):
    before, after = level_of(some, TODAY), level_of([*some, more], TODAY)
    assert after.level >= before.level
    if after.level == before.level and before.until:
        assert after.until >= before.until


@given(several, st.randoms(use_true_random=False))
def test_the_order_of_proofs_does_not_matter(some, dice):
    assert level_of(dice.sample(some, len(some)), TODAY) == level_of(some, TODAY)


@given(several)
def test_the_level_holds_until_its_day_and_not_on_it(some):
    found = level_of(some, TODAY)
    if found.until is not None:
        assert level_of(some, found.until - timedelta(days=1)).level == found.level
        assert level_of(some, found.until).level < found.level


@given(several)
def test_nothing_below_l3_and_no_single_kind_gives_l4(some):
    kinds = {proof.kind for proof in some if proof.gives == 3}
    moderators = {proof.authority for proof in some if proof.kind == "moderator"}
    if level_of(some, TODAY).level == 4:
        assert len(kinds) >= 2
        assert len(moderators) >= 2
    if level_of(some, TODAY).level >= 3:
        assert kinds
