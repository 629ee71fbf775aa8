"""Citations as files."""

import json

import pytest

from tests.factories.works import AuthorFactory, AuthorshipFactory, WorkFactory
from works.models import Authorship, WorkIdentifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    made = WorkFactory(title="The <i>Drift</i> of Boats", year=2023, authors_count=2)
    AuthorshipFactory(work=made, author=AuthorFactory(), name="Clio van Oakhollow")
    Authorship.objects.create(work=made, position=2, name="")
    WorkIdentifier.objects.create(work=made, scheme="arxiv", value="2106.99999")
    return made


@pytest.mark.parametrize(
    ("fmt", "suffix", "content_type"),
    [
        ("bibtex", "bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "ris", "application/x-research-info-systems; charset=utf-8"),
        ("csl-json", "json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_citation_is_a_file_with_a_telling_name(client, work, fmt, suffix, content_type):
    response = client.get(f"{work.get_absolute_url()}cite/{fmt}/")
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{work.ref}.{suffix}"'


def test_marks_and_blank_places_are_left_out(client, work):
    (item,) = json.loads(client.get(f"{work.get_absolute_url()}cite/csl-json/").content)
    assert item["title"] == "The Drift of Boats"
    assert item["author"] == [{"family": "van Oakhollow", "given": "Clio"}]
    assert item["URL"] == "https://arxiv.org/abs/2106.99999"


def test_every_author_is_in_the_file(client, work, django_assert_num_queries):
    Authorship.objects.bulk_create(
        Authorship(work=work, position=place, name=f"Person Number{place}") for place in range(3, 203)
    )
    with django_assert_num_queries(4):
        response = client.get(f"{work.get_absolute_url()}cite/bibtex/")
    assert response.content.decode().count(" and ") == 200


def test_an_unknown_format_is_not_found(client, work):
    assert client.get(f"{work.get_absolute_url()}cite/docx/").status_code == 404


def test_a_wrong_slug_leads_to_the_true_file(client, work):
    response = client.get(f"/works/other-{work.pk}/cite/ris/")
    assert (response.status_code, response["Location"]) == (301, f"{work.get_absolute_url()}cite/ris/")


def test_a_page_has_five_styles_and_every_format_to_copy(client, work, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = client.get(f"{work.get_absolute_url()}cite/").content.decode()
    for words in ("APA", "MLA", "Chicago", "IEEE", "Vancouver", "van Oakhollow, C. (2023). The Drift of Boats"):
        assert words in page
    assert "@misc{" in page
    assert "TY  - UNPB" in page
    with django_assert_num_queries(1):
        client.get(f"{work.get_absolute_url()}cite/")
