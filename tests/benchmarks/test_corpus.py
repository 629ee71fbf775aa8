"""The made-up corpus is the same every time, and has the people it promises."""

from collections import Counter
from itertools import islice

import pytest

from benchmarks.corpus import Plan, name_of, records


def test_the_same_size_gives_the_same_records():
    assert list(records(300)) == list(records(300))


@pytest.mark.parametrize("works", [1, 2, 400])
def test_a_corpus_has_the_size_it_was_asked_for_and_no_id_twice(works):
    ids = [record["id"] for record in records(works)]
    assert len(ids) == len(set(ids)) == works


def test_planted_authors_have_their_number_of_works():
    written = Counter(f"{given} {family}" for record in records(2000) for family, given, _ in record["authors_parsed"])
    planted = Plan.of(2000).planted
    assert planted == {"Hubert Planted": 300, "Cora Planted": 150, "Duncan Planted": 12}
    assert {name: written[name] for name in planted} == planted


def test_nobody_stands_twice_on_one_byline():
    for record in records(1000):
        names = [tuple(name) for name in record["authors_parsed"]]
        assert len(names) == len(set(names))


def test_from_twenty_thousand_works_on_the_hub_has_three_thousand():
    assert Plan.of(20_000).planted["Hubert Planted"] == 3000
    assert Plan.of(500_000).planted["Hubert Planted"] == 3000


def test_abstracts_have_the_length_of_real_ones():
    lengths = [len(record["abstract"]) for record in islice(records(200), 200)]
    assert min(lengths) >= 1200
    assert max(lengths) < 1500


def test_a_hundred_thousand_people_have_names_of_their_own():
    assert len({name_of(person) for person in range(100_000)}) == 100_000
