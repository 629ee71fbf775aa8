"""The collaboration weight of graph.md."""

import random

import pytest
from hypothesis import given, strategies as st

from graph.edges.weights import CROWD, collaboration, share_units

sizes = st.lists(st.integers(2, 400), max_size=40)


@pytest.mark.parametrize(
    ("counts", "shared", "weight", "is_close"),
    [
        ([2], 1, 1.0, False),
        ([50], 1, 0.020408, False),
        ([3, 3], 2, 1.0, False),
        ([7, 7, 7], 3, 0.5, True),
        ([7, 7, 8], 3, 0.47619, False),
        ([2, 2831], 2, 1.0, False),
        ([2, 2831, 101], 3, 1.0, True),
        ([1, 0, 4], 1, 0.333333, False),
    ],
)
def test_weight_is_the_sum_of_one_over_the_other_authors(counts, shared, weight, is_close):
    made = collaboration(counts)
    assert (made.shared, made.weight, made.is_close) == (shared, weight, is_close)


@pytest.mark.parametrize("counts", [[], [1], [101], [2831, 3000]])
def test_only_crowds_or_nothing_in_common_is_no_collaboration(counts):
    assert collaboration(counts) is None


@given(sizes)
def test_weight_does_not_depend_on_the_order_of_the_works(counts):
    shuffled = counts.copy()
    random.Random(7).shuffle(shuffled)
    assert collaboration(counts) == collaboration(shuffled)


@given(sizes, st.integers(2, CROWD))
def test_one_more_shared_work_never_weakens_a_collaboration(counts, one_more):
    before, after = collaboration(counts), collaboration([*counts, one_more])
    assert after.weight >= (before.weight if before else 0)
    assert after.shared == sum(1 for count in counts if count >= 2) + 1


@given(sizes)
def test_weight_is_at_most_the_number_of_shared_works_and_near_the_plain_sum(counts):
    made = collaboration(counts)
    if made:
        assert made.weight <= made.shared
        assert made.weight == pytest.approx(sum(1 / (n - 1) for n in counts if n <= CROWD), abs=1e-6)


@given(st.integers(2, CROWD - 1))
def test_a_share_falls_with_the_number_of_authors(authors):
    assert share_units(authors) > share_units(authors + 1)
