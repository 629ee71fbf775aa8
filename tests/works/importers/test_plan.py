"""What a batch changes, decided whatever the order of its records."""

from dataclasses import replace
from datetime import date
from itertools import permutations

from works.importers.plan import Stored, Taken, plan


def taken(record, number, digest):
    return Taken(digest, replace(record, number=number))


def test_a_new_record_is_created_and_a_higher_version_updates_it(work_record):
    first, second = taken(work_record, 1, b"1"), taken(work_record, 2, b"2")
    result = plan([first, second], {})
    assert (result.created, result.updated, result.unchanged) == (1, 1, 0)
    [decision] = result.decisions.values()
    assert decision.shown is second
    assert decision.kept == [first]


def test_an_older_version_after_a_newer_one_changes_nothing_shown(work_record):
    stored = {work_record.key: Stored(7, (2, date(2024, 1, 1), b"2"))}
    result = plan([taken(work_record, 1, b"1")], stored)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 1)
    [decision] = result.decisions.values()
    assert decision.work == 7
    assert decision.shown is None
    assert len(decision.kept) == 1


def test_the_record_shown_is_the_same_in_any_order(work_record):
    records = [taken(work_record, n, bytes([n, d])) for n in (1, 2, 3) for d in (1, 2)]
    for order in permutations(records, 4):
        [decision] = plan(order, {}).decisions.values()
        assert decision.shown.rank == max(t.rank for t in order)
        assert len(decision.kept) == 3
