"""Affiliations over time, identifiers and names, each with who says so."""

import re

import pytest

from tests.factories.profiles import make_author, make_work
from tests.factories.works import InstitutionFactory
from works.importers.bodies import pack
from works.importers.records import AuthorRecord, PrintedInstitution
from works.models import AuthorIdentifier, Authorship, AuthorshipInstitution, InstitutionIdentifier, SourceRecord
from works.record import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """Two works at a recognised institution, one with a printed one that nobody knows, and a record at ORCID."""
    author, here = make_author("Ada Vale"), InstitutionFactory(name="Harbour Lab")
    InstitutionIdentifier.objects.create(institution=here, scheme="ror", value="03yrm5c26")
    for year, source in ((2019, "arxiv"), (2021, "crossref")):
        work = make_work(authors=[author], year=year, source=source)
        AuthorshipInstitution.objects.create(authorship=work.authorships.get(), institution=here)
    old = make_work(authors=[author], year=2015)
    Authorship.objects.filter(work=old).update(affiliations=["Tide & Co, ada@tide.example"])
    AuthorIdentifier.objects.create(author=author, scheme="orcid", value="0000-0002-1825-0097", source="orcid")
    now = PrintedInstitution("Harbour Laboratory", (("ror", "03yrm5c26"),))
    before = PrintedInstitution("Lighthouse School", ())
    record = AuthorRecord(
        source="orcid", key="0000-0002-1825-0097", updated_on=None, names=("Ada Vale",), identifiers=(),
        institutions=((now, 2019, None), (before, 2010, 2014)),
    )  # fmt: skip
    SourceRecord.objects.create(
        source="orcid", key=record.key, digest=b"x" * 16, author=author, is_shown=True, body=pack(record)
    )
    figures.refresh(None)
    return author


def page_of(client, author):
    page = client.get(author.get_absolute_url() + "affiliations/").content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_affiliations_stand_with_years_and_who_says_so(client, ada):
    text = " ".join(re.sub(r"<[^>]+>", " ", page_of(client, ada)).split())
    for line in (
        "Harbour Lab 2019–2021 2 arXiv, Crossref",
        "Tide &amp; Co 2015 1 arXiv",
        "Harbour Laboratory 2019– ORCID",
        "Lighthouse School 2010–2014 ORCID",
        "0000-0002-1825-0097 from ORCID",
        "Ada Vale 3 works",
    ):
        assert line in text
    assert "ada@tide.example" not in text


def test_what_a_record_names_leads_to_the_institution_it_is(client, ada):
    assert re.search(r'<a href="/institutions/harbour-lab-\d+/"><bdi>Harbour Laboratory</bdi>', page_of(client, ada))


def test_identifiers_lead_to_their_pages(client, ada):
    assert '<a href="https://orcid.org/0000-0002-1825-0097" rel="nofollow ugc noopener">' in page_of(client, ada)


def test_a_bare_record_says_that_nothing_is_known(client):
    bare = page_of(client, make_author("Bare Rook"))
    assert "No work on record names an affiliation." in bare
    assert "No identifier of this person is on record." in bare


@pytest.mark.parametrize("more", [0, 60])
def test_the_page_costs_seven_queries(client, ada, more, django_assert_num_queries):
    for _ in range(more):
        make_work(authors=[ada])
    with django_assert_num_queries(7):
        client.get(ada.get_absolute_url() + "affiliations/")
