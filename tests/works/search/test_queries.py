"""Finding people, works, topics and institutions."""

import pytest
from django.db import connection

from tests.factories import AuthorFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.record.addresses import fold
from works.record.models import AuthorIdentifier, AuthorName, InstitutionIdentifier, WorkIdentifier
from works.search import queries
from works.search.names.services import refresh
from works.search.statements import LOOKS
from works.search.words import asked_for

pytestmark = pytest.mark.django_db


def author(name: str, works: int = 1, **fields):
    made = AuthorFactory(name=name, works_count=works, **fields)
    AuthorName.objects.create(author=made, printed=name, folded=fold(name), uses=works)
    refresh([made.pk])
    return made


def names(typed: str, kind: str = "researchers") -> list[str]:
    asked = asked_for(typed, kind)
    return [hit.name for hit in queries.group(queries.found(asked, asked.kind), 0, 20).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë Śliwińska",
        "zoe sliwinska",
        "Śliwińska, Zoë",
        "z sliwinska",
        "sliwi",
        "Zoe Sliwinsak",
        "Zoe Sliwnska",
        "zoey sliwinska",
    ],
)
def test_accents_order_initials_and_small_errors_are_forgiven(typed):
    author("Zoë Śliwińska")
    author("Basil Marrowby")
    assert names(typed) == ["Zoë Śliwińska"]


def test_the_exact_name_is_first_whoever_has_more_works():
    author("Ada Quill Marrowby", 90)
    author("Ada Quillfeather", 50)
    author("Ada Quill", 1)
    author("Bea Ada Quill", 99)
    assert names("ada quill") == ["Ada Quill", "Bea Ada Quill", "Ada Quill Marrowby", "Ada Quillfeather"]


def test_a_person_is_found_once_by_any_printed_name():
    made = author("Ada Quillfeather")
    AuthorName.objects.create(author=made, printed="A. Quillfeather", folded="a quillfeather")
    refresh([made.pk])
    assert names("a quillfeather") == ["Ada Quillfeather"]


def test_who_was_removed_or_wrote_nothing_is_not_found():
    author("Ada Quillfeather", removed_at="2026-03-03T00:00Z")
    author("Adam Quillfeather", 0)
    assert names("quillfeather") == []


def test_works_topics_and_institutions_are_found_by_their_names():
    WorkFactory(title="On Lyapunov Exponents of Paper Boats")
    TopicFactory(name="Machine Learning", scheme="arxiv", code="cs.LG")
    InstitutionFactory(name="Université de Montréal")
    assert names("lyapnov boats", "works") == ["On Lyapunov Exponents of Paper Boats"]
    assert names("machine lerning", "topics") == names("cs.LG", "topics") == ["Machine Learning"]
    assert names("universite montreal", "institutions") == ["Université de Montréal"]


def test_what_comes_nearest_is_offered_when_nothing_fits():
    author("Greta Vantressen")
    asked = asked_for("Gerald Vantressen", "researchers")
    group = queries.group(queries.found(asked, "researchers"), 0, 20)
    assert (group.hits, [hit.name for hit in group.nearest]) == ([], ["Greta Vantressen"])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        '%_*"()',
        "'; DROP TABLE works_author; --",
        "🦆" * 300,
        "x" * 10_000,
        "ا" * 40,
        "a:b:c & | !",
        "\x00",
    ],
)
def test_nothing_that_can_be_typed_is_an_error(typed):
    assert queries.first_of_each(asked_for(typed, ""))
    assert names(typed) == []


def test_identifiers_lead_to_what_carries_them():
    ada, boats, institute = author("Ada Quillfeather"), WorkFactory(), InstitutionFactory()
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    WorkIdentifier.objects.create(work=boats, scheme="arxiv", value="2101.00001")
    WorkIdentifier.objects.create(work=boats, scheme="doi", value="10.1000/boats")
    InstitutionIdentifier.objects.create(institution=institute, scheme="ror", value="03yrm5c26")
    for typed, carrier in (
        ("https://orcid.org/0000-0002-1825-0097", ada),
        ("arXiv:2101.00001v3", boats),
        ("https://doi.org/10.1000/BOATS", boats),
        ("https://ror.org/03yrm5c26", institute),
    ):
        assert queries.address_of(asked_for(typed, "")) == carrier.get_absolute_url()
    assert queries.address_of(asked_for("2101.00002", "")) == ""
    assert queries.address_of(asked_for("Ada", "")) == ""


def test_the_identifier_of_somebody_removed_leads_nowhere():
    ada = author("Ada Quillfeather", removed_at="2026-03-03T00:00Z")
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    assert queries.address_of(asked_for("0000-0002-1825-0097", "")) == ""


@pytest.mark.parametrize("kind", list(LOOKS))
def test_both_looks_use_the_trigram_index(kind):
    asked = asked_for("guillaume lajoie", kind)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement, values in (LOOKS[kind].by_words(asked, limit=10), LOOKS[kind].by_likeness(asked, limit=10)):
            cursor.execute("EXPLAIN " + statement, values)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "_trgm_idx" in plan


def test_a_look_that_takes_too_long_is_given_up_and_the_rest_is_shown(monkeypatch):
    TopicFactory(name="Quillfeather Theory")
    slow = "SELECT 1, '', true FROM pg_sleep(60)"
    monkeypatch.setattr(type(LOOKS["topics"]), "by_likeness", lambda *_args, **_kwargs: (slow, {}))
    found = queries.found_of(asked_for("quillfeather", ""), "topics", patience_ms=500)
    assert (len(found.ids), found.is_cut) == (1, True)
