"""Nodes stand apart, in the frame, and always in the same places."""

import random
from math import dist

import pytest
from hypothesis import given, settings, strategies as st

from graph.layout.distances import hops
from graph.layout.frame import SLICE, Box
from graph.layout.placing import place
from graph.layout.separation import least_distance
from graph.layout.stress import majorise, spiral, stress_of

LABEL = Box(260, 260, 500, 320)
EXPECTED = [(380.0, 260.0), (311.8, 111.6), (239.3, 343.4), (169.6, 195.0), (205.8, 496.3)]


def tree(count: int, seed: int) -> list[tuple[int, int]]:
    chance = random.Random(seed)
    edges = {(chance.randrange(max(1, n // 3)), n) for n in range(1, count)}
    edges |= {tuple(sorted(chance.sample(range(count), 2))) for _ in range(count)} if count > 1 else set()
    return sorted(edges)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 30, 60, 90])
@pytest.mark.parametrize("seed", range(4))
def test_no_two_nodes_overlap_and_none_leaves_the_frame(count, seed):
    sizes = [13.0] + [5.0 + (n * 7 + seed) % 6 for n in range(1, count)]
    spots = place(sizes, tree(count, seed), [LABEL])
    assert spots[0] == SLICE.centre
    for n, (x, y) in enumerate(spots):
        assert sizes[n] <= x <= SLICE.width - sizes[n]
        assert sizes[n] <= y <= SLICE.height - sizes[n]
        assert n == 0 or not LABEL.is_within(spots[n], sizes[n])
        assert all(dist((x, y), spots[m]) >= least_distance(sizes[n], sizes[m]) for m in range(n))


def test_nodes_that_all_hang_on_the_centre_stand_around_it():
    spots = place([9.0] * 41, [(0, n) for n in range(1, 41)])
    assert {(x > SLICE.centre.x, y > SLICE.centre.y) for x, y in spots[1:]} == {
        (a, b) for a in (True, False) for b in (True, False)
    }


def test_nodes_without_any_edge_find_a_place_too():
    spots = place([8.0] * 20, [])
    assert all(dist(spots[n], spots[m]) >= 29 for n in range(20) for m in range(n))


def test_the_same_data_gives_the_same_coordinates():
    sizes, edges = [8.0] * 50, tree(50, 3)
    assert place(sizes, edges) == place(sizes, list(reversed(edges)))


def test_coordinates_are_those_of_every_machine():
    # Written down once: a different last digit means that something depends on the machine.
    assert place([13.0, 6.0, 6.0, 6.0, 7.0], [(0, 1), (0, 2), (1, 3), (2, 3), (2, 4)]) == EXPECTED


def test_coordinates_are_rounded_to_a_tenth():
    assert all(round(value, 1) == value for spot in place([8.0] * 33, tree(33, 1)) for value in spot)


def test_majorisation_brings_the_stress_down():
    wanted = hops(40, tree(40, 5))
    start = spiral(40)
    rounds = [stress_of(wanted, majorise(wanted, start, rounds=n)) for n in (0, 5, 30)]
    assert rounds[0] > rounds[1] > rounds[2]


def test_the_centre_makes_no_short_cuts():
    # Two papers of the centre with an author each: without the centre nothing joins the two groups.
    wanted = hops(5, [(0, 1), (0, 2), (1, 3), (2, 4)])
    assert wanted[1][3] == 1
    assert wanted[0][3] == 2
    assert wanted[1][2] == 3
    assert wanted[3][4] == 5


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(0, 10**6))
def test_any_neighbourhood_is_laid_out_without_overlap(count, seed):
    sizes = [13.0] + [5.0 + n % 5 for n in range(1, count)]
    spots = place(sizes, tree(count, seed))
    assert all(dist(spots[n], spots[m]) >= least_distance(sizes[n], sizes[m]) for n in range(count) for m in range(n))
