"""Labels are whole or absent, lie over nothing, and stay in the frame."""

import random

import pytest
from hypothesis import given, settings, strategies as st

from graph.layout.frame import SLICE, Disc
from graph.layout.labels import centre_label, place_labels
from graph.layout.placing import place
from graph.layout.text import split, width_of, wrap

PLAIN = ["Ines Marlow", "Otto Brink", "Jo Li", "Wilhelmina Aurelia von Hohenstein-Rothenburg", "Ann Ek"]
EQUAL = ["Ines Marlow"] * 5
WIDE = ["王小明", "欧阳娜娜", "山田太郎とその共同研究者", "김철수", "李"]
LONG = ["Department of Theoretical and Applied Bryology, University of the Northern Archipelago and Coast", "Q"]


def picture(count: int, names: list[str], size: float, seed: int = 0):
    chance = random.Random(seed)
    edges = [(chance.randrange(max(1, n // 3)), n) for n in range(1, count)]
    texts = [names[n % len(names)] for n in range(count)]
    sizes = [13.0] + [6.0] * (count - 1)
    kept_free = [centre_label(texts[0], 13.0, size).box._replace(top=SLICE.height / 2)]
    discs = [Disc(spot, own) for spot, own in zip(place(sizes, edges, kept_free), sizes, strict=True)]
    return discs, texts, place_labels(discs, texts, range(count), size)


def assert_is_readable(discs, labels) -> None:
    for n, label in enumerate(labels):
        assert label.box.left >= 0
        assert label.box.top >= 0
        assert label.box.right <= SLICE.width
        assert label.box.bottom <= SLICE.height
        assert not any(label.box.meets(other.box) for other in labels[:n])
        assert not any(label.box.is_within(disc.spot, disc.size) for m, disc in enumerate(discs) if m != label.node)


@pytest.mark.parametrize("names", [PLAIN, EQUAL, WIDE, LONG])
@pytest.mark.parametrize("count", [1, 2, 13, 60, 80])
@pytest.mark.parametrize("size", [12.5, 26.0])
def test_no_label_lies_over_another_or_a_node_or_leaves_the_frame(names, count, size):
    discs, _, labels = picture(count, names, size)
    assert_is_readable(discs, labels)
    assert labels[0].node == 0


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60), min_size=1),
    count=st.integers(1, 40),
    size=st.sampled_from([12.5, 26.0]),
    seed=st.integers(0, 999),
)
def test_whatever_the_names_labels_stay_apart(names, count, size, seed):
    discs, _, labels = picture(count, names, size, seed)
    assert_is_readable(discs, labels)


@pytest.mark.parametrize("names", [PLAIN, EQUAL, WIDE, LONG])
def test_a_shown_name_is_shown_whole(names):
    _, texts, labels = picture(30, names, 12.5)
    for label in labels:
        assert "".join(label.lines).replace(" ", "") == texts[label.node].replace(" ", "")


@pytest.mark.parametrize("size", [12.5, 26.0])
@pytest.mark.parametrize("text", ["Jo Li", "Marlow " * 40, "苔" * 300, "W" * 120])
def test_the_label_of_the_centre_is_always_there_and_inside(text, size):
    label = centre_label(text.strip(), 13.0, size)
    assert label.box.is_framed(SLICE)
    assert label.size <= size


def test_most_people_have_their_name_in_a_wide_picture():
    _, _, labels = picture(50, PLAIN, 12.5)
    assert len(labels) > 35


def test_a_narrow_picture_has_fewer_and_larger_names():
    _, _, wide = picture(50, PLAIN, 12.5)
    _, _, narrow = picture(50, PLAIN, 26.0)
    assert 3 <= len(narrow) < len(wide)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("i", 0.2, 0.35), ("W", 0.9, 1.2), ("Ines Marlow", 5.0, 7.5), ("王", 1.0, 1.2), ("e\u0301", 0.5, 0.8), ("", 0, 0)],
)
def test_widths_are_those_of_inter_and_a_little_more(text, least, most):
    assert least <= width_of(text) <= most


def test_a_text_breaks_evenly_at_blanks_and_loses_nothing():
    assert split("Neurons and Cognition", 2) == ["Neurons and", "Cognition"]
    assert split("Statistics", 2) is None
    assert split("山田太郎", 2) == ["山田", "太郎"]
    assert " ".join(wrap("one two three four five six", 6.0)) == "one two three four five six"
