"""Identifiers in every way of writing them, in files and in the search box (safety.md, rows 19 to 21)."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories.profiles import make_author, make_work
from tests.hostile.importing import AFTER, BEFORE, import_files, line, lines_around, neighbours
from works.models import AuthorIdentifier, Work, WorkIdentifier

pytestmark = pytest.mark.django_db


def imported(tmp_path: Path, **fields):
    path = tmp_path / "lines.json"
    path.write_bytes(lines_around(line(**fields)))
    found = import_files(path, rejects=tmp_path / "rejects")
    assert neighbours() == {BEFORE, AFTER}
    return found


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("2301.00003v3", "2301.00003"), ("arXiv:2301.00003", "2301.00003"), ("0704.0001", "0704.0001"),
        ("https://arxiv.org/abs/2301.00003v12", "2301.00003"), ("http://arxiv.org/pdf/2301.00003.pdf", "2301.00003"),
        ("hep-th/9901001", "hep-th/9901001"), ("math.GT/0309136", "math/0309136"),
        ("HEP-TH/9901001v2", "hep-th/9901001"),
        (" 2301.00003 ", "2301.00003"), ("1412.0001", "1412.0001"), ("1501.00001", "1501.00001"),
    ],
)  # fmt: skip
def test_an_arxiv_id_has_one_form(tmp_path: Path, written: str, key: str) -> None:
    assert imported(tmp_path, id=written).codes == []
    assert WorkIdentifier.objects.filter(scheme="arxiv", value=key, work__title="Engines that weave").exists()


@pytest.mark.parametrize(
    "written",
    [
        "2113.00001", "1412.00001", "1501.0001", "0703.0001", "2301.00000", "2301.00003v0", "hep-th/9913001",
        "hep-th/0801001",
        "nowhere/9901001", "hep-th/990100", "2301.000031", "٢٣٠١.٠٠٠٠٣", "2301.00003v99999", "", " ", "x",
        "../2301.00003",
        "2301.00003\n2301.00004", "2301.00003%00", "-1", "1e5", "23O1.00003", "2301.00003 OR 1=1",
    ],
)  # fmt: skip
def test_an_arxiv_id_that_cannot_be_is_rejected(tmp_path: Path, written: str) -> None:
    assert imported(tmp_path, id=written).codes == ["bad_identifier"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10.1000/ABC", "10.1000/abc"), ("doi:10.1000/abc", "10.1000/abc"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1000%2Fabc", "10.1000/abc"), ("10.1000/abc.", "10.1000/abc"),
        ("10.1002/(sici)1097(199901)9:1<1::aid-x>3.0.co;2-1", "10.1002/(sici)1097(199901)9:1<1::aid-x>3.0.co"),
        ("10.1000/" + "x" * 504, "10.1000/" + "x" * 504),
    ],
)  # fmt: skip
def test_a_doi_has_one_form(tmp_path: Path, written: str, value: str) -> None:
    assert imported(tmp_path, doi=written).codes == []
    stored = WorkIdentifier.objects.filter(scheme="doi", work__title="Engines that weave").values_list(
        "value", flat=True
    )
    assert [found.startswith(value) for found in stored] == [True]


@pytest.mark.parametrize(
    "written",
    [
        "x" * 3000, "10.1000/" + "x" * 3000, "11.1000/abc", "10.1000", "10./x", "doi:", "10.1000/\x00",
        "javascript:alert(1)", "10.1000/\u202eabc", "١٠.١٠٠٠/abc",
    ],
    ids=lambda written: repr(written[:20]),
)  # fmt: skip
def test_a_doi_that_cannot_be_is_dropped_and_the_work_is_taken(tmp_path: Path, written: str) -> None:
    found = imported(tmp_path, doi=written)
    assert found.codes == []
    assert "[bad_identifier]" in found.said or "[control_characters]" in found.said or written == "doi:"
    assert not WorkIdentifier.objects.filter(scheme="doi").exclude(value="10.1000/abc").exists()


def test_a_doi_that_another_work_has_stays_there(tmp_path: Path) -> None:
    other = make_work("Another work entirely")
    WorkIdentifier.objects.create(work=other, scheme="doi", value="10.1000/abc")
    found = imported(tmp_path, doi="10.1000/ABC")
    assert "identifier_taken" in found.said
    assert WorkIdentifier.objects.get(scheme="doi").work == other
    assert Work.objects.filter(title="Engines that weave").exists()


IDS = [
    "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000000218250097", " 0000-0002-1825-0097 ",
    "orcid.org/0000-0002-1825-0097/", "ORCID: 0000-0002-1825-0097",
]  # fmt: skip


@pytest.mark.parametrize("written", IDS)
def test_an_orcid_id_in_the_search_box_leads_to_its_person(client: Client, written: str) -> None:
    author = make_author()
    AuthorIdentifier.objects.create(author=author, scheme="orcid", value="0000-0002-1825-0097")
    response = client.get("/search/", {"q": written})
    assert (response.status_code, response["Location"]) == (302, author.get_absolute_url())


def test_an_orcid_id_that_ends_in_x_may_be_written_small(client: Client) -> None:
    author = make_author()
    AuthorIdentifier.objects.create(author=author, scheme="orcid", value="0000-0002-1694-233X")
    assert client.get("/search/", {"q": "0000-0002-1694-233x"})["Location"] == author.get_absolute_url()


@pytest.mark.parametrize(
    "written",
    ["0000-0002-1825-0098", "0000-0002-1825-009", "٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧", "０000-0002-1825-0097", "0000-0002-1825-009X",
     "X000-0002-1825-0097", "0000-0002-1825-0097-", "https://evil.example/0000-0002-1825-0097"],
)  # fmt: skip
def test_what_is_no_orcid_id_is_searched_for_as_words(client: Client, written: str) -> None:
    author = make_author()
    AuthorIdentifier.objects.create(author=author, scheme="orcid", value="0000-0002-1825-0097")
    response = client.get("/search/", {"q": written})
    assert response.status_code in (200, 302)
    assert response.status_code == 200 or response["Location"] == author.get_absolute_url()


@pytest.mark.parametrize(
    "written", ["2301.00003", "arXiv:2301.00003v2", "https://arxiv.org/abs/2301.00003", "10.48550/arXiv.2301.00003"]
)
def test_an_arxiv_id_in_the_search_box_leads_to_its_work(tmp_path: Path, client: Client, written: str) -> None:
    imported(tmp_path)
    assert (
        client.get("/search/", {"q": written})["Location"]
        == Work.objects.get(title="Engines that weave").get_absolute_url()
    )
