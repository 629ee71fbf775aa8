"""Finding works by words of titles and abstracts."""

import pytest
from django.db import connection

from tests.factories import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory, WorkFactory
from works.models import AuthorIdentifier, AuthorName, AuthorshipInstitution, InstitutionIdentifier, WorkTopic
from works.record.addresses import fold
from works.search.language import read
from works.search.names import services as names
from works.search.narrowing import chosen_by
from works.search.texts import queries, services
from works.search.texts.conditions import condition
from works.search.texts.facets import spans
from works.search.words import asked_for
from works.search.works_page import WorksPage, sort_of, works_page

pytestmark = pytest.mark.django_db


def page_for(typed: str, sort: str = "") -> WorksPage:
    asked = asked_for(typed, "works")
    return works_page(asked, sort_of(asked, sort), ())


def found(typed: str, sort: str = "") -> list[str]:
    return [hit.name for hit in page_for(typed, sort).hits]


@pytest.fixture
def four_works():
    """Of two authors, a topic, an institution."""
    ada = AuthorFactory(name="Ada Quillfeather", works_count=2)
    AuthorName.objects.create(author=ada, printed=ada.name, folded=fold(ada.name))
    basil = AuthorFactory(name="Basil Marrowby", works_count=1)
    AuthorName.objects.create(author=basil, printed=basil.name, folded=fold(basil.name))
    drift = WorkFactory(title="Drifting of Paper Boats", abstract="In still water.", year=2020, kind="article")
    looms = WorkFactory(title="Looms", abstract="Paper is woven; a boat is not.", year=2022, is_open=True)
    reseaux = WorkFactory(title="Réseaux de neurones et l’École", year=2023, links=[["code", "https://code.example"]])
    WorkFactory(title="On <i>Sails</i>", abstract="Wind fills the multi-agent sails of paper ships.", year=2010)
    AuthorshipFactory(work=drift, author=ada)
    place = AuthorshipFactory(work=looms, author=basil)
    AuthorshipFactory(work=reseaux, author=ada)
    institute = InstitutionFactory(name="Institute of Rain")
    InstitutionIdentifier.objects.create(institution=institute, scheme="ror", value="03yrm5c26")
    AuthorshipInstitution.objects.create(authorship=place, institution=institute)
    topic = TopicFactory(name="Hydrodynamics", code="cs.HY")
    WorkTopic.objects.create(work=drift, topic=topic, position=1)
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    for work in (drift, looms, reseaux):
        byline = [[place.author_id, place.name, "x"] for place in work.authorships.all()]
        type(work).objects.filter(pk=work.pk).update(byline=byline)
    services.refresh(None)
    names.refresh(None)
    return {"ada": ada, "topic": topic, "institute": institute}


DRIFT, LOOMS, RESEAUX, SAILS = "Drifting of Paper Boats", "Looms", "Réseaux de neurones et l’École", "On <i>Sails</i>"


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("paper boat", [DRIFT, LOOMS]),
        ("the paper", [DRIFT, LOOMS, SAILS]),
        ("drift", [DRIFT]),
        ("reseaux ECOLE", [RESEAUX]),
        ("l'école", [RESEAUX]),
        ('"paper boats"', [DRIFT]),
        ('"boats paper"', []),
        ("paper -boats", [SAILS]),
        ('paper -"still water"', [LOOMS, SAILS]),
        ("multi agent", [SAILS]),
        ("multi-agent", [SAILS]),
        ("paper year:2015..", [DRIFT, LOOMS]),
        ("paper -year:2020", [LOOMS, SAILS]),
        ("year:..2020", [DRIFT, SAILS]),
        ("kind:article", [DRIFT]),
        ("kind:article kind:preprint paper", [DRIFT, LOOMS, SAILS]),
        ("-kind:preprint", [DRIFT]),
        ("has:code", [RESEAUX]),
        ("open:yes", [LOOMS]),
        ("paper open:no", [DRIFT, SAILS]),
        ("author:quillfeather", [RESEAUX, DRIFT]),
        ('author:"Quillfeather, Ada" paper', [DRIFT]),
        ("author:0000-0002-1825-0097 author:marrowby", []),
        ("paper -author:quillfeather", [LOOMS, SAILS]),
        ("author:nobody", []),
        ("topic:hydrodynamics", [DRIFT]),
        ("topic:CS.hy", [DRIFT]),
        ("-topic:hydrodynamics paper", [LOOMS, SAILS]),
        ("institution:03yrm5c26", [LOOMS]),
        ('institution:"institute of rain"', [LOOMS]),
    ],
)
def test_words_and_operators_find_what_they_say(four_works, typed, titles):
    assert found(typed) == titles


def test_numbers_of_addresses_name_people_topics_and_institutions(four_works):
    ada, topic, institute = four_works.values()
    assert found(f"author:{ada.ref} paper") == found(f"author:x-{ada.pk} paper") == [DRIFT]
    assert found(f"topic:{topic.ref}") == [DRIFT]
    assert found(f"topic:x-{topic.pk}") == []
    assert found(f"institution:{institute.ref}") == [LOOMS]
    ada.removed_at = "2026-03-03T00:00Z"
    ada.save()
    assert found(f"author:{ada.ref}") == found("author:0000-0002-1825-0097") == []


def test_the_exact_title_is_first_then_titles_then_abstracts():
    long = "Deep water in the wells of the northern provinces"
    WorkFactory(title=f"Of {long}", year=2025)
    WorkFactory(title=f"{long}, a second look", year=2001)
    WorkFactory(title="Wells", abstract="Deep water is deep; water.", year=2026)
    WorkFactory(title="Deep water", year=1990)
    services.refresh(None)
    assert found("deep water") == ["Deep water", f"Of {long}", f"{long}, a second look", "Wells"]
    assert found(long) == [f"{long}, a second look", f"Of {long}"]


def test_where_many_titles_have_the_words_abstracts_are_left_out_unless_the_newest_are_wanted(monkeypatch):
    monkeypatch.setattr(queries, "FEW_TITLES", 2)
    WorkFactory.create_batch(2, title="Deep water", year=2000)
    WorkFactory(title="Wells", abstract="Deep water.", year=2026)
    services.refresh(None)
    page = page_for("deep water")
    assert ([hit.name for hit in page.hits], page.has_abstracts) == (["Deep water"] * 2, False)
    assert found("deep water", "newest") == ["Wells", "Deep water", "Deep water"]


def test_the_newest_of_many_are_ranked_and_it_is_said(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 3)
    for year in range(2000, 2005):
        WorkFactory(title=f"Some boats {year}", year=year)
    services.refresh(None)
    page = page_for("boats")
    assert page.is_cut and page.total == 3
    assert {hit.name for hit in page.hits} == {f"Some boats {year}" for year in (2002, 2003, 2004)}


def test_words_are_marked_where_they_stand_and_authors_asked_for_are_named(four_works):
    page = page_for("boat author:marrowby")
    assert [(hit.marked, hit.pieces, hit.why) for hit in page.hits] == [
        ("Looms", "Paper is woven; a \x02boat\x03 is not", "author: Basil Marrowby")
    ]
    assert page_for("sail").hits[0].marked == "On <i>\x02Sails\x03</i>"


def test_what_to_leave_out_is_said_where_nothing_has_it_all(four_works):
    assert spare("looms zeppelins") == [["zeppelins"]]
    assert spare("looms author:nobody") == [["author:nobody"]]
    assert spare("paper author:marrowby year:1999") == [["year:1999"]]
    assert spare("paper zeppelins year:1999") == [["zeppelins", "year:1999"]]
    assert spare("zeppelins zeppelins") == spare("zeppelins") == []


def spare(typed: str) -> list[list[str]]:
    return [[part.written() for part in gone] for gone in page_for(typed).spare]


def test_a_title_not_indexed_yet_or_mistyped_is_found_by_likeness():
    WorkFactory(title="On Lyapunov Exponents")
    assert found("lyapnov exponents") == ["On Lyapunov Exponents"]
    assert found("-lyapnov exponents") == []


@pytest.mark.parametrize(("column", "index"), [("title", "work_text_title_idx"), ("words", "work_text_words_idx")])
def test_words_are_looked_up_in_their_index(column, index):
    there = condition(read("paper boats").words, chosen_by([]), column=column)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT FROM works_worktext t WHERE {there.sql}", there.values)
        assert index in "\n".join(row[0] for row in cursor.fetchall())


def test_a_look_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(queries, "NEWEST", "SELECT 1 FROM pg_sleep(5) t WHERE true OR {matches} LIMIT %(most)s")
    assert queries.newest(read(""), [], patience_ms=50).is_late


def test_years_are_shown_one_by_one_or_in_spans():
    assert spans([(2019, 1), (2021, 2)]) == [("2021", 2), ("2019", 1)]
    assert spans([(year, 1) for year in range(2009, 2017)]) == [("2015..2019", 2), ("2010..2014", 5), ("2005..2009", 1)]
