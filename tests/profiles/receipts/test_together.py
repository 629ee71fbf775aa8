"""The receipt of a collaboration: one address, every shared work, what each adds."""

import re

import pytest
from django.utils import timezone

from graph.edges import services as edges
from tests.factories.profiles import make_author, make_topic, make_work
from works.models import AuthorRedirect, Work
from works.record import figures
from works.record.addresses import path_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """Three works: by the two alone, by three, and by 101; and one that only the first wrote."""
    ada, bela, clio = make_author("Ada Lovelace"), make_author("Bela Bartos"), make_author("Clio Oakhollow")
    make_topic(make_work("Alone together", authors=[ada, bela], year=2020))
    make_topic(make_work("With a third", authors=[bela, ada, clio], year=2021))
    make_work("A crowd", authors=[ada, bela], year=2023)
    Work.objects.filter(title="A crowd").update(authors_count=101)
    make_work("Without the other", authors=[ada, clio], year=2024)
    settle()
    return ada, bela


def settle():
    figures.refresh(None)
    edges.refresh(None)


def between(one, other):
    return path_between((one.slug, one.pk), (other.slug, other.pk))


def text_of(response):
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).split())


def titles_of(response):
    return re.findall(r'<h3><a href="/works/[^"]*"><bdi>(.*?)</bdi>', response.content.decode())


def test_every_shared_work_stands_newest_first_with_what_it_adds(client, pair):
    response = client.get(between(*pair))
    assert titles_of(response) == ["A crowd", "With a third", "Alone together"]
    text = text_of(response)
    for words in (
        "3 works together, 2020 to 2023.", "101 authors, shared but not counted", "3 authors, adds 0.500",
        "2 authors, adds 1.000", "1.500", "1 of the works is by more than 100 authors", "Close collaborators",
        "What both work on Machine Learning machine-learning",
    ):  # fmt: skip
        assert words in text


def test_both_orders_lead_to_one_address(client, pair):
    ada, bela = pair
    other_way = f"{bela.get_absolute_url()}with/{ada.ref}/?after="
    response = client.get(other_way)
    assert (response.status_code, response["Location"]) == (301, between(ada, bela) + "?after=")
    assert between(bela, ada) == between(ada, bela)


def test_old_slugs_and_merged_records_lead_to_the_one_address(client, pair):
    ada, bela = pair
    AuthorRedirect.objects.create(old_id=bela.pk + 1000, author=bela)
    for path in (f"/researchers/x-{ada.pk}/with/y-{bela.pk}/", f"/researchers/{bela.pk + 1000}/with/{ada.ref}/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, between(ada, bela))


def test_one_person_with_themself_is_the_profile(client, pair):
    ada, _ = pair
    response = client.get(f"{ada.get_absolute_url()}with/{ada.ref}/")
    assert (response.status_code, response["Location"]) == (301, ada.get_absolute_url())


def test_two_who_share_nothing_are_told_so_and_kept_out_of_indexes(client, pair):
    ada, _ = pair
    response = client.get(between(ada, make_author("Dov Marrowby")))
    assert "No work on record is by both of them." in text_of(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "graph/?to=dov-marrowby" in response.content.decode()


def test_nobody_and_the_removed_have_no_receipt(client, pair):
    ada, bela = pair
    assert client.get(f"{ada.get_absolute_url()}with/nobody-999999/").status_code == 404
    bela.removed_at = timezone.now()
    bela.save()
    assert client.get(between(ada, bela)).status_code == 410


def test_a_long_receipt_goes_on_after_the_last_work(client, pair):
    ada, bela = pair
    for number in range(60):
        make_work(f"Old {number:02}", authors=[ada, bela], year=1990)
    settle()
    first = client.get(between(ada, bela))
    more = re.search(r'href="(\?after=\d+)#works"', first.content.decode())[1]
    second = client.get(between(ada, bela) + more)
    assert len(titles_of(first)) == 50
    assert titles_of(first) + titles_of(second) == ["A crowd", "With a third", "Alone together"] + [
        f"Old {number:02}" for number in range(60)
    ]
    assert "?after=" not in second.content.decode()[second.content.decode().index("<main") :]


@pytest.mark.parametrize("after", ["x", "0", "-1", "9" * 30, "²"])
def test_after_what_is_no_shared_work_there_is_no_page(client, pair, after):
    assert client.get(between(*pair), {"after": after}).status_code == 404


@pytest.mark.parametrize("works", [0, 70])
def test_a_receipt_costs_six_queries_and_two_when_stored(client, pair, works, django_assert_num_queries):
    for _ in range(works):
        make_work(authors=pair)
    settle()
    path = between(*pair)
    with django_assert_num_queries(6):
        client.get(path)
    with django_assert_num_queries(2):
        client.get(path)
