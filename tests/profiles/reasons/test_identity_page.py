"""The page `Why these are one person`."""

import re

import pytest
from django.utils import timezone

from tests.factories.profiles import make_author, make_works
from tests.works.identity.test_partings import again, holder, published
from tests.works.identity.test_weighing import weigh
from works.identity import holding, joining
from works.identity.models import PlaceReason
from works.identity.services import settle
from works.models import AuthorIdentifier, AuthorRedirect, Authorship, PrivateName
from works.record import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """Ada with three works by Charles, weighed."""
    works = [published(f"Engine {number}", "Ada Byron", "Charles Babbage") for number in range(3)]
    settle()
    weigh()
    figures.refresh(None)
    return holder(works[0], "Ada Byron")


def shown(client, author, query=""):
    page = client.get(f"{author.get_absolute_url()}identity/{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page[page.index("<main") :]))


def test_each_work_has_its_reasons_and_two_are_the_weakest(client, ada):
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097", source="orcid")
    said = shown(client, ada)
    for phrase in (
        "Why these are one person", "Engine 0", "Engine 1", "Engine 2", "Nearest to",
        "Co-authors in common: charles babbage", "Decided by the careful rule", "0000-0002-1825-0097",
    ):  # fmt: skip
        assert phrase in said
    assert said.count("one of the weakest links") == 2


def test_a_decision_of_a_person_is_told(client, ada):
    other = published("Sky", "A. K. Byron", "Mary Somerville")
    settle()
    joining.merge(kept=ada, gone=holder(other, "A. K. Byron"), by="test", reason="one person")
    figures.refresh(None)
    said = shown(client, ada)
    assert "A rule merged two records" in said
    assert said.count("A person decided this") == 4


def test_reasons_of_a_merged_record_are_compared_anew(client, ada):
    other = published("Sky", "A. K. Byron", "Mary Somerville")
    settle()
    weigh()
    joining.merge(kept=ada, gone=holder(other, "A. K. Byron"), by="test", reason="one person")
    figures.refresh(None)
    weigh()
    assert shown(client, ada).count("Nearest to") == 4


def test_a_claim_is_told_and_the_weakest_links_stay_marked(client, ada):
    holding.hold(author=ada)
    again()
    weigh()
    said = shown(client, ada)
    assert said.count("Held by the claim") == 3
    assert said.count("one of the weakest links") == 2


def test_a_private_name_is_not_printed_nor_what_was_compared_with_it(client, ada):
    place = Authorship.objects.filter(author=ada).first()
    Authorship.objects.filter(pk=place.pk).update(name="Adam Byron")
    PlaceReason.objects.filter(pk=place.pk).update(addends=[["rarity", "Adam Byron – Ada Byron", 1.0]])
    PrivateName.objects.create(author=ada, name="Adam Byron", block="byron a")
    assert "Adam" not in shown(client, ada)


def test_a_record_with_one_work_has_nothing_to_compare(client):
    work = published("Alone", "Mary Somerville")
    settle()
    weigh()
    figures.refresh(None)
    assert "nothing to compare it with" in shown(client, holder(work, "Mary Somerville"))


@pytest.mark.parametrize("count", [2, 40])
def test_it_costs_ten_queries_however_many_works(client, count, django_assert_num_queries):
    author = make_author("Ada Byron")
    make_works(author, count)
    figures.refresh(None)
    PlaceReason.objects.bulk_create(
        PlaceReason(authorship=pk, author=author.pk, block="byron a", nearest=pk, probability=0.9, actor="rule")
        for pk in author.authorships.values_list("pk", flat=True)
    )
    with django_assert_num_queries(10):
        client.get(f"{author.get_absolute_url()}identity/")


def test_beyond_fifty_works_there_are_pages(client):
    author = make_author("Ada Byron")
    make_works(author, 51)
    figures.refresh(None)
    assert shown(client, author).count("Not compared yet") == 50
    assert shown(client, author, "?page=2").count("Not compared yet") == 1
    assert client.get(f"{author.get_absolute_url()}identity/?page=3").status_code == 404


def test_it_is_gone_moved_and_missing_as_every_page_of_a_researcher(client, ada):
    gone = make_author("Gone Away", removed_at=timezone.now())
    AuthorRedirect.objects.create(old_id=gone.pk + 999, author=ada)
    assert client.get(f"{gone.get_absolute_url()}identity/").status_code == 410
    moved = client.get(f"/researchers/x-{gone.pk + 999}/identity/")
    assert (moved.status_code, moved["Location"]) == (301, f"{ada.get_absolute_url()}identity/")
    assert client.get("/researchers/x-123456789/identity/").status_code == 404


@pytest.mark.parametrize("page", ["", "trust/"])
def test_profile_and_trust_page_lead_there(client, ada, page):
    assert f'{ada.get_absolute_url()}identity/"' in client.get(ada.get_absolute_url() + page).content.decode()
