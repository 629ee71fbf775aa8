"""The sample record, from file to page: nothing of it is written down in code or templates."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from works.models import Author, AuthorName

pytestmark = pytest.mark.django_db
SAMPLE = settings.BASE_DIR / "works" / "importers" / "arxiv" / "sample" / "lajoie-arxiv.xml"


@pytest.fixture(params=[False, True], ids=["settled", "weighed"])
def lajoie(db, request) -> Author:
    call_command("import", "arxiv", str(SAMPLE), stdout=StringIO(), stderr=StringIO())
    # Figures hold before the model has looked at the names and after it.
    if request.param:
        call_command("weigh", stdout=StringIO())
    call_command("compute", all=True, stdout=StringIO())
    return Author.objects.get(name="Guillaume Lajoie")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def test_the_sample_profile_says_what_it_has_to(client, lajoie):
    page = client.get(lajoie.get_absolute_url()).content.decode()
    said = words(page[page.index("<main") :])
    for phrase in (
        "Guillaume Lajoie contributes to research discovery and scholarly infrastructure.",
        "12 works", "0 followers", "7 topics", "4 close collaborators",
        "Trust 21 - Emerging", "Verification L1", "Unclaimed author", "12 published item(s)",
    ):  # fmt: skip
        assert phrase in said


def test_its_twelve_works_come_newest_year_first_then_by_title(client, lajoie):
    page = client.get(lajoie.get_absolute_url()).content.decode()
    works = re.findall(r'<li class="work".*?</li>', page, re.S)
    shown = [
        (int(re.search(r"<span>(\d{4})</span>", one)[1]), re.search(r"<h3>.*?<bdi>(.*?)</bdi>", one, re.S)[1])
        for one in works
    ]
    assert len(shown) == 12
    assert shown == sorted(shown, key=lambda one: (-one[0], one[1].lower()))
    assert all("preprint" in one and "arXiv" in one and 'class="abs"' in one for one in works)


def test_the_close_collaborators_are_four_with_their_weights(client, lajoie):
    page = client.get(lajoie.get_absolute_url() + "trust/").content.decode()
    rows = {
        words(name): (int(shared), weight, close)
        for name, shared, weight, close in re.findall(
            r'<th scope="row">(.*?)</th><td>(\d+)</td><td>([\d.]+)</td><td>(.*?)</td>', page
        )
    }
    assert {name for name, (_, _, close) in rows.items() if close == "close"} == {
        "Guy Wolf", "Sarthak Mittal", "Yoshua Bengio", "Stefan Horoi",
    }  # fmt: skip
    assert rows["Guy Wolf"][1] == "1.218"
    assert rows["Smita Krishnaswamy"][:2] == (3, "0.468")


def test_two_printed_forms_of_one_person_are_one_record(lajoie):
    forms = AuthorName.objects.filter(printed__in=("Blake Richards", "Blake A. Richards"))
    assert forms.count() == 2
    assert len(set(forms.values_list("author", flat=True))) == 1


def test_the_directory_lists_everybody_of_the_sample(client, lajoie):
    page = client.get("/researchers/").content.decode()
    assert "33 people, by family name." in page
    assert f'href="{lajoie.get_absolute_url()}"' in page
