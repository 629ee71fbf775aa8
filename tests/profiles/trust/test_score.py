"""Formula version 1, against the reference cases of trust.md and over generated data."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from profiles.trust.score import COMPONENTS, IDENTITY, Inputs, inputs_of, label_of, score


@pytest.mark.parametrize(
    ("inputs", "points", "label"),
    [
        (Inputs(level=1, works=12), 21, "Emerging"),
        (Inputs(level=1, works=1), 11, "Sparse"),
        (Inputs(level=1, works=5), 19, "Sparse"),
        (Inputs(level=1, works=6), 21, "Emerging"),
        (Inputs(level=1, works=48), 21, "Emerging"),
        (Inputs(level=3, works=1), 34, "Emerging"),
        (Inputs(), 0, "Sparse"),
        (Inputs(level=4, works=6, corroborated=6, confirmed=10_000, followers=10_000), 100, "Well documented"),
    ],
)
def test_the_reference_cases_hold(inputs, points, label):
    result = score(inputs)
    assert (result.points, result.label) == (points, label)


@pytest.mark.parametrize(
    ("inputs", "name", "points"),
    [
        (Inputs(works=4, corroborated=2), "corroboration", 6),
        (Inputs(works=7, corroborated=3), "corroboration", 8),  # 7.71
        (Inputs(works=12, corroborated=3), "corroboration", 5),  # 4.5, half up
        (Inputs(confirmed=1), "network", 4),
        (Inputs(confirmed=4), "network", 10),
        (Inputs(confirmed=3), "network", 9),  # 8.57
        (Inputs(followers=1), "community", 1),  # 0.91
        (Inputs(followers=10), "community", 5),
        (Inputs(followers=30), "community", 8),  # 7.5, half up
    ],
)
def test_each_component_is_rounded_half_up_by_itself(inputs, name, points):
    assert {c.name: c.points for c in score(inputs).components}[name] == points


@pytest.mark.parametrize(
    ("points", "label"),
    [
        (0, "Sparse"), (19, "Sparse"), (20, "Emerging"), (39, "Emerging"), (40, "Supported"), (59, "Supported"),
        (60, "Corroborated"), (79, "Corroborated"), (80, "Well documented"), (100, "Well documented"),
    ],
)  # fmt: skip
def test_labels_change_at_the_stated_numbers(points, label):
    assert label_of(points) == label


@pytest.mark.parametrize("wrong", [{"level": 5}, {"level": -1}, {"works": -1}, {"works": 1, "corroborated": 2}])
def test_impossible_inputs_are_refused(wrong):
    with pytest.raises(ValueError):
        Inputs(**wrong)


counts = st.integers(0, 3000)


@st.composite
def any_inputs(draw):
    works = draw(counts)
    return Inputs(
        level=draw(st.integers(0, 4)),
        works=works,
        corroborated=draw(st.integers(0, works)),
        confirmed=draw(counts),
        followers=draw(counts),
    )


@given(any_inputs())
def test_the_rows_add_up_to_the_number_and_stay_in_their_range(inputs):
    result = score(inputs)
    assert sum(c.points for c in result.components) == result.points
    assert 0 <= result.points <= 100
    assert all(0 <= c.points <= c.of for c in result.components)


@given(any_inputs())
def test_a_better_proof_a_confirmed_collaborator_and_a_confirmed_follower_never_lower_a_score(inputs):
    before = score(inputs).points
    more = [replace(inputs, confirmed=inputs.confirmed + 1), replace(inputs, followers=inputs.followers + 1)]
    if inputs.level < len(IDENTITY) - 1:
        more.append(replace(inputs, level=inputs.level + 1))
    assert all(score(one).points >= before for one in more)


@given(any_inputs())
def test_a_second_source_for_a_work_and_a_corroborated_work_never_lower_a_score(inputs):
    before = score(inputs).points
    both = replace(inputs, works=inputs.works + 1, corroborated=inputs.corroborated + 1)
    assert score(both).points >= before
    if inputs.corroborated < inputs.works:
        assert score(replace(inputs, corroborated=inputs.corroborated + 1)).points >= before


@given(any_inputs())
def test_the_score_can_be_computed_again_from_its_rows(inputs):
    rows = [{"name": c.name, "inputs": dict(c.inputs)} for c in score(inputs).components]
    assert inputs_of(rows) == inputs
    assert inputs_of(rows[::-1]) == inputs


def test_the_most_that_components_give_is_a_hundred():
    assert sum(of for _, of, _, _ in COMPONENTS) == 100
