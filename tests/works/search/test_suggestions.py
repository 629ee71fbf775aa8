"""What somebody who is still typing may mean."""

import pytest

from tests.factories import AuthorFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.models import AuthorName
from works.record.addresses import fold
from works.search import suggestions as room
from works.search.names.services import refresh
from works.search.suggestions import suggestions

pytestmark = pytest.mark.django_db


def people(*names: str) -> None:
    for works, name in enumerate(reversed(names), start=1):
        made = AuthorFactory(name=name, works_count=works)
        AuthorName.objects.create(author=made, printed=name, folded=fold(name), uses=works)
    refresh(None)


def suggested(typed: str) -> list[str]:
    return [one.name for one in suggestions(typed)]


@pytest.mark.parametrize("common", [0, 2000])
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("la", ["Guillaume Lajoie", "Laura Martón", "Gaspard Lamarre"]),
        ("marton", ["Laura Martón"]),
        ("mártón l", ["Laura Martón"]),
        ("g la", ["Guillaume Lajoie", "Gaspard Lamarre"]),
        ("l. la", ["Guillaume Lajoie", "Laura Martón", "Gaspard Lamarre"]),
        ("g", []),
        ("", []),
        ("%_", []),
        ("lb", []),
    ],
)
def test_people_whose_names_begin_so_by_number_of_works(monkeypatch, common, typed, names):
    monkeypatch.setattr(room, "COMMON", common)
    people("Guillaume Lajoie", "Laura Martón", "Gaspard Lamarre", "Blake Richards")
    assert suggested(typed) == names


def test_a_name_that_is_whole_comes_before_one_that_goes_on():
    people("Wei Wanger", "Wei Wang")
    assert suggested("wei wang") == ["Wei Wang", "Wei Wanger"]


def test_all_kinds_are_suggested_people_first_and_eight_in_all():
    people(*(f"Learnda Number {letter}" for letter in "abcdefg"))
    TopicFactory(name="Machine Learning", works_count=3)
    TopicFactory(name="Learning Theory", works_count=2)
    TopicFactory(name="Learned Boats", works_count=0)
    InstitutionFactory(name="Institute of Learning", works_count=1)
    WorkFactory(title="Learning to float")
    assert [one.kind for one in suggestions("learn")] == ["author"] * 5 + ["topic"] * 2 + ["institution"]
    assert suggested("learni") == ["Learning Theory", "Machine Learning", "Institute of Learning", "Learning to float"]


def test_a_title_is_suggested_by_its_beginning_in_any_script_and_length():
    WorkFactory(title="Über das Treiben sehr kleiner Papierboote in stehendem Wasser, zweiter Teil")
    WorkFactory(title="О движении бумажных лодок")
    assert suggested("uber das treiben sehr kleiner papierboote in stehendem wasser, zw") == [
        "Über das Treiben sehr kleiner Papierboote in stehendem Wasser, zweiter Teil"
    ]
    assert suggested("о движ") == ["О движении бумажных лодок"]
    assert suggested("das treiben") == []


@pytest.mark.parametrize("number", [3, 12])
def test_suggesting_costs_the_same_however_many_there_are(django_assert_num_queries, number):
    people(*(f"Ada Quill{letter}" for letter in "abcdefghijkl"[:number]))
    # Savepoint, settings, how many begin so, people, the rest, savepoint.
    with django_assert_num_queries(6):
        suggestions("quil")
