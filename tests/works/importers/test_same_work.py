"""When two records are one work."""

from dataclasses import replace

import pytest

from works.importers.records import PrintedAuthor
from works.importers.same_work import face_of, is_believable, is_same_by_title

TITLE = "Engines that weave numbers: a study in brass"


@pytest.fixture
def article(work_record):
    return replace(work_record, title=TITLE, kind="article", identifiers=(("doi", "10.1/x"),))


def same(one, other) -> bool:
    return is_same_by_title(face_of(one), face_of(other)) and is_same_by_title(face_of(other), face_of(one))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "Engines That Weave Numbers – A Study in Brass"},
        {"names": (PrintedAuthor("A. Byron"), PrintedAuthor("C. Babbage"))},
        {"names": (PrintedAuthor("Byron, Ada"), PrintedAuthor("Babbage, Charles"), PrintedAuthor("Ines Marlow"))},
        {"year": 2021},
        {"year": None},
        {"kind": "preprint", "identifiers": (("doi", "10.5555/preprint"),)},
    ],
    ids=["itself", "signs and case", "initials", "family name first, one more", "three years", "no year", "preprint"],
)
def test_one_title_by_the_same_people_is_one_work(article, changes):
    assert same(article, replace(article, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Engines that weave letters: a study in brass"},
        {"names": (PrintedAuthor("Ines Marlow"), PrintedAuthor("Otto Brink"))},
        {"names": ()},
        {"year": 2020},
        {"identifiers": (("doi", "10.1/y"),)},
    ],
    ids=["another title", "other people", "nobody", "four years", "another article"],
)
def test_and_otherwise_two(article, changes):
    assert not same(article, replace(article, **changes))


def test_a_missing_subtitle_is_forgiven_behind_five_words_only(article):
    long = replace(article, title="Engines that weave many numbers: a study in brass")
    assert same(long, replace(article, title="Engines that weave many numbers"))
    assert not same(article, replace(article, title="Engines that weave numbers"))


@pytest.mark.parametrize("title", ["Editorial", "Introduction to networks", "On moss and fern"])
def test_a_short_title_says_too_little_to_be_looked_up_by(article, title):
    assert bool(face_of(replace(article, title=title)).start) == (len(title) >= 16 and title.count(" ") >= 2)


def test_an_identifier_is_believed_where_a_name_or_words_of_the_title_agree(article):
    translated = replace(article, title="Maschinen, die Zahlen weben")
    quite_other = replace(article, title="Lichens of the fells", names=(PrintedAuthor("Ines Marlow"),))
    assert is_believable(face_of(article), face_of(translated))
    assert is_believable(face_of(article), face_of(replace(article, names=())))
    assert not is_believable(face_of(article), face_of(quite_other))
