"""What a batch changes, decided whatever the order of its records."""

from dataclasses import replace
from datetime import date
from itertools import permutations

from works.importers.plan import Conflict, Known, Taken, plan
from works.importers.records import PrintedAuthor
from works.importers.same_work import face_of


def taken(record, number, digest, **changes):
    return Taken.of(digest, replace(record, number=number, **changes))


def stored(record, work, *, rank=None):
    """A work on record as `record` describes it, with the rank of what it shows of the source."""
    return Known(
        holders=dict.fromkeys(record.identifiers, work),
        alike={face_of(record).start: [work]},
        faces={work: face_of(record)},
        ranks={work: rank} if rank else {},
    )


def test_a_new_record_is_created_and_a_higher_version_updates_it(work_record):
    first, second = taken(work_record, 1, b"1"), taken(work_record, 2, b"2")
    result = plan([first, second], Known())
    assert result.counts == {"created": 1, "updated": 1}
    [decision] = result.decisions.values()
    assert decision.shown is second
    assert decision.kept == [first]
    assert decision.matched_by == {b"1": "new", b"2": "arxiv"}


def test_an_older_version_after_a_newer_one_changes_nothing_shown(work_record):
    known = stored(work_record, 7, rank=(2, date(2024, 1, 1), b"2"))
    result = plan([taken(work_record, 1, b"1")], known)
    assert result.counts == {"unchanged": 1}
    [decision] = result.decisions.values()
    assert decision.work == 7
    assert decision.shown is None
    assert len(decision.kept) == 1


def test_the_record_shown_is_the_same_in_any_order(work_record):
    records = [taken(work_record, n, bytes([n, d])) for n in (1, 2, 3) for d in (1, 2)]
    for order in permutations(records, 4):
        [decision] = plan(order, Known()).decisions.values()
        assert decision.shown.rank == max(t.rank for t in order)
        assert len(decision.kept) == 3


def test_a_record_of_another_source_finds_the_work_by_a_shared_identifier(work_record):
    published = taken(
        work_record, 1, b"x", source="crossref", identifiers=(("doi", "10.1/x"), *work_record.identifiers)
    )
    result = plan([published], stored(work_record, 7))
    assert [d.work for d in result.decisions.values()] == [7]
    assert result.counts == {"updated": 1}
    assert result.identifiers == [(("doi", "10.1/x"), 7)]


def test_without_one_it_finds_the_work_by_title_and_people(work_record):
    published = taken(work_record, 1, b"x", source="crossref", kind="article", identifiers=(("doi", "10.1/x"),))
    [decision] = plan([published], stored(work_record, 7)).decisions.values()
    assert decision.work == 7
    assert decision.matched_by == {b"x": "title"}


def test_two_articles_of_one_title_with_dois_of_their_own_stay_two(work_record):
    one = replace(work_record, kind="article", identifiers=(("doi", "10.1/x"),))
    result = plan([taken(one, 1, b"y", identifiers=(("doi", "10.1/y"),))], stored(one, 7))
    assert [d.work for d in result.decisions.values()] == [None]


def test_an_identifier_that_stands_on_quite_another_work_is_a_matter_for_a_person(work_record):
    doi = ("doi", "10.1/x")
    people = (PrintedAuthor("Ines Marlow"),)
    wrong = taken(work_record, 1, b"x", title="Lichens of the northern fells", names=people, identifiers=(doi,))
    result = plan([wrong], stored(replace(work_record, identifiers=(doi,)), 7))
    [(handle, decision)] = result.decisions.items()
    assert decision.work is None
    assert result.conflicts == [Conflict(doi, 7, handle)]
    assert result.identifiers == []
