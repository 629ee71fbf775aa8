"""Finding people by name: what is forgiven, in which order they come, and who is never found."""

import pytest
from django.db import connection

from tests.factories import AuthorFactory
from works.identity import private_names
from works.models import Author, AuthorName, AuthorWords, NameSlip, NameWord
from works.record import figures
from works.record.addresses import fold
from works.search.names import queries, statements
from works.search.names.queries import people_named, printed_as
from works.search.names.rules import Meant, slips_of, spellings
from works.search.names.services import refresh

pytestmark = pytest.mark.django_db


def author(*printed: str, works: int = 1, **fields) -> Author:
    made = AuthorFactory(name=printed[0], works_count=works, **fields)
    for name in printed:
        AuthorName.objects.create(author=made, printed=name, folded=fold(name), uses=works)
    refresh([made.pk])
    return made


def found(typed: str) -> list[str]:
    people = people_named(typed, patience_ms=2000)
    by_id = Author.objects.in_bulk(people.ids)
    return [by_id[pk].name for pk in people.ids]


@pytest.mark.parametrize(
    "typed",
    [
        "Guillaume Lajoie",
        "lajoie, guillaume",
        "Lajoie Guillaume",
        "G. Lajoie",
        "Lajoie, G",
        "Guillaume P. Lajoie",
        "Guillaume Pierre Lajoie",
        "Guilaume Lajoie",
        "Gulilaume Lajoie",
        "Guillaume Lajoi",
        "guill laj",
        "Guilaum Lajoi",
        "Guillaume Lajole",
        "Lajoie",
        "Lajoei",
    ],
)
def test_a_person_is_found_however_the_name_is_typed(typed):
    author("Guillaume Lajoie")
    author("Gaspard Lamarre")
    assert found(typed) == ["Guillaume Lajoie"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Broeckhoven", "Jan van den Broeckhoven"),
        ("J. Broeckhoven", "Jan van den Broeckhoven"),
        ("Jan van den Broeckhoven", "J. Broeckhoven"),
        ("Guillaume Lajoie", "Guillaume Pierre Lajoie"),
        ("Guillaume Lajoie", "G. Lajoie"),
        ("Müller", "J. Mueller"),
        ("Wang Xiaoming", "王小明"),
        ("Ørsted", "H. C. Oersted"),
        ("Voltaire", "Voltaire"),
        ("Kim", "Min Kin"),
    ],
)
def test_particles_middle_names_initials_and_scripts_do_not_matter(typed, name):
    author(name)
    assert found(typed) == [name]


def test_initials_written_together_are_no_name():
    author("Guillaume Lajoie")
    assert found("GL") == []


def test_the_exact_name_is_first_then_whole_words_then_more_works_then_the_older_record():
    author("Wei Wangler", works=900)
    second, third = author("Wei Zoe Wang", works=80), author("Wang Wei", works=70)
    same = [author("Wei Wang", works=2).pk for _ in range(2)]
    first = author("Wei Wang", works=3)
    people = people_named("wei wang", patience_ms=2000)
    assert people.ids[:5] == [first.pk, *same, second.pk, third.pk]


def test_the_name_that_matched_is_said():
    made = author("Guillaume Lajoie", "G. Lajoie", "Lajoie Guillaume P.")
    for typed, printed in (
        ("g lajoie", "G. Lajoie"),
        ("Guillaume Lajoei", "Guillaume Lajoie"),
        ("guillaume p lajoie", "Lajoie Guillaume P."),
    ):
        assert printed_as(typed, [made.pk]) == {made.pk: printed}


def test_saying_which_name_matched_costs_two_queries_at_most(django_assert_num_queries):
    people = [author(f"Ada Quill{letter}") for letter in "abcdefgh"]
    with django_assert_num_queries(1):
        printed_as("ada quill", [one.pk for one in people])
    with django_assert_num_queries(2):
        printed_as("adda quilla", [one.pk for one in people])


def test_who_was_removed_wrote_nothing_or_was_merged_is_not_found_and_leaves_no_word():
    people = [author("Ottoline Vantressen"), author("Odile Vantressen"), author("Oona Vantressen")]
    Author.objects.filter(pk=people[0].pk).update(removed_at="2026-03-03T00:00Z")
    Author.objects.filter(pk=people[1].pk).update(works_count=0)
    Author.objects.filter(pk=people[2].pk).delete()
    assert found("Vantressen") == []
    refresh([one.pk for one in people])
    for table in (AuthorWords, NameWord, NameSlip):
        assert not table.objects.exists()


def test_a_former_name_that_is_kept_private_finds_nobody():
    made = author("Ada Quillfeather", "Ada Tindlemoor")
    private_names.keep(author=made, names=["Ada Tindlemoor"])
    figures.refresh([made.pk])
    refresh([made.pk])
    assert found("Tindlemoor") == []


def test_words_and_what_is_left_of_them_stand_as_the_rules_say():
    author("Guillaume Lajoie")
    author("Guillaume Li")
    assert dict(NameWord.objects.values_list("word", "authors")) == {"guillaume": 2, "lajoie": 1, "li": 1}
    stored = set(NameSlip.objects.values_list("slip", "word"))
    assert stored == {(slip, word) for word in ("guillaume", "lajoie", "li") for slip in slips_of(word)}


def test_refreshing_what_is_unchanged_writes_nothing():
    author("Guillaume Lajoie")
    rows = "SELECT xmin::text, ctid::text FROM {} ORDER BY ctid"
    with connection.cursor() as cursor:

        def written() -> list[tuple[str, str]]:
            found = []
            for table in ("works_authorwords", "works_nameword", "works_nameslip"):
                cursor.execute(rows.format(table))
                found += cursor.fetchall()
            return found

        before = written()
        refresh(None)
        assert written() == before


def test_everybody_is_found_after_the_first_refresh_whoever_it_was_for():
    author("Ada Quillfeather")
    AuthorWords.objects.all().delete()
    NameWord.objects.all().delete()
    NameSlip.objects.all().delete()
    refresh([])
    assert found("quillfeather") == ["Ada Quillfeather"]


def test_a_single_letter_that_stands_as_typed_comes_before_one_that_begins_a_name():
    author("Gerald Quillfeather", works=9)
    author("G. Quillfeather")
    assert found("g. quillfaether") == ["G. Quillfeather", "Gerald Quillfeather"]


def test_a_look_that_takes_too_long_is_given_up_and_the_rest_is_shown(monkeypatch):
    author("Ada Quillfeather")
    monkeypatch.setattr(statements, "HOLDS", "pg_sleep(5) IS NULL AND words @@ %({name})s::tsquery")
    people = people_named("quillfeather", patience_ms=50)
    assert (len(people.ids), people.is_cut) == (1, True)


def test_both_looks_use_the_index_of_words():
    meant = Meant("ada quill", spellings("ada quill"), {"quill": {"quilt": 1}})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        values = {"whole": "'a'", "begun": "'a':*", "exact": ["a"], "slips": ["a"], "limit": 9}
        for statement in ((statements.FIRST_LOOK, values), queries._likeness(meant)):
            cursor.execute("EXPLAIN " + statement[0], statement[1])
            assert "author_words_idx" in "\n".join(row[0] for row in cursor.fetchall())
