"""One work, many records: what stands in the database once several sources have spoken."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tests.works.importers.bringing import bring
from works.importers.records import AuthorRecord, InstitutionRecord, PrintedAuthor, PrintedInstitution, VersionRecord
from works.models import (
    Author,
    AuthorIdentifier,
    Authorship,
    Institution,
    InstitutionRedirect,
    MatchCase,
    SourceRecord,
    Work,
)

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"
MILA = PrintedInstitution("Mila", (("ror", "05c22rx21"), ("openalex", "I1")), "CA")


@pytest.fixture
def published(work_record):
    return replace(
        work_record,
        source="crossref",
        key="10.1/x",
        kind="article",
        published_in="Journal of Engines",
        names=(PrintedAuthor("A. Byron", ("Mila",), (f"orcid:{ORCID}",), (MILA,)), PrintedAuthor("C. Babbage")),
        identifiers=(("doi", "10.1/x"),),
        versions=(VersionRecord(1, "published", date(2024, 5, 1), "https://doi.org/10.1/x"),),
    )


def work_source(pk: int) -> str:
    return Work.objects.get(pk=pk).source


def record_of(work: Work) -> tuple:
    return (
        work.title, work.source, work.kind, work.year, work.published_in, work.origins, work.authors_count,
        sorted(work.identifiers.values_list("scheme", "value")),
        sorted(work.versions.values_list("source", "label")),
        [
            (place.name, place.identifiers, [found.name for found in place.institutions.all()])
            for place in work.authorships.order_by("position")
        ],
    )  # fmt: skip


def test_preprint_and_article_are_one_work_with_both_versions_in_any_order(work_record, published):
    seen = []
    for order in permutations([work_record, published]):
        Work.objects.all().delete()
        for record in order:
            bring(record)
        [work] = Work.objects.all()
        seen.append(record_of(work))
    assert seen[0] == seen[1]
    assert seen[0][5] == {"published_in": "crossref"}
    assert seen[0][8] == [("arxiv", "v1"), ("crossref", "published")]
    assert seen[0][9][0] == ("Ada Byron", [f"orcid:{ORCID}"], ["Mila"])


def test_how_each_record_found_its_work_is_kept(work_record, published):
    bring(work_record)
    bring(published)
    assert dict(SourceRecord.objects.values_list("source", "matched_by")) == {"arxiv": "new", "crossref": "title"}


def test_an_identifier_that_joins_two_works_waits_for_a_person(work_record, published):
    bring(work_record)
    bring(replace(published, title="Lichens of the northern fells", names=(PrintedAuthor("Ines Marlow"),)))
    both = replace(work_record, source="openalex", key="W1", identifiers=(*work_record.identifiers, ("doi", "10.1/x")))
    bring(both)
    assert Work.objects.count() == 2
    case = MatchCase.objects.get()
    assert (case.value, work_source(case.holder), work_source(case.other)) == ("10.1/x", "crossref", "arxiv")


def test_an_orcid_id_on_a_byline_becomes_the_authors(published):
    bring(published)
    found = AuthorIdentifier.objects.get(scheme="orcid")
    assert (found.value, found.source, found.author.name) == (ORCID, "byline", "A. Byron")


def test_a_person_known_before_their_works_is_the_author_of_them(published):
    person = AuthorRecord("orcid", ORCID, None, ("Ada Byron",), (("orcid", ORCID),))
    bring(person)
    ada = Author.objects.get()
    bring(published)
    assert Authorship.objects.get(name="A. Byron").author_id == ada.pk


def test_a_persons_list_of_works_adds_the_id_to_their_place_and_no_name_to_the_byline(work_record):
    bring(work_record)
    listed = replace(
        work_record,
        source="orcid",
        key=f"{ORCID}/1",
        is_byline_whole=False,
        names=(PrintedAuthor("Ada Byron", (), (f"orcid:{ORCID}",)),),
        versions=(),
    )
    run = bring(AuthorRecord("orcid", ORCID, None, ("Ada Byron",), (("orcid", ORCID),), works=(listed,)))
    assert run.read == 1
    work = Work.objects.get()
    assert [(a.name, a.identifiers) for a in work.authorships.order_by("position")] == [
        ("Ada Byron", [f"orcid:{ORCID}"]),
        ("Charles Babbage", []),
    ]
    assert work.authorships.first().author.identifiers.get().value == ORCID


def test_only_what_an_organisation_asserts_in_orcid_is_kept_as_asserted(work_record):
    typed = replace(work_record, source="orcid", key=f"{ORCID}/1")
    said = replace(typed, key=f"{ORCID}/2", title="Looms and other machines", identifiers=(), is_asserted=True)
    bring(AuthorRecord("orcid", ORCID, None, ("Ada Byron",), (("orcid", ORCID),), works=(typed, said)))
    records = SourceRecord.objects.exclude(work=None)
    assert dict(records.values_list("key", "is_asserted")) == {f"{ORCID}/1": False, f"{ORCID}/2": True}


def test_who_is_printed_otherwise_by_another_source_stays_who_they_are(work_record, published):
    bring(replace(published, names=(PrintedAuthor("A. Byron"), PrintedAuthor("C. Babbage"))))
    before = set(Author.objects.values_list("pk", flat=True))
    bring(work_record)
    assert {(a.name, a.author_id in before) for a in Authorship.objects.all()} == {
        ("Ada Byron", True),
        ("Charles Babbage", True),
    }
    assert set(Author.objects.values_list("pk", flat=True)) == before


def institution(key: str, name: str, **fields) -> InstitutionRecord:
    given = {
        "names": (), "kinds": ("education",), "city": "Montreal", "country": "Canada", "country_code": "CA",
        "domains": ("mila.quebec",), "website": "", "relations": (), "established": None, "is_withdrawn": False,
        "successor": None,
    } | fields  # fmt: skip
    return InstitutionRecord("ror", key, None, name, identifiers=(("ror", key),), **given)


def test_ror_describes_an_institution_that_bylines_named_before(published):
    bring(published)
    bring(institution("05c22rx21", "Mila - Quebec AI Institute", names=(("MILA", "", "acronym"),)))
    found = Institution.objects.get()
    assert (found.name, found.city) == ("Mila - Quebec AI Institute", "Montreal")
    assert (found.source, found.works_count) == ("ror", 1)
    assert found.names.get().printed == "MILA"
    assert set(found.identifiers.values_list("scheme", "value")) == {
        ("ror", "05c22rx21"),
        ("openalex", "I1"),
        ("domain", "mila.quebec"),
    }


def test_a_withdrawn_institution_goes_into_its_successor_with_its_people(published):
    bring(published)
    old = Institution.objects.get()
    bring(
        institution("05c22rx21", "Mila", is_withdrawn=True, successor=("ror", "0161xgx34")),
        institution("0161xgx34", "University of Montreal"),
    )
    [new] = Institution.objects.all()
    assert (new.name, new.people_count) == ("University of Montreal", 1)
    assert InstitutionRedirect.objects.get(institution=new).old_id == old.pk
    assert new.identifiers.filter(scheme="ror").count() == 2
