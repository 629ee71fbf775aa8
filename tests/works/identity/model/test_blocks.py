"""Which signatures are looked at together."""

import random

from works.identity.model import blocks
from works.identity.model.signatures import Signature


def gathered(*names):
    signatures = [Signature(number, number, name) for number, name in enumerate(names)]
    random.Random(3).shuffle(signatures)
    return sorted(sorted(s.name for s in block) for block in blocks.gather(signatures))


def test_a_name_stands_under_every_reading():
    assert set(blocks.keys_of("Rosa García-Lorca")) >= {"garcialorca r", "garcia r", "lorca r"}
    assert set(blocks.keys_of("Wang Xiaoming")) >= {"xiaoming w", "wang x"}
    assert blocks.keys_of("  ") == ()


def test_readings_of_one_name_bring_two_blocks_together():
    assert gathered("Wang Xiaoming", "Xiaoming Wang", "X. Wang") == [["Wang Xiaoming", "X. Wang", "Xiaoming Wang"]]
    assert gathered("Eric Shea-Brown", "Eric Brown", "Emil Brown") == [["Emil Brown", "Eric Brown", "Eric Shea-Brown"]]


def test_names_that_contradict_tie_nothing():
    assert gathered("Wang Xiaoming", "Xiaoping Li") == [["Wang Xiaoming"], ["Xiaoping Li"]]


def test_signatures_without_a_name_stand_alone():
    assert gathered("", "?", "Ada Byron") == [[""], ["?"], ["Ada Byron"]]


def test_ties_end_where_a_group_would_grow_too_large(monkeypatch):
    monkeypatch.setattr(blocks, "LARGEST", 2)
    assert gathered("Wang Xiaoming", "Xiaoming Wang", "X. Wang") == [["Wang Xiaoming"], ["X. Wang", "Xiaoming Wang"]]
